"""Moebius layers: Fibonacci numbers, finite order, the parabolic case, depth of a million."""

import pytest

from closedprop.scalars import FLOATS, RATIONALS, Invalid
from closedprop.solvable.moebius import MOEBIUS


def test_fibonacci():
    assert MOEBIUS.tied((0, 1, 1, 1), RATIONALS).iterate([1], 9)[0] == RATIONALS.convert("55/89")
    golden = (5**0.5 - 1) / 2
    assert MOEBIUS.tied((0, 1, 1, 1), FLOATS).iterate([1.0], 10**6)[0] == pytest.approx(golden, rel=1e-15)


def test_a_rotation_of_order_three():
    """1/(1 - z) is the identity after three layers, through a pole if need be."""
    form = MOEBIUS.tied((0, 1, -1, 1), RATIONALS)
    assert form.iterate([2], 3)[0] == 2 and form.iterate([1], 3)[0] == 1
    assert form.delta([2], [7], 300)[0] == 7


@pytest.mark.parametrize("w", [1.0, 1 + 1e-12, 1 - 1e-12])
def test_affine_layers_near_one(w):
    n, b = 10**6, 0.25
    expected = 0.5 * (1 + n * (w - 1)) + b * (n + n * (n - 1) / 2 * (w - 1))  # next term 1e-12 relative
    assert MOEBIUS.tied((w, b, 0, 1), FLOATS).iterate([0.5], n)[0] == pytest.approx(expected, rel=2e-12)


def test_parabolic():
    assert MOEBIUS.tied((1, 0, 1, 1), FLOATS).iterate([1.0], 10**6 - 1)[0] == 1e-6
    assert MOEBIUS.tied((1, 0, 1, 1), FLOATS).delta([1.0], [1.0], 10**6 - 1)[0] == pytest.approx(1e-12, rel=1e-15)


def test_a_constant_map_is_refused():
    with pytest.raises(Invalid, match="determinant 0"):
        MOEBIUS.tied((1, 2, 2, 4), FLOATS)
