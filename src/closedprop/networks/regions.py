r"""The regions of a piecewise linear network along a line, exactly, and the networks with the most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.networks.network import Network
from closedprop.scalars import RATIONALS, Invalid

Pattern = tuple[tuple[int, ...], ...]
"""The signs of the preactivations of the layers 1 .. L - 1, by layer; 0 for a unit that vanishes on the whole region."""


@dataclass(frozen=True, eq=False)
class Segment:
    r"""A region on a line: for start < t < stop the network is :math:`z^{(L)} = \texttt{value} + t\, \texttt{slope}`."""

    start: flint.fmpq
    stop: flint.fmpq
    pattern: Pattern
    value: np.ndarray
    slope: np.ndarray


def side_slopes(network: Network) -> tuple[Any, Any]:
    """Return the slopes of the activation left and right of its kink at 0.

    Raises ``Invalid`` unless it is linear on both sides.

    >>> side_slopes(Network([[[1]]], activation="abs"))
    (-1, 1)
    """
    activation = network.activation
    z = sp.Symbol("z", real=True)
    slopes = [sp.diff(piece, z) for piece in activation.pieces]
    linear = all(sp.expand(piece - slope * z) == 0 for piece, slope in zip(activation.pieces, slopes, strict=True))
    if not linear or not all(slope.is_Rational for slope in slopes):
        raise Invalid(f"the regions of {activation.name}", "not linear on both sides of 0", "use relu or abs")
    return slopes[0], slopes[-1]


def regions_on_line(network: Network, point: Any, direction: Any, start: Any, stop: Any) -> list[Segment]:
    r"""Return the activation regions that :math:`x(t) = p + t q`, start < t < stop, passes through, in order.

    Layer by layer, every segment is cut at the zeros of the preactivations, which are affine on it.
    Shapes: ``point``, ``direction`` (N_1,); at most :math:`\prod_{l<L} (N_l + 1)` segments.    Error: exact, over RATIONALS.
    Cost: one forward pass of an affine map a segment; the numerators and denominators grow with the depth.
    Raises ``Invalid`` for an empty interval or another activation than relu, leaky_relu or abs.
    Paper: prop:regions-line.

    >>> network = Network([[[1], [1]], [[1, 1]]], [[0, -1], [0]], "relu")  # relu(r) + relu(r - 1), r = relu(x)
    >>> [(str(s.start), str(s.stop), s.slope[0]) for s in regions_on_line(network, [0], [1], -1, 2)]
    [('-1', '0', 0), ('0', '1', 1), ('1', '2', 2)]
    """
    low, high = (RATIONALS.convert(slope) for slope in side_slopes(network))
    first, last = RATIONALS.convert(start), RATIONALS.convert(stop)
    if not first < last:
        raise Invalid("the regions on a line", f"the interval from {start} to {stop}", "give start < stop")
    cells = [Segment(first, last, (), RATIONALS.array(point), RATIONALS.array(direction))]
    for weight, bias in _parameters(network):
        parts = []
        for cell in cells:
            zeros = {-u / v for u, v in zip(cell.value, cell.slope, strict=True) if v != 0}
            cuts = [cell.start, *sorted(t for t in zeros if cell.start < t < cell.stop), cell.stop]
            for left, right in pairwise(cuts):
                signs = tuple(map(sign, cell.value + (left + right) / 2 * cell.slope))
                masked = weight * np.array([high if s > 0 else low for s in signs], dtype=object)
                parts.append(
                    Segment(left, right, (*cell.pattern, signs), masked @ cell.value + bias, masked @ cell.slope)
                )
        cells = parts
    return cells


def pieces_on_line(segments: Sequence[Segment]) -> int:
    """Return the number of linear pieces: neighboring segments with the same slope count once.

    >>> pieces_on_line(regions_on_line(Network([[[0]]], activation="relu"), [0], [1], -1, 1))
    1
    """
    slopes = [segment.slope for segment in segments]
    return 1 + sum(bool((a != b).any()) for a, b in pairwise(slopes))


def most_segments(widths: Sequence[int]) -> int:
    r"""Return the bound :math:`\prod_l (N_l + 1)` on the regions along a line, for the widths of the hidden layers.

    >>> most_segments([2, 3])
    12
    """
    return prod(width + 1 for width in widths)


def sawtooth_network(steps: int) -> Network:
    """Return the weight-tied network of :math:`1 - 2|z|`: one absolute value a layer, ``2**steps`` pieces on [-1, 1].

    >>> from closedprop.networks.forward import forward
    >>> [int(z[0]) for z in forward(sawtooth_network(3), [0], RATIONALS).preactivations]
    [0, 1, -1, -1]
    """
    return Network.tied([[-2]], steps + 1, bias=[1], activation="abs")


def tent_network(steps: int) -> Network:
    """Return the same iterates by ReLUs, two a layer, as :math:`|z| = r(z) + r(-z)`: the input is (x, -x), as is the output.

    >>> pieces_on_line(regions_on_line(tent_network(3), [0, 0], [1, -1], -1, 1))
    8
    """
    return Network.tied([[-2, -2], [2, 2]], steps + 1, bias=[1, -1], activation="relu")


def sign(number: Any) -> int:
    """Return -1, 0 or 1."""
    return (number > 0) - (number < 0)


def _parameters(network: Network) -> list[tuple[np.ndarray, np.ndarray]]:
    return [
        (RATIONALS.array(weight), RATIONALS.array(bias))
        for weight, bias in zip(network.weights, network.biases, strict=True)
    ]
