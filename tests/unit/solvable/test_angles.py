"""Multiple-angle layers: the rational maps, real multipliers, outside [-1, 1], saturation."""

from math import atanh, tanh

import numpy as np
import pytest

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Undefined
from closedprop.solvable.angles import CIRCULAR_ANGLE, HYPERBOLIC_ANGLE, angle_iterate


def test_the_maps_by_name():
    z = RATIONALS.convert("2/7")
    assert HYPERBOLIC_ANGLE.step(2, np.array([z]), RATIONALS)[0] == 2 * z / (1 + z * z)
    assert HYPERBOLIC_ANGLE.step(3, np.array([z]), RATIONALS)[0] == (3 * z + z**3) / (1 + 3 * z * z)
    assert CIRCULAR_ANGLE.step(2, np.array([z]), RATIONALS)[0] == 2 * z / (1 - z * z)


@pytest.mark.parametrize("multipliers", [[2, 2], [3, 3], [2, 3], [3]])
@pytest.mark.parametrize("x", ["3/2", "-5/3", "1/2", "1", "-1"])
def test_outside_the_interval(multipliers, x):
    """Floats are the exact rational map, also where tanh gives way to coth."""
    n = len(multipliers)
    for family in (HYPERBOLIC_ANGLE, CIRCULAR_ANGLE):
        if family is CIRCULAR_ANGLE and multipliers == [2, 3] and x in ("1", "-1"):
            continue  # a pole
        exact, floats = family.untied(multipliers, RATIONALS), family.untied(multipliers, FLOATS)
        at = RATIONALS.array([x])
        assert floats.iterate([x], n)[0] == pytest.approx(FLOATS.convert(exact.iterate(at, n)[0]), rel=1e-14)
        assert floats.delta([x], [1.0], n)[0] == pytest.approx(FLOATS.convert(exact.delta(at, [1], n)[0]), rel=1e-14)


def test_real_multipliers():
    assert angle_iterate([1.5, 0.25], [0.5])[0] == pytest.approx(tanh(0.375 * atanh(0.5)), rel=1e-15)


def test_saturation():
    form = HYPERBOLIC_ANGLE.tied(2, FLOATS)
    assert form.iterate([-0.1], 10**4)[0] == -1.0 and form.delta([-0.1], [1.0], 10**4)[0] == 0.0
    assert form.iterate([0.0], 100)[0] == 0.0 and form.delta([0.0], [1.0], 100)[0] == 2.0**100
    assert form.delta([0.1], [1.0], 9)[0] == pytest.approx(
        HYPERBOLIC_ANGLE.backpropagation([2] * 9, [0.1], [1.0])[0], rel=1e-12
    )


def test_near_one():
    w, n = 1 + 1e-12, 10**6
    power = 1 + n * (w - 1) + n * (n - 1) / 2 * (w - 1) ** 2  # next term 2e-19
    assert HYPERBOLIC_ANGLE.tied(w, FLOATS).iterate([0.5], n)[0] == pytest.approx(tanh(atanh(0.5) * power), rel=1e-15)


def test_a_pole():
    for over in (FLOATS, RATIONALS):
        with pytest.raises(Undefined, match="the input is a pole"):
            CIRCULAR_ANGLE.tied(2, over).iterate([1], 1)
    assert CIRCULAR_ANGLE.tied(2, FLOATS).iterate([-1.0], 10**6)[0] == 0.0


def test_messages():
    with pytest.raises(Invalid, match="give d > 0"):
        HYPERBOLIC_ANGLE.tied(-1, FLOATS)
    with pytest.raises(Invalid, match="give an integer >= 1"):
        CIRCULAR_ANGLE.tied(1.5, FLOATS)
