from fractions import Fraction

import numpy as np
import pytest

from closedprop.approximations import jacobian_spectrum
from closedprop.approximations.in_law.free_probability import SlopeLaw, Spectrum, slope_law
from closedprop.approximations.in_law.free_probability.spectra_study import spectra
from closedprop.approximations.in_law.variance import fixed_point
from closedprop.scalars import Invalid, Unable

NETWORKS = [
    ("identity", 32, "gaussian", None),
    ("relu", 1, "gaussian", None),
    ("relu", 8, "orthogonal", None),
    ("hardtanh", 3, "orthogonal", 0.25),
    ("hardtanh", 32, "gaussian", 0.25),
    ("leaky_relu", 1, "gaussian", None),
    ("leaky_relu", 8, "orthogonal", None),
    ("tanh", 2, "gaussian", 0.3),
    ("erf", 4, "orthogonal", 0.3),
]


@pytest.mark.parametrize(("name", "layers", "weights", "q"), NETWORKS)
def test_density_has_the_mass_and_the_moments(name, layers, weights, q):
    """Density and atoms against Lagrange inversion, which uses neither."""
    spectrum = jacobian_spectrum(name, layers, weights, q=q, nodes=512)
    assert spectrum.moment(0) == 1
    for k in range(3):
        assert spectrum.integral(k, tolerance=1e-7).value == pytest.approx(float(spectrum.moment(k)), rel=2e-7)


def test_scaling_of_the_weights():
    critical, other = (jacobian_spectrum("relu", 3, sigma_w=s) for s in (None, 3.0))
    factor = (9 / 2) ** 3
    assert other.moment(2) == pytest.approx(float(critical.moment(2)) * factor**2, rel=1e-14)
    assert other.density([2.0 * factor]) * factor == pytest.approx(critical.density([2.0]), rel=1e-12)
    assert other.edges[0][1] == pytest.approx(critical.edges[0][1] * factor, rel=1e-13)


def test_size_of_gates_is_that_of_the_weights():
    half = Spectrum(SlopeLaw((4,), (Fraction(1, 2),), Fraction(1, 2)), 3, "orthogonal", Fraction(1, 2))
    relu = jacobian_spectrum("relu", 3, "orthogonal")
    assert half.density([0.3, 2.0]) == pytest.approx(relu.density([0.3, 2.0]), rel=1e-12)
    one = Spectrum(SlopeLaw((4,), (Fraction(1, 2),), Fraction(1, 2)), 1, "gaussian", Fraction(1, 2))
    assert one.edges == (pytest.approx(jacobian_spectrum("relu", 1).edges[0], rel=1e-13),)
    assert (half.moment(3), half.edges) == (relu.moment(3), (pytest.approx(relu.edges[0], rel=1e-13),))


def test_parameters_left_out():
    point = fixed_point("tanh", 1.5, 0.2)
    given = jacobian_spectrum("tanh", 2, sigma_w=1.5, q=point.q)
    assert jacobian_spectrum("tanh", 2, sigma_w=1.5, sigma_b=0.2).variance == pytest.approx(given.variance, rel=1e-12)
    assert jacobian_spectrum("tanh", 5, sigma_b=0.2).moment(1) == pytest.approx(1, rel=1e-12)  # on the edge of chaos
    assert jacobian_spectrum("tanh", 5).moment(2) == pytest.approx(6, rel=1e-12)  # q = 0: the linear network


def test_isometry_is_the_limit_of_small_variances():
    """Orthogonal weights: the variance n (E s^4 / (E s^2)^2 - 1) vanishes with q, for tanh as 8 n q^2."""
    for q in (1e-3, 1e-2):
        assert jacobian_spectrum("tanh", 4, "orthogonal", q=q).variance == pytest.approx(32 * q**2, rel=15 * q)
    hardtanh = jacobian_spectrum("hardtanh", 32, "orthogonal", q=0.02)
    assert hardtanh.variance < 1e-10 and hardtanh.atoms[-1][1] > 1 - 1e-10
    assert jacobian_spectrum("identity", 7, "orthogonal").atoms == ((1.0, 1),)
    assert jacobian_spectrum("tanh", 4, "gaussian", q=1e-3).variance > 4


def test_error_estimate_of_smooth_activations():
    fine, coarse = (jacobian_spectrum("tanh", 2, "orthogonal", q=2.0, nodes=nodes) for nodes in (4096, 128))
    values = np.array([0.1, 1.0, 3.0])
    assert (fine.error(values) < 1e-12 * fine.density(values)).all()
    true_error = np.abs(coarse.density(values) - fine.density(values))
    assert (true_error < 2 * coarse.error(values) + 1e-14).all() and true_error.max() > 1e-9
    assert (jacobian_spectrum("relu", 2).error(values) == 0).all()


def test_density_outside_is_zero_and_shapes_are_kept():
    spectrum = jacobian_spectrum("relu", 1)
    low, high = spectrum.edges[0]
    density = spectrum.density([[low - 1e-6, low + 1e-6], [high - 1e-6, high + 1e-6]])
    assert density.shape == (2, 2) and (density > 0).tolist() == [[False, True], [True, False]]
    assert jacobian_spectrum("identity", 3, "orthogonal").density(1.0) == 0


def test_smallest_eigenvalues_keep_their_digits():
    """The density of n linear Gaussian layers is sin(pi/(n+1)) / pi * x^(-n/(n+1)) near 0."""
    for layers in (1, 4):
        (density,) = jacobian_spectrum("identity", layers).density([1e-60])
        leading = np.sin(np.pi / (layers + 1)) / np.pi * 1e-60 ** (-layers / (layers + 1))
        assert density == pytest.approx(leading, rel=1e-10)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: jacobian_spectrum("relu", 2, "orthogonl"), Invalid, "unknown; did you mean orthogonal"),
        (lambda: jacobian_spectrum("relu", 0), Invalid, "0 layers: no layer; give at least 1"),
        (lambda: jacobian_spectrum("relu", 2, sigma_w=0.0), Invalid, "not positive and finite; give sigma_w > 0"),
        (lambda: jacobian_spectrum("relu", 2).density([np.nan]), Invalid, "a NaN among the eigenvalues"),
        (lambda: jacobian_spectrum("relu", 2).moment(-1), Invalid, "order -1: negative; ask for k >= 0"),
        (lambda: jacobian_spectrum("relu", 2).inverse(-0.6), Invalid, "not above -0.5"),
        (lambda: jacobian_spectrum("tanh", 1, "orthogonal", q=1.0).density(1.0), Unable, "that of the squared slopes"),
        (lambda: jacobian_spectrum("leaky_relu", 1).density(1e-290), Unable, "too small to be reached"),
        (lambda: jacobian_spectrum("elu", 2, sigma_w=3.0), Unable, "the variance grows"),
        (lambda: jacobian_spectrum("softsign", 2, sigma_b=-1.0), Invalid, "not a standard deviation"),
    ],
)
def test_refusals(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_study_repeats_the_parameters_and_rounds():
    rows = spectra([{"activation": "hardtanh", "q": 0.25, "layers": [1, 3], "weights": ["orthogonal"]}], points=7)
    assert [row["layers"] for row in rows] == [1] + [3] * 7
    assert rows[0]["u"] is None and rows[0]["atom_mass"] == pytest.approx(0.9545, abs=1e-4)
    spectrum = jacobian_spectrum("hardtanh", 3, "orthogonal", q=0.25)
    u, density = rows[3]["u"], rows[3]["density"]
    assert density == pytest.approx(3 * u**2 * spectrum.density([u**3])[0], rel=1e-9)
    assert rows[1]["top"] == pytest.approx(spectrum.atoms[-1][0], rel=1e-11)
    law = slope_law("hardtanh", 0.25)
    assert rows[1]["at_zero"] == pytest.approx(float(law.zero), rel=1e-11) and rows[1]["bias_variance"] > 0
