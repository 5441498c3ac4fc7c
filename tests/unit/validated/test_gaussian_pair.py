import numpy as np
import pytest
from scipy.stats import multivariate_normal

from closedprop.scalars import Invalid, Unable
from closedprop.validated.gaussian_pair import pair_expectation


@pytest.mark.parametrize("gap", [1e-6, 0.01, 0.6, 1.0, 1.9])
def test_moments_and_errors(gap):
    """Isserlis: E x y = c, E x^2 y^2 = 1 + 2 c^2, E e^(x + y) = e^(1 + c)."""
    c = 1 - gap
    for g, exact in (
        (lambda x, y: x * y, c),
        (lambda x, y: x**2 * y**2, 1 + 2 * c**2),
        (lambda x, y: np.exp(x + y), np.exp(1 + c)),
    ):
        found = pair_expectation(g, gap)
        assert abs(found.value - exact) <= found.error + 1e-14 < 1e-9


def test_a_difference_is_right_relative_to_its_size():
    found = pair_expectation(lambda x, y: (x - y) ** 2, 1e-8)
    assert found.value == pytest.approx(2e-8, rel=1e-9)


@pytest.mark.parametrize("gap", [1e-4, 0.3, 1.5])
def test_jumps_are_split(gap):
    """The probability of a quadrant, against SciPy's bivariate normal distribution."""
    found = pair_expectation(lambda x, y: (x <= 0.3) * (y <= -0.5) * 1.0, gap, [0.3], [-0.5])
    exact = multivariate_normal(cov=[[1, 1 - gap], [1 - gap, 1]], allow_singular=True).cdf([0.3, -0.5])
    assert found.value == pytest.approx(exact, abs=2e-8)  # SciPy's own error
    sheppard = pair_expectation(lambda x, y: (x > 0) * (y > 0) * 1.0, gap, [0], [0])
    assert sheppard.value == pytest.approx(0.25 + np.arcsin(1 - gap) / (2 * np.pi), abs=1e-12)


def test_refusals():
    for gap in (0.0, 2.0, -0.1):
        with pytest.raises(Invalid, match="degenerate; use one variable"):
            pair_expectation(lambda x, y: x * y, gap)
    with pytest.raises(Unable, match="give every kink as a break"):
        pair_expectation(lambda x, y: np.sign(np.sin(40 * x)) * np.sign(y), 0.3)
    with np.errstate(over="ignore"), pytest.raises(Unable, match=r"not finite|does not decay"):
        pair_expectation(lambda x, y: np.exp(x**2 + y**2), 0.5)
