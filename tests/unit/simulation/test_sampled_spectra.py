import numpy as np
import pytest

from closedprop.approximations.in_law.free_probability import jacobian_spectrum
from closedprop.approximations.in_law.free_probability.spectra_study import spectra
from closedprop.simulation.sampled_spectra import sampled_spectra

WIDTH, SAMPLES, BINS = 100, 24, 30


@pytest.fixture(scope="module")
def compared():
    cases = [
        {"activation": "relu", "q": 1.0, "layers": [1, 3], "weights": ["gaussian", "orthogonal"]},
        {"activation": "hardtanh", "q": 0.25, "layers": [3], "weights": ["orthogonal"]},
        {"activation": "tanh", "q": 0.5, "layers": [3], "weights": ["gaussian", "orthogonal"]},
        {"activation": "identity", "q": 1.0, "layers": [3], "weights": ["gaussian", "orthogonal"]},
    ]
    theory = spectra(cases, points=8)
    keys = ("activation", "weights", "layers")
    first = {tuple(row[key] for key in keys): row for row in reversed(theory)}
    samples = sampled_spectra(theory, WIDTH, SAMPLES, BINS, seed=11)
    histograms = {case: [row for row in samples if tuple(row[key] for key in keys) == case] for case in first}
    return [(case, first[case], histograms[case]) for case in first]


def test_moments_agree_with_the_theory(compared):
    """|z| < 6 for 24 samples: false alarm 4e-6 each. Beside it a finite width shifts them by O(n/N)."""
    for case, theory, rows in compared:
        finite = 2 * case[2] / WIDTH
        for quantity in ("mean", "variance"):
            sampled, stderr = rows[0][quantity], rows[0][f"{quantity}_stderr"]
            assert abs(sampled - theory[quantity]) <= 6 * stderr + finite * theory[quantity] + 1e-12, (case, quantity)


def test_edges_and_atoms_agree_loosely(compared):
    """The edge moves by N^(-2/3) = 0.05, and the shares of gates by N^(-1/2) = 0.1 in each network."""
    for case, theory, rows in compared:
        assert rows[0]["largest"] == pytest.approx(theory["top"], rel=0.25), case
        assert rows[0]["at_zero"] == pytest.approx(theory["at_zero"], abs=0.1), case
        if theory["atom"] is not None:
            assert rows[0]["at_atom"] == pytest.approx(theory["atom_mass"], abs=0.1), case
        else:
            assert rows[0]["at_atom"] is None


def test_histograms_agree_with_the_density(compared):
    """Each bin against the integral of the density over it, by Simpson's rule; bins at atoms and ends are left out."""
    for (name, weights, layers), theory, rows in compared:
        total = sum(row["count"] for row in rows) + rows[0]["at_zero"] * WIDTH * SAMPLES
        assert total == pytest.approx(WIDTH * SAMPLES, abs=1e-6 * WIDTH * SAMPLES)
        spectrum = jacobian_spectrum(name, layers, weights, q=theory["q"])
        for low, high in spectrum.edges:
            first, last = low ** (1 / layers), high ** (1 / layers)
            inner = [row for row in rows[3:] if first < row["low"] and row["high"] < 0.9 * last]
            ends = np.array([[row["low"], (row["low"] + row["high"]) / 2, row["high"]] for row in inner])
            density = layers * ends ** (layers - 1) * spectrum.density(ends**layers)
            shares = (ends[:, 2] - ends[:, 0]) * (density @ [1, 4, 1]) / 6
            counts = np.array([row["count"] for row in inner]) / (WIDTH * SAMPLES)
            # eigenvalues repel, so that a count scatters less than independent ones would; gates add 1/sqrt(N)
            assert counts == pytest.approx(shares, abs=0.012), (name, weights, layers)


def test_isometry_is_seen(compared):
    (rows,) = [rows for case, _, rows in compared if case == ("identity", "orthogonal", 3)]
    assert (rows[0]["mean"], rows[0]["variance"], rows[0]["at_atom"]) == (1.0, 0.0, 1.0)
