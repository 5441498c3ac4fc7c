"""The regions of piecewise linear networks along a line."""

from itertools import pairwise

import numpy as np
import pytest

from closedprop.networks import Network, forward
from closedprop.networks.regions import (
    most_segments,
    pieces_on_line,
    regions_on_line,
    sawtooth_network,
    side_slopes,
    sign,
    tent_network,
)
from closedprop.scalars import RATIONALS, Invalid


def random_network(seed, widths, activation):
    rng = np.random.default_rng(seed)
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [[[f"{k}/7" for k in row] for row in rng.integers(-9, 10, shape)] for shape in shapes]
    return Network(weights, [[f"{k}/5" for k in rng.integers(-9, 10, shape[0])] for shape in shapes], activation)


def pattern(network, x):
    return tuple(tuple(map(sign, z)) for z in forward(network, x, RATIONALS).preactivations[:-1])


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


@pytest.mark.parametrize("steps", range(1, 9))
def test_the_sawtooth_has_all_its_pieces(steps):
    segments = regions_on_line(sawtooth_network(steps), [0], [1], -1, 1)
    assert len(segments) == pieces_on_line(segments) == 2**steps
    assert {abs(segment.slope[0]) for segment in segments} == {2**steps}


@pytest.mark.parametrize("steps", range(1, 6))
def test_relus_make_the_same_sawtooth(steps):
    tent, sawtooth = tent_network(steps), sawtooth_network(steps)
    segments = regions_on_line(tent, [0, 0], [1, -1], -1, 1)
    assert pieces_on_line(segments) == 2**steps
    for x in ("-1", "-2/7", "1/3", "5/8"):
        value = forward(sawtooth, [x], RATIONALS).output[0]
        assert forward(tent, [x, -RATIONALS.convert(x)], RATIONALS).output.tolist() == [value, -value]


def test_messages():
    with pytest.raises(Invalid, match="the regions of tanh: not linear on both sides of 0; use relu or abs"):
        side_slopes(Network([[[1]]]))
    with pytest.raises(Invalid, match="the regions on a line: the interval from 1 to 1; give start < stop"):
        regions_on_line(Network([[[1]]], activation="relu"), [0], [1], 1, 1)
