"""Tent layers: binary digits, periodic orbits, kinks."""

from fractions import Fraction

import flint
import numpy as np
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid
from closedprop.solvable.tent import TENT, tent_delta, tent_iterate


@pytest.mark.parametrize("x", [Fraction(k, 37) for k in (1, 5, 18, 29, 36)])
def test_signs_are_binary_digits(x):
    for n in range(1, 40):
        digit = int(x * 2**n) % 2
        assert tent_delta([x], n)[0] == (-1) ** digit * 2**n


def test_the_map_by_name():
    for k in range(33):
        z = RATIONALS.convert(f"{k}/32")
        assert TENT.step(2, np.array([z]), RATIONALS)[0] == 1 - abs(1 - 2 * z)


def test_a_million_layers():
    assert TENT.tied(2, RATIONALS).iterate(["2/5"], 10**6)[0] == RATIONALS.convert("2/5")  # 2/5 and 4/5 swap
    assert TENT.tied(2, FLOATS).iterate([0.4], 10**6)[0] == 0.0  # a double is k/2^m


@pytest.mark.parametrize("multipliers", [[2, 2, 2], [3, 2], [3, 3], [5, 4, 3]])
def test_kinks_and_ends(multipliers):
    """At every k/60 delta is the product of slopes, 0 at kinks; at 0 and 1 the outer slopes."""
    n = len(multipliers)
    form = TENT.untied(multipliers, RATIONALS)
    for k in range(61):
        x = [Fraction(k, 60)]
        assert form.iterate(x, n)[0] == TENT.recursion(multipliers, x, RATIONALS)[-1][0]
        assert form.delta(x, [1], n)[0] == TENT.backpropagation(multipliers, x, [1], RATIONALS)[0]


def test_outer_slopes():
    for d, last in ((2, -2), (3, 3)):
        form = TENT.tied(d, RATIONALS)
        assert form.delta([0], [1], 1)[0] == d and form.delta([1], [1], 1)[0] == last


def test_balls_do_not_branch():
    wide = flint.arb(0.5, 0.01)
    image = TENT.tied(2, BALLS).iterate([wide], 1)[0]
    assert image.contains(1) and image.contains(flint.arb(0.98))
    assert TENT.tied(2, BALLS).delta([wide], [1], 1)[0].contains(-2)


def test_untied():
    assert tent_iterate([2, 3, 5], ["1/7"])[0] == RATIONALS.convert("2/7")  # 30/7 is 2/7 from 4


def test_outside():
    with pytest.raises(Invalid, match=r"outside \[0, 1\]"):
        tent_delta([2], 1)
