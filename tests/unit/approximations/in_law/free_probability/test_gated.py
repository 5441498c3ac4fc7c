import numpy as np
import pytest

from closedprop.approximations.in_law.free_probability.branch import Branch, TrackedCurve
from closedprop.approximations.in_law.free_probability.gated import GatedCurve
from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw

CASES = [(p, n, gaussian) for p in (0.3, 0.97, 1.0) for n in (1, 2, 9) for gaussian in (True, False)]
CONTINUOUS = [(p, n, gaussian) for p, n, gaussian in CASES if gaussian or (n > 1 and p < 1)]


def inverse(z, p, n, gaussian):
    """M^{-1} as arXiv 1711.04735 states it, at sigma_w = 1."""
    return (1 + z) / z * (z + p) ** n / (1 if gaussian else (1 + z) ** n)


@pytest.mark.parametrize(("p", "n", "gaussian"), CONTINUOUS)
def test_two_algorithms_agree(p, n, gaussian):
    """The angle in closed form, and the curve tracked on half circles, which knows nothing of gates."""
    explicit = GatedCurve(p, n, gaussian)
    points = explicit.at(np.array([-7.0, -3.0, -1.0, 0.0, 2.0, 6.0]))
    law = SlopeLaw((1,), (p,), 1 - p) if p < 1 else SlopeLaw((1,), (1,))
    branch = Branch(law, n, gaussian)
    (interval,) = branch.intervals
    curve = TrackedCurve(branch, interval)
    assert curve.top == pytest.approx(explicit.top, rel=1e-12)
    # 1e-6 from the edge, relatively, the density has lost six digits to the rounding of the eigenvalue
    assert curve.find(points.log_value).weight == pytest.approx(points.weight, rel=1e-7)
    assert explicit.find(points.log_value).weight == pytest.approx(points.weight, rel=1e-7)


@pytest.mark.parametrize(("p", "n", "gaussian"), CONTINUOUS)
def test_slope_is_the_derivative(p, n, gaussian):
    curve, x, h = GatedCurve(p, n, gaussian), np.array([-3.0, -0.2, 0.1, 4.0]), 1e-5
    difference = (curve.at(x + h).log_value - curve.at(x - h).log_value) / (2 * h)
    assert curve.at(x).slope == pytest.approx(difference, rel=1e-6)


@pytest.mark.parametrize(("p", "n"), [(0.5, 2), (0.5, 3), (0.8, 5)])
def test_it_is_the_branch_that_comes_from_infinity(p, n):
    """A third route: the roots of the polynomial, followed from a large imaginary part down to the real axis."""
    curve = GatedCurve(p, n, True)
    points = curve.at(np.array([-1.0, 1.0]))
    for log_value, weight in zip(points.log_value, points.weight, strict=True):
        value = np.exp(log_value)
        polynomial = np.polynomial.Polynomial([1, 1]) * np.polynomial.Polynomial([p, 1]) ** n
        z = p**n / (value + 1e4j)  # M(lambda) ~ m_1 / lambda
        for height in np.geomspace(1e4, 1e-10, 400):
            roots = (polynomial - np.polynomial.Polynomial([0, value + 1j * height])).roots()
            z = roots[np.argmin(np.abs(roots - z))]
        assert -z.imag == pytest.approx(weight, rel=1e-7)


@pytest.mark.parametrize(("p", "n", "gaussian"), CONTINUOUS)
def test_top_is_where_the_derivative_vanishes(p, n, gaussian):
    if gaussian:
        z = (1 - n + np.hypot(n - 1, np.sqrt(4 * n * p))) / (2 * n)
    else:
        t = p / ((1 - p) * (n - 1))
        z = t / (1 - t) if t != 1 else np.inf
    if np.isfinite(z):
        curve, h = GatedCurve(p, n, gaussian), 1e-4 * z
        assert inverse(z, p, n, gaussian) == pytest.approx(curve.top, rel=1e-12)
        change = inverse(z + h, p, n, gaussian) - inverse(z - h, p, n, gaussian)
        assert abs(change) < 1e-6 * curve.top
