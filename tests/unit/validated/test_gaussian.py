import flint
import mpmath
import numpy as np
import pytest

from closedprop.scalars import Invalid, Unable
from closedprop.validated.gaussian import gauss_hermite, gaussian_expectation, trapezoid


def squared_slope_of_tanh(q):
    return lambda z: np.cosh(np.sqrt(q) * z) ** -4.0


def certified(q):
    """E sech^4(sqrt(q) Z) as a ball: rigorous integration on [-20, 20]; the tails are below 2 phi(20) < 1e-86."""

    def integrand(z, _):
        return (flint.acb(q).sqrt() * z).sech() ** 4 * (-z * z / 2).exp()

    flint.ctx.prec = 113
    try:
        ball = flint.acb.integral(integrand, -20, 20).real / (2 * flint.arb.pi()).sqrt()
        return ball + flint.arb(0, 1e-80)
    finally:
        flint.ctx.prec = 53


@pytest.mark.parametrize("q", [0.01, 0.57, 2.2, 12.6, 300.0])
def test_smooth_expectation_against_rigorous_integration(q):
    result = gaussian_expectation(squared_slope_of_tanh(q))
    truth = certified(q)
    assert truth.rad() < 1e-20
    assert abs(flint.arb(result.value) - truth) <= result.error
    assert result.error <= 2e-13 * result.value


@pytest.mark.parametrize("kink", [0.0, 0.3, -1.7, 4.0])
def test_kink_is_split_against_mpmath(kink):
    with mpmath.workdps(30):
        k = mpmath.mpf(kink)
        truth = mpmath.quad(lambda z: (z - k) ** 2 * mpmath.exp(-z * z / 2), [k, k + 3, k + 8, k + 40])
        truth = truth / mpmath.sqrt(2 * mpmath.pi)
    result = gaussian_expectation(lambda z: np.maximum(z - kink, 0) ** 2, breaks=[kink])
    assert abs(result.value - truth) <= result.error <= 2e-13 * result.value


def test_kink_not_named_is_found_out():
    with pytest.raises(Unable, match=r"still changes by .* give every kink in breaks"):
        gaussian_expectation(lambda z: (z > 0.3) * 1.0)


def test_range_grows_with_the_integrand():
    s = 9.0  # E exp(sZ) = exp(s^2/2), carried by z near 9 and beyond 12
    result = gaussian_expectation(lambda z: np.exp(s * z))
    assert abs(result.value - np.exp(s**2 / 2)) <= 2 * result.error


@pytest.mark.parametrize(
    ("g", "found"),
    [
        (lambda z: np.exp(0.49 * z**2), "does not decay"),
        (lambda z: np.exp(z**2), "not finite"),
        (lambda z: 0 / z, "finite"),
    ],
)
def test_divergent_integrands_are_refused(g, found):
    with pytest.raises(Unable, match=found):
        gaussian_expectation(g)


def test_tolerance_is_checked():
    with pytest.raises(Invalid, match="tolerance 0"):
        gaussian_expectation(np.cos, tolerance=0)


# Measured facts about quadrature rules for E f'(sqrt(q) Z)^2, f = tanh; recomputed here against the certified value.
@pytest.mark.parametrize(
    ("q", "degree", "relative_error", "digits"),
    [(0.57, 25, 1.5e-5, 1e-6), (2.2, 25, 0.017, 1e-3), (12.6, 25, 0.68, 0.01), (12.6, 100, -0.047, 1e-3)],
)
def test_gauss_hermite_errs(q, degree, relative_error, digits):
    truth = float(certified(q).mid())
    assert gauss_hermite(squared_slope_of_tanh(q), degree) / truth - 1 == pytest.approx(relative_error, abs=digits)


@pytest.mark.parametrize(("q", "nodes", "bound"), [(0.57, 161, 1e-13), (2.2, 161, 1e-13), (12.6, 321, 1e-13)])
def test_trapezoid_does_not(q, nodes, bound):
    assert abs(trapezoid(squared_slope_of_tanh(q), 10.0, nodes) - float(certified(q).mid())) < bound
