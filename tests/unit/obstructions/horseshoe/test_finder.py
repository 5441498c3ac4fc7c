from fractions import Fraction as Q
from math import log

import flint
import numpy as np
import pytest

from closedprop.obstructions.horseshoe import finder
from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.obstructions.horseshoe.finder import blocks, first_block, horseshoe, verified
from closedprop.scalars import Unable
from closedprop.validated.covering import crossings


def images(block, found):
    """Return the images of all ends, by iterating fractions (polynomial maps only)."""
    for interval in found.intervals:
        for x in interval:
            for _ in range(found.iterate):
                x = block(x)
            yield x


def test_a_horseshoe_by_hand():
    """The logistic map at 4, in fractions."""
    found = horseshoe(Block.of_map("4*z*(1-z)"), 3)
    low, high = found.intervals[0][0], found.intervals[-1][1]
    values = list(images(lambda x: 4 * x * (1 - x), found))
    for one, other in zip(values[::2], values[1::2], strict=True):
        assert min(one, other) <= low and max(one, other) >= high
    ends = [end for interval in found.intervals for end in interval]
    assert sorted(set(ends)) == ends


@pytest.mark.parametrize("rate", ["4", "39/10", "37/10"])
def test_the_bound_is_below_the_entropy(rate):
    """The entropy is at most log(laps of F^12) / 12, as laps are submultiplicative; they are counted on a fine sample."""
    r = float(Q(rate))
    points = np.linspace(0, 1, 2_000_001)
    values = points
    for _ in range(12):
        values = r * values * (1 - values)
    turns = np.count_nonzero(np.diff(np.sign(np.diff(values))))
    entropy = log(turns + 10) / 12  # of the 4095 turns at r = 4 the sample misses four near the ends
    found = horseshoe(Block.of_map(f"{rate}*z*(1-z)"), 5)
    assert 0.5 * entropy < found.entropy < entropy


def test_simple_orbits_have_none():
    for text in ("z/2", "2*z*(1-z)", "3*z*(1-z)", "1-z", "z"):
        with pytest.raises(Unable, match="none up to iterate 3; try larger weights or more iterates"):
            horseshoe(Block.of_map(text), 3)


def test_the_intervals_can_be_limited():
    assert len(horseshoe(Block.of_map("4*z*(1-z)"), 4, intervals=2).intervals) == 2
    assert len(horseshoe(Block.of_map("4*z*(1-z)"), 4).intervals) > 8


def test_the_search_agrees_with_the_block_of_the_paper():
    found = horseshoe(TANH_BLOCK)
    assert found.iterate == 1 and len(found.intervals) == 2 and found.entropy == log(2)


def test_a_pole_between_the_ends_is_no_horseshoe():
    """1/z maps the ends of [-1, 1] to both sides, and not what lies between them."""
    pole = Block.of_map("10/z")
    intervals = [(Q(-1), Q(1, 2)), (Q(3, 4), Q(1))]
    assert not verified(pole, 1, intervals)
    assert not verified(Block.of_map("tanh(10/z)*9"), 1, [(Q(-1), Q(1, 2)), (Q(3, 4), Q(1))])


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu", "erf", "softplus", "relu", "quadratic"])
@pytest.mark.parametrize("iterates", [1, 2])
def test_every_activation_has_a_small_block(name, iterates):
    block, found = first_block(name, iterates)
    assert found.iterate <= iterates and verified(block, found.iterate, found.intervals)


def test_blocks_come_in_order_and_once():
    found = [str(block) for block in blocks("tanh", 5)]
    assert len(found) == len(set(found)) > 50
    sizes = [sum(map(abs, (b.inner[0], b.shifts[0], b.outer[0], b.offset))) for b in blocks("tanh", 5)]
    assert sizes == sorted(sizes)


def test_no_small_block():
    with pytest.raises(
        Unable, match="a block of relu with a horseshoe: none with weights of total size 3 up to iterate 1"
    ):
        first_block("relu", 1, most=3)


def test_the_hulls_are_those_with_two_crossings():
    """Fixed seed; the fast rule against counting."""
    rng = np.random.default_rng(1)
    points, index = np.linspace(-1, 1, 33), np.arange(33)
    for _ in range(100):
        values = rng.normal(size=33) * rng.uniform(0.5, 2)
        counted = {
            (i, j)
            for i in range(0, 33, 4)
            for j in range(i + 4, 33, 4)
            if len(crossings(index[i : j + 1], values[i : j + 1], points[i], points[j])) >= 2
        }
        assert set(finder._hulls(values, points, 4)) == counted


def test_an_uncertain_comparison_is_no_proof():
    assert not verified(TANH_BLOCK, 1, [(Q(-1), Q(-1, 4)), (Q(1, 4), Q(1))], bits=2)
    assert isinstance(TANH_BLOCK.value(flint.arb(1)), flint.arb)
