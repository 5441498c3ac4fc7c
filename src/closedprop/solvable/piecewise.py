r"""Piecewise linear networks: one affine map a region, and the regions along a line, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.networks import Network
from closedprop.scalars import RATIONALS, Invalid, Scalars, Undefined

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


def affine_map(network: Network, x: Any, over: Scalars = RATIONALS) -> tuple[np.ndarray, np.ndarray]:
    r"""Return (M, c) with :math:`z^{(L)}(y) = M y + c` on the whole activation region of x.

    .. math:: M = W^{(L-1)} D_{L-1} \cdots W^{(1)} D_1, \quad
              c = \sum_{l<L} W^{(L-1)} D_{L-1} \cdots W^{(l+1)} D_{l+1}\, b^{(l)}, \quad \delta^{(1)} = M^\top \delta^{(L)}

    The activation is linear on either side of its one kink, 0: relu, leaky_relu, abs.
    Shapes: ``x`` (N_1,); result (N_L, N_1) and (N_L,).    Error: exact over RATIONALS.
    Cost: one forward pass and L - 2 products of matrices.
    Raises ``Invalid`` for another activation, ``Undefined`` for an x on the border of regions.
    Paper: thm:relu-region.

    >>> affine_map(Network([[[1, 2]], [[3]]], [[5], [0]], "relu"), [1, -1])  # 3 relu(relu(x_1) + 2 relu(x_2) + 5)
    (array([[3, 0]], dtype=object), array([15], dtype=object))
    """
    low, high = side_slopes(network)
    matrix, constant = None, None
    for l, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        W, b = over.array(weight), over.array(bias)
        if matrix is None:
            z = over.array(x)
            matrix, constant = over.array(np.eye(len(z), dtype=int)), z * over.zero
        else:
            z = matrix @ over.array(x) + constant
        if any(entry == 0 for entry in z):
            raise Undefined(
                "the affine map of a region", f"a preactivation of layer {l} is 0: x is on its border", "move x"
            )
        slopes = np.array([over.convert(high if entry > 0 else low) for entry in z], dtype=over.dtype)
        matrix, constant = (W * slopes) @ matrix, (W * slopes) @ constant + b
    assert matrix is not None and constant is not None  # a network has at least one weight
    return matrix, constant


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


def sawtooth(x: Any, steps: int, over: Scalars = RATIONALS) -> tuple[Any, Any]:
    r"""Return value and slope of the n-th iterate of :math:`1 - 2|z|` on [-1, 1], a sawtooth of :math:`2^n` edges.

    .. math:: j = \lfloor 2^{n-1} (x + 1) \rfloor \implies
              z^{(n+1)} = (-1)^j \bigl( 2^n (x + 1) - 2 j - 1 \bigr), \qquad \delta^{(1)} = (-1)^j\, 2^n\, \delta^{(n+1)}

    Shapes: scalars.    Error: exact over RATIONALS.    Cost: one floor.
    Raises ``Undefined`` for x outside [-1, 1].
    Source: Telgarsky (2016), for the tent map.    Paper: prop:sawtooth.

    >>> sawtooth("1/3", 2)
    (1/3, 4)
    """
    t = RATIONALS.convert(x)
    if not -1 <= t <= 1:
        raise Undefined(
            f"the sawtooth at {x}", "outside [-1, 1], where the pieces are not equally long", "use |x| <= 1"
        )
    if steps == 0:
        return over.convert(t), over.one
    phase = RATIONALS.convert(2) ** (steps - 1) * (t + 1)
    j = int(phase.floor())
    orientation = -1 if j % 2 else 1
    return over.convert(orientation * (2 * phase - 2 * j - 1)), over.convert(orientation * 2**steps)


def sawtooth_network(steps: int) -> Network:
    """Return the weight-tied network whose outputs :func:`sawtooth` gives: one absolute value a layer.

    >>> from closedprop.networks import forward
    >>> [int(z[0]) for z in forward(sawtooth_network(3), [0], RATIONALS).preactivations]
    [0, 1, -1, -1]
    """
    return Network.tied([[-2]], steps + 1, bias=[1], activation="abs")


def sign(number: Any) -> int:
    """Return -1, 0 or 1."""
    return (number > 0) - (number < 0)


def _parameters(network: Network) -> list[tuple[np.ndarray, np.ndarray]]:
    return [
        (RATIONALS.array(weight), RATIONALS.array(bias))
        for weight, bias in zip(network.weights, network.biases, strict=True)
    ]
