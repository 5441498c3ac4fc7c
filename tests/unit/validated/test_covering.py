from fractions import Fraction as Q
from itertools import pairwise

import flint
import numpy as np
import pytest

from closedprop.scalars import BALLS, RATIONALS, Invalid, Unable
from closedprop.validated.covering import (
    covering,
    covers,
    crossing_pairs,
    crossings,
    dyadic,
    enclosure,
    hull,
    is_continuous,
    is_horseshoe,
    off_center,
)
from closedprop.validated.precision import precision

#: Five times x (1 - x): a horseshoe with the ends of the two preimages of [0, 1] rounded outward.
LEFT, RIGHT = (Q(0), Q(28, 100)), (Q(72, 100), Q(1))


def logistic(x):
    return 5 * x * (1 - x)


def test_a_covering_is_proved_by_its_images():
    proved = covering(logistic, LEFT, (Q(0), Q(1)))
    assert proved.holds() and proved.images[0] == (0, 0)
    low, high = proved.images[1]
    assert low <= 5 * Q(28, 100) * Q(72, 100) <= high and high - low <= Q(1, 2**31)


def test_a_falling_function_covers_too():
    assert covering(logistic, RIGHT, (Q(0), Q(1))).holds()


def test_more_bits_where_an_end_is_close():
    """1/3 + 2^-200 covers up to 1/3, which 64 bits cannot tell."""
    shift = Q(1, 2**200)
    close = covering(lambda x: x + RATIONALS.convert(shift), (Q(0), Q(1, 3)), (Q(1, 6), Q(1, 3)))
    assert close.bits == 256


def test_no_covering_no_proof():
    with pytest.raises(
        Unable, match=r"a covering of \[0, 1\] by the image of \[0, 1/10\]: the ends are mapped to 0 and 0\.45"
    ):
        covering(logistic, (Q(0), Q(1, 10)), (Q(0), Q(1)))
    with pytest.raises(Invalid, match=r"a covering with the interval \[1, 1\]: empty; give increasing ends"):
        covering(logistic, (Q(1), Q(1)), (Q(0), Q(1)))


def test_a_ball_that_meets_the_target_does_not_cover():
    one, zero = flint.arb(1), flint.arb(0)
    assert covers(zero, one, zero, one)
    assert not covers(flint.arb(0, 1e-9), one, zero, one)
    assert not covers(zero, flint.arb(float("nan")), zero, one)


@pytest.mark.parametrize("over", [RATIONALS, BALLS])
def test_a_horseshoe_and_what_is_none(over):
    assert is_horseshoe(logistic, [LEFT, RIGHT], over)
    assert not is_horseshoe(logistic, [LEFT], over)
    assert not is_horseshoe(logistic, [RIGHT, LEFT], over)
    assert not is_horseshoe(logistic, [(Q(0), Q(27, 100)), RIGHT], over)
    assert not is_horseshoe(logistic, [LEFT, (Q(28, 100), Q(1))], over)  # they share an end
    assert not is_horseshoe(logistic, [LEFT, (Q(72, 100), Q(99, 100))], over)  # not down to 0
    assert not is_horseshoe(lambda x: x, [LEFT, RIGHT], over)


def test_enclosures_are_outward_and_dyadic():
    with precision(64):
        for value in ("1/3", "-7/5", "3"):
            low, high = enclosure(BALLS.convert(value), 10)
            assert low <= Q(value) <= high and high - low <= Q(1, 1024) and 1024 % low.denominator == 0
    assert dyadic(flint.arb(-5) / 16) == Q(-5, 16)
    with pytest.raises(Invalid, match=r"a dyadic fraction: the ball .*; give an exact, finite one"):
        dyadic(flint.arb(1) / 3)
    with pytest.raises(Invalid, match="give an exact, finite one"):
        dyadic(flint.arb("inf"))


def test_the_hull_contains_the_interval():
    ball = hull((Q(-1, 3), Q(5, 7)))
    assert all(ball.contains(BALLS.convert(x)) for x in ("-1/3", "0", "5/7")) and not ball.contains(1)


def test_continuity():
    assert is_continuous(lambda x: 1 / x, (Q(1, 1000), Q(10)))
    assert not is_continuous(lambda x: 1 / x, (Q(-1, 7), Q(1)))
    assert not is_continuous(lambda x: (1 / x).tanh(), (Q(-1), Q(1)))  # a jump that the values at the ends do not show
    assert not is_continuous(lambda x: x.log(), (Q(-1), Q(1)))
    assert not is_continuous(lambda x: x.tan(), (Q(1), Q(2)))


def test_the_cut_is_off_center_and_short():
    block = (Q(-1), Q(1))
    for step in range(60):
        cut = off_center(block)
        ratio = (cut - block[0]) / (block[1] - block[0])
        assert abs(ratio - Q(127, 256)) < Q(1, 1000) and ratio < Q(1, 2)
        assert cut.denominator <= 2 ** (step + 12)
        block = (block[0], cut) if step % 3 else (cut, block[1])


def test_crossings_are_the_shortest():
    ends = np.arange(7)
    images = np.array([-2.0, -1.0, 0.5, 2.0, 0.2, 0.3, -4.0])
    assert crossings(ends, images, 0, 1) == [(1, 3), (3, 6)]
    assert crossings(ends[:3], images[:3], 0, 1) == []


def test_pairs_are_disjoint_and_the_widest_hull_comes_first():
    ends = np.arange(0, 41)
    pairs = list(crossing_pairs(ends, 40, logistic(ends / 40)))
    widths = [right[1] - left[0] for left, right in pairs]
    assert is_horseshoe(logistic, pairs[0], RATIONALS) and widths[0] == max(widths)
    assert all(low < high for pair in pairs for low, high in pairwise([*pair[0], *pair[1]]))
