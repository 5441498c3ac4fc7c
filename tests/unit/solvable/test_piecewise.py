"""Piecewise linear networks: one region, and all along a line."""

from itertools import pairwise

import numpy as np
import pytest

from closedprop.networks import Network, backward, forward, rational_network
from closedprop.scalars import RATIONALS, Invalid, Undefined
from closedprop.solvable.piecewise import (
    affine_map,
    most_segments,
    pieces_on_line,
    regions_on_line,
    sawtooth,
    sawtooth_network,
    side_slopes,
    sign,
)


def random_network(seed, widths, activation):
    rng = np.random.default_rng(seed)
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [[[f"{k}/7" for k in row] for row in rng.integers(-9, 10, shape)] for shape in shapes]
    return Network(weights, [[f"{k}/5" for k in rng.integers(-9, 10, shape[0])] for shape in shapes], activation)


def pattern(network, x):
    return tuple(tuple(map(sign, z)) for z in forward(network, x, RATIONALS).preactivations[:-1])


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs"])
def test_the_affine_map_of_a_region(activation):
    network, x = random_network(1, [3, 4, 4, 2], activation), ["1/3", "-2/7", "5/11"]
    matrix, constant = affine_map(network, x)
    for step in ("0", "1/1000"):
        y = RATIONALS.array(x) + RATIONALS.convert(step)
        assert pattern(network, y) == pattern(network, x)
        assert (matrix @ y + constant == forward(network, y, RATIONALS).output).all()
        assert (matrix.T @ RATIONALS.array([2, -3]) == backward(network, y, [2, -3], RATIONALS).deltas[0]).all()


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs"])
@pytest.mark.parametrize("seed", range(4))
def test_regions_along_a_line(activation, seed):
    network = random_network(seed, [2, 5, 5, 5, 1], activation)
    p, q = RATIONALS.array(["1/3", "-1/5"]), RATIONALS.array([1, "3/2"])
    segments = regions_on_line(network, p, q, -4, 4)
    assert segments[0].start == -4 and segments[-1].stop == 4
    assert all(a.stop == b.start for a, b in pairwise(segments))
    assert len({segment.pattern for segment in segments}) == len(segments) <= most_segments(network.widths[:-1])
    assert all(a.pattern != b.pattern for a, b in pairwise(segments))
    for segment in segments:
        for part in ("1/100", "1/2", "99/100"):
            t = segment.start + RATIONALS.convert(part) * (segment.stop - segment.start)
            assert pattern(network, p + t * q) == segment.pattern
            assert (segment.value + t * segment.slope == forward(network, p + t * q, RATIONALS).output).all()
    assert pieces_on_line(segments) <= len(segments)


def test_the_line_sees_what_the_points_see():
    network = random_network(9, [1, 4, 4, 1], "relu")
    segments = regions_on_line(network, [0], [1], -2, 2)
    seen = {pattern(network, [f"{k}/1009"]) for k in range(-2018, 2019)}
    border = {signs for signs in seen if any(0 in layer for layer in signs)} - {s.pattern for s in segments}
    assert seen - border <= {segment.pattern for segment in segments}


def test_a_unit_that_is_dead_everywhere():
    network = Network([[[0], [1]], [[1, 1]]], [[0, 0], [0]], "relu")
    assert [segment.pattern[1] for segment in regions_on_line(network, [0], [1], -1, 1)] == [(0, 0), (0, 1)]


@pytest.mark.parametrize("steps", range(7))
def test_the_sawtooth(steps):
    for x in [f"{k}/37" for k in range(-37, 38)]:
        network = sawtooth_network(max(steps, 1))
        trace = forward(network, [x], RATIONALS).preactivations[steps]
        value, slope = sawtooth(x, steps)
        assert value == trace[0]
        if steps and "37/37" not in x and (2 ** (steps - 1) * (RATIONALS.convert(x) + 1)).q != 1:
            assert slope == backward(network, [x], [1], RATIONALS).deltas[0][0]


@pytest.mark.parametrize("steps", range(1, 9))
def test_the_sawtooth_has_all_its_pieces(steps):
    segments = regions_on_line(sawtooth_network(steps), [0], [1], -1, 1)
    assert len(segments) == pieces_on_line(segments) == 2**steps
    assert {abs(segment.slope[0]) for segment in segments} == {2**steps}


def test_messages():
    with pytest.raises(Invalid, match="the regions of tanh: not linear on both sides of 0; use relu or abs"):
        side_slopes(Network([[[1]]]))
    with pytest.raises(Undefined, match="a preactivation of layer 1 is 0: x is on its border; move x"):
        affine_map(rational_network(np.random.default_rng(0), [1, 1], "relu"), [0])
    with pytest.raises(Invalid, match="the regions on a line: the interval from 1 to 1; give start < stop"):
        regions_on_line(Network([[[1]]], activation="relu"), [0], [1], 1, 1)
    with pytest.raises(Undefined, match=r"the sawtooth at 2: outside \[-1, 1\]"):
        sawtooth(2, 1)
