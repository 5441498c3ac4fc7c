"""Geometric sums at every ratio, against 60 digits."""

import mpmath
import pytest

from closedprop.algebra.geometric import geometric_sum, products_and_sum
from closedprop.scalars import BALLS, RATIONALS

RATIOS = [0.0, 0.3, 0.999, 1 - 1e-12, 1.0, 1 + 1e-12, 1 + 1e-6, 1.3, 2.5, -0.7, -1.0, -1 - 1e-9, -1.2]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("n", [0, 1, 2, 7, 1000, 10**6])
def test_floats(ratio, n):
    with mpmath.workdps(60):
        r = mpmath.mpf(ratio)
        truth = n if r == 1 else (r**n - 1) / (r - 1)
        value = geometric_sum(ratio, n)
        if abs(truth) < 1e308:
            assert abs(value - truth) <= 1e-12 * abs(truth)
        else:
            assert abs(value) == float("inf") and (value > 0) == (truth > 0)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 33])
def test_exact(n):
    ratio = RATIONALS.convert("-3/2")
    assert geometric_sum(ratio, n, RATIONALS) == sum((ratio**k for k in range(n)), RATIONALS.zero)
    assert geometric_sum(BALLS.convert("-3/2"), n, BALLS).contains(geometric_sum(ratio, n, RATIONALS))


def test_untied():
    assert products_and_sum([2, -3, 5], [1, 1, 2], RATIONALS) == (-30, 1 + 2 - 12)
