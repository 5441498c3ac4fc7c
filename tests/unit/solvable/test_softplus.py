"""Log-affine layers: softplus, weights near 1, extreme inputs."""

from math import exp, log

import mpmath
import pytest

from closedprop.scalars import FLOATS, Invalid
from closedprop.solvable.softplus import LOG_AFFINE, log_affine_iterate


@pytest.mark.parametrize("n", [0, 1, 10, 10**6])
def test_softplus(n):
    assert log_affine_iterate(1, 1, [0.3], n)[0] == pytest.approx(log(n + exp(0.3)), rel=1e-15)


@pytest.mark.parametrize("w", [1.0, 1 + 1e-12, 1 - 1e-12, 0.5, 2.0])
def test_against_sixty_digits(w):
    with mpmath.workdps(60):
        r, n = mpmath.mpf(w), 10**6
        total = n if r == 1 else (r**n - 1) / (r - 1)
        inner = r**n * mpmath.exp(mpmath.mpf(-1.5)) + total / 4
        form = LOG_AFFINE.tied((w, 0.25), FLOATS)
        assert abs(form.iterate([-1.5], n)[0] / mpmath.log(inner) - 1) < 4e-16
        delta = r**n * mpmath.exp(mpmath.mpf(-1.5)) / inner
        assert abs(form.delta([-1.5], [1.0], n)[0] - delta) <= 4e-16 * delta + 1e-307


def test_extreme_inputs():
    form = LOG_AFFINE.tied((1, 1), FLOATS)
    assert form.iterate([1e4], 5)[0] == 1e4 and form.delta([1e4], [1.0], 5)[0] == 1.0
    assert form.iterate([-1e4], 5)[0] == pytest.approx(log(5), rel=1e-15)
    assert LOG_AFFINE.recursion([(1, 1)] * 5, [1e4])[-1] == [1e4]


def test_a_negative_weight_is_refused():
    with pytest.raises(Invalid, match="w <= 0 or b < 0"):
        LOG_AFFINE.tied((-1, 1), FLOATS)
