r"""The activation regions of a piecewise linear network in a plane: convex polygons, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, prod
from typing import Any

import flint
import numpy as np

from closedprop.networks import Network
from closedprop.networks.regions import Pattern, side_slopes, sign
from closedprop.scalars import RATIONALS, Invalid

Point = tuple[flint.fmpq, flint.fmpq]


@dataclass(frozen=True, eq=False)
class Polygon:
    r"""A region in a plane, its corners counterclockwise: there :math:`z^{(L)} = c_0 + s\, c_1 + t\, c_2`.

    Shapes: ``affine`` (N_L, 3), the columns c_0, c_1, c_2.
    """

    corners: tuple[Point, ...]
    pattern: Pattern
    affine: np.ndarray

    @property
    def area(self) -> flint.fmpq:
        """The area in the plane of (s, t), by the shoelace formula."""
        around = zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True)
        return sum((a[0] * b[1] - a[1] * b[0] for a, b in around), RATIONALS.zero) / 2

    @property
    def center(self) -> Point:
        """The mean of the corners: a point inside."""
        s, t = (sum(c, RATIONALS.zero) / len(self.corners) for c in zip(*self.corners, strict=True))
        return s, t


def regions_in_plane(
    network: Network, point: Any, first: Any, second: Any, corners: Sequence[Sequence[Any]]
) -> list[Polygon]:
    r"""Return the activation regions that :math:`x(s, t) = p + s q_1 + t q_2` meets, (s, t) in a convex polygon.

    Layer by layer, every polygon is cut by the lines on which a preactivation, affine on it, is zero. Regions that the
    plane only touches are not counted.
    Shapes: ``point``, ``first``, ``second`` (N_1,), ``corners`` (k, 2), counterclockwise; at most
    :math:`\prod_{l<L} (1 + N_l + \binom{N_l}{2})` polygons.    Error: exact, over RATIONALS.
    Raises ``Invalid`` for corners that are not convex and counterclockwise.

    >>> network = Network([[[1, 1]], [[1]]], [[-1], [0]], "relu")
    >>> square = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    >>> [(str(p.area), len(p.corners)) for p in regions_in_plane(network, [0, 0], [1, 0], [0, 1], square)]
    [('1', 4), ('1', 4), ('1', 4), ('1/2', 3), ('1/2', 3)]
    """
    low, high = (RATIONALS.convert(slope) for slope in side_slopes(network))
    outline = tuple((RATIONALS.convert(s), RATIONALS.convert(t)) for s, t in corners)
    _check_convex(outline)
    affine = np.stack([RATIONALS.array(column) for column in (point, first, second)], axis=1)
    cells = [Polygon(outline, (), affine)]
    for weight, bias in zip(network.weights, network.biases, strict=True):
        W, b = RATIONALS.array(weight), RATIONALS.array(bias)
        parts = []
        for cell in cells:
            shapes = [cell.corners]
            for line in cell.affine:
                shapes = [part for shape in shapes for part in _cut(shape, line)]
            for shape in shapes:
                s, t = Polygon(shape, (), affine).center
                signs = tuple(map(sign, cell.affine @ np.array([RATIONALS.one, s, t], dtype=object)))
                image = (W * np.array([high if sgn > 0 else low for sgn in signs], dtype=object)) @ cell.affine
                image[:, 0] = image[:, 0] + b
                parts.append(Polygon(shape, (*cell.pattern, signs), image))
        cells = parts
    return cells


def most_polygons(widths: Sequence[int]) -> int:
    r"""Return the bound :math:`\prod_l (1 + N_l + \binom{N_l}{2})` on the regions in a plane.

    >>> most_polygons([2, 3])
    28
    """
    return prod(1 + width + comb(width, 2) for width in widths)


def _cut(shape: tuple[Point, ...], line: np.ndarray) -> list[tuple[Point, ...]]:
    """Return the parts of a convex polygon on the negative and on the positive side of a line."""
    heights = [line[0] + line[1] * s + line[2] * t for s, t in shape]
    if all(h >= 0 for h in heights) or all(h <= 0 for h in heights):
        return [shape]
    below: list[Point] = []
    above: list[Point] = []
    for k, (corner, height) in enumerate(zip(shape, heights, strict=True)):
        if height <= 0:
            below.append(corner)
        if height >= 0:
            above.append(corner)
        other, beyond = shape[(k + 1) % len(shape)], heights[(k + 1) % len(shape)]
        if height * beyond < 0:
            part = height / (height - beyond)
            crossing = (corner[0] + part * (other[0] - corner[0]), corner[1] + part * (other[1] - corner[1]))
            below.append(crossing)
            above.append(crossing)
    return [tuple(below), tuple(above)]


def _check_convex(corners: tuple[Point, ...]) -> None:
    count = len(corners)
    for k in range(count):
        a, b, c = corners[k], corners[(k + 1) % count], corners[(k + 2) % count]
        if count < 3 or (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) <= 0:
            raise Invalid("the corners of a polygon", "not convex and counterclockwise", "list them in that order")
