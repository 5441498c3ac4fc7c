"""Activation regions in a plane."""

import numpy as np
import pytest

from closedprop.networks import Network, forward
from closedprop.networks.regions import regions_on_line, sign
from closedprop.scalars import RATIONALS, Invalid
from closedprop.solvable.plane_regions import most_polygons, regions_in_plane

SQUARE = [(-3, -3), (3, -3), (3, 3), (-3, 3)]


def random_network(seed, widths, activation="relu"):
    rng = np.random.default_rng(seed)
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [[[f"{k}/97" for k in row] for row in rng.integers(-99, 100, shape)] for shape in shapes]
    return Network(weights, [[f"{k}/89" for k in rng.integers(-99, 100, shape[0])] for shape in shapes], activation)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs"])
@pytest.mark.parametrize("seed", range(3))
def test_the_polygons_tile_the_square(activation, seed):
    network = random_network(seed, [3, 4, 4, 2], activation)
    p, q, r = (RATIONALS.array(v) for v in (["1/3", "-1/5", "1/7"], [1, "1/2", "-1/3"], ["1/5", 1, 2]))
    polygons = regions_in_plane(network, p, q, r, SQUARE)
    assert all(polygon.area > 0 for polygon in polygons)
    assert sum((polygon.area for polygon in polygons), RATIONALS.zero) == 36
    assert len({polygon.pattern for polygon in polygons}) == len(polygons) <= most_polygons([3, 4, 4])
    for polygon in polygons:
        s, t = polygon.center
        trace = forward(network, p + s * q + t * r, RATIONALS)
        assert tuple(tuple(map(sign, z)) for z in trace.preactivations[:-1]) == polygon.pattern
        assert (polygon.affine @ np.array([RATIONALS.one, s, t]) == trace.output).all()


def test_one_layer_in_general_position():
    """k lines in general position make 1 + k + k (k - 1) / 2 parts of a large enough polygon."""
    weights = [[[1, 0], [0, 1], [1, 1], [1, -2]], [[1, 1, 1, 1]]]
    corners = [(900, 900), (1100, 900), (1100, 1100), (900, 1100)]
    # All coordinates are positive there, so that the first layer cuts nothing.
    moved = Network(weights, [[f"{-1000 * k + 3 * i * i}" for i, k in enumerate((1, 1, 2, -1))], [0]], "relu")
    assert len(regions_in_plane(moved, [0, 0], [1, 0], [0, 1], corners)) == 1 + 4 + 6


def test_a_line_of_the_plane_is_a_line():
    network = random_network(7, [2, 5, 5, 1])
    polygons = regions_in_plane(network, [0, 0], [1, 0], [0, 1], SQUARE)
    segments = regions_on_line(network, ["1/10", "2/7"], [1, "1/3"], -2, 2)
    assert {segment.pattern for segment in segments} <= {polygon.pattern for polygon in polygons}


def test_messages():
    with pytest.raises(
        Invalid, match="the corners of a polygon: not convex and counterclockwise; list them in that order"
    ):
        regions_in_plane(random_network(1, [2, 2, 1]), [0, 0], [1, 0], [0, 1], SQUARE[::-1])
