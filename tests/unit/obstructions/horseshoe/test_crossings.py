from fractions import Fraction as Q
from itertools import pairwise

import numpy as np
import pytest

from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.obstructions.horseshoe.certify import TANH_INTERVALS
from closedprop.obstructions.horseshoe.crossings import isolated_crossings


@pytest.mark.parametrize("n", range(1, 7))
def test_two_to_the_n_crossings(n):
    found = isolated_crossings(TANH_BLOCK, n, TANH_INTERVALS)
    assert len(found.isolating) == 2**n
    assert all(one[1] <= other[0] for one, other in pairwise(found.isolating))


def test_two_to_the_eighth():
    """The study of the paper has the tenth."""
    assert len(isolated_crossings(TANH_BLOCK, 8, TANH_INTERVALS).isolating) == 2**8


def test_each_interval_holds_one_preimage():
    """The preimages by bisection in floats, branch by branch: F rises on I and falls on J."""
    found = isolated_crossings(TANH_BLOCK, 3, TANH_INTERVALS)
    level = float(found.level)
    preimages = [level]
    for _ in range(3):
        preimages = [_solved(y, low, high) for y in preimages for low, high in ((-1.0, -0.25), (0.25, 1.0))]
    for (low, high), x in zip(found.isolating, sorted(preimages), strict=True):
        assert low < x < high


def _solved(y, low, high):
    rising = low < 0
    for _ in range(80):
        middle = (low + high) / 2
        if (TANH_BLOCK.samples(np.array([middle]))[0] < y) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def test_the_zeros_of_delta_are_no_more():
    """On [-1, 1] the derivative of F^n changes sign 2^n - 1 times: F' < 0 where x > 0, and the chain rule."""
    x = np.linspace(-1, 1, 100_001) + 1e-7
    sign = np.ones_like(x)
    for n in range(1, 4):
        sign *= np.where(x > 0, -1, 1)
        assert np.count_nonzero(np.diff(sign)) == 2**n - 1
        x = TANH_BLOCK.samples(x)


def test_kinks_are_allowed():
    tent = Block.of("relu", [1, -1], [0, 0], [-3, -3], 1)
    ends = [(Q(-171, 256), Q(-1, 128)), (Q(1, 128), Q(171, 256))]
    for n in range(1, 5):
        assert len(isolated_crossings(tent, n, ends).isolating) == 2**n


def test_another_level():
    found = isolated_crossings(TANH_BLOCK, 2, TANH_INTERVALS, Q(9, 10))
    assert found.level == Q(9, 10) and len(found.isolating) == 4
    assert isolated_crossings(TANH_BLOCK, 2, TANH_INTERVALS, Q(4)).isolating == ()
