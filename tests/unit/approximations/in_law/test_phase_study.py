import numpy as np
import pytest

from closedprop.approximations.in_law.edge import edge_of_chaos, edge_point
from closedprop.approximations.in_law.phase_study import phase_study, published_study, sampling_error
from closedprop.networks import activation


def test_phases():
    rows = phase_study(
        {"activations": ["erf", "relu"], "variances": [0.1, 10], "points": 3},
        {"elu": {"sigma_b": 0.2, "sigma_w": [1.2, 1.8], "points": 2}},
    )
    edge, across = ([row for row in rows if row["curve"] == curve] for curve in ("edge", "across"))
    assert [row["activation"] for row in edge] == ["erf"] * 3  # relu has no edge with a bias
    assert (edge[1]["sigma_w"] ** 2, edge[1]["sigma_b"] ** 2) == pytest.approx(edge_point("erf", 1.0), rel=1e-12)
    assert [row["sigma_w"] for row in across] == [1.2] and across[0]["c"] == 1  # at 1.8 the variance grows
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


def test_the_sampling_error_is_that_of_samples():
    """Twenty estimates of a critical gain from 4000 numbers each; their deviation has a relative error of 16 %."""
    act, (exact, q) = activation("elu"), edge_of_chaos("elu", 0.2)
    rng, grid = np.random.default_rng(5), q * np.linspace(0.4, 2.2, 90)
    estimates = []
    for _ in range(20):
        z = np.sqrt(grid)[:, None] * rng.standard_normal(4000)
        weights = 1 / np.mean(act.slope(z) ** 2, axis=1)
        biases = grid - weights * np.mean(act(z) ** 2, axis=1)
        estimates.append(np.sqrt(np.interp(0.04, biases, weights)))
    predicted = sampling_error(act, q, 4000)
    assert np.std(estimates, ddof=1) == pytest.approx(predicted, rel=0.6)  # false alarm 1e-3
    assert abs(np.mean(estimates) - exact) < 5 * predicted / np.sqrt(20) + predicted / 3  # with room for the bias


def test_published_gains_are_within_their_sampling_error():
    (row,) = published_study([{"activation": "tanh", "sigma_b": 0.2, "sigma_w": 1.302, "samples": 500_000}])
    assert abs(row["deviation"]) < 2 and row["chi"] == pytest.approx(0.9988, abs=5e-5)
    assert row["gradient"] == pytest.approx(0.70, abs=5e-3)
