"""Power maps: roots, inversions, negative bases, the logistic map at r = 2."""

import pytest

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Unable
from closedprop.solvable.power_maps import LOGISTIC_2, POWER_MAPS, power_map_iterate


def test_small_powers():
    assert power_map_iterate(-2, 3, ["-1/2"], 2, RATIONALS)[0] == RATIONALS.convert(-2) * RATIONALS.convert("1/4") ** 3
    assert power_map_iterate(5, 1, [2.0], 3)[0] == 250.0
    assert power_map_iterate(3, -1, [2.0], 10**6)[0] == 2.0


def test_square_roots():
    """A million square roots lead to the fixed point c^2, and delta to 2^-n: zero as a double."""
    form = POWER_MAPS.tied((3, 0.5), FLOATS)
    assert form.iterate([2.0], 10**6)[0] == pytest.approx(9.0, rel=1e-15)
    assert form.delta([2.0], [1.0], 10**6)[0] == 0.0


def test_an_input_next_to_the_repelling_fixed_point():
    x = 1 - 2.0**-50
    assert power_map_iterate(1, 2, [x], 50)[0] == pytest.approx(0.36787944117144217, rel=1e-14)


def test_negative_inputs():
    form = POWER_MAPS.tied((1, 3), FLOATS)
    assert form.iterate([-0.5], 2)[0] == -(2.0**-9) and form.delta([-0.5], [1.0], 2)[0] == 9 * 2.0**-8


def test_logistic():
    form = LOGISTIC_2.tied(2, RATIONALS)
    x = RATIONALS.convert("1/5")
    first = 2 * x * (1 - x)
    assert form.iterate(["1/5"], 2)[0] == 2 * first * (1 - first)
    assert form.delta(["1/5"], [1], 1)[0] == 2 - 4 * x


def test_messages():
    with pytest.raises(Invalid, match="a constant map"):
        POWER_MAPS.tied((0, 2), FLOATS)
    with pytest.raises(Unable, match="use over=BALLS"):
        power_map_iterate(1, 2, ["1/2"], 40, RATIONALS)
