"""The jets of a quantity: the Taylor coefficients of its derivatives with respect to the constants, modulo a prime."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flint

from closedprop.networks.gates import Gate
from closedprop.obstructions.order.hypotheses import Hypotheses
from closedprop.obstructions.order.joined import Joined
from closedprop.obstructions.order.modular import Modular, Point, mixing, states_at
from closedprop.obstructions.order.series import Series, states_along
from closedprop.obstructions.order.symmetries import Moved, moved, output_moved


@dataclass(frozen=True)
class Jets:
    """The rank of the jets, and the orders of the Taylor coefficients that already have it."""

    rank: int
    orders: tuple[int, ...]


def jets(
    gate: Gate, net: Modular, neurons: Joined, found: Hypotheses, point: Point, of: str, index: Sequence[int]
) -> Jets:
    r"""Return the rank of the matrix of Taylor coefficients :math:`[t^k]\, X_j q`, k below the number of variables.

    For the output and a Riccati gate the rows are the deltas: back-propagation over truncated power series modulo a prime.
    The rank is a lower bound of the order where the states are algebraically independent over C(t), and equal to it if it is
    the number of variables.
    Error: exact, as a lower bound; a random point loses rank with probability below (number of variables)^3 / prime.
    Cost: H K^2 log K operations modulo the prime for H neurons and K coefficients, and H times that for other quantities.
    Raises ``Unable`` for a point at a pole.
    Source: Ax, Annals of Math. 93 (1971) 252-268.
    Paper: prop:order-certificate.
    """
    count = found.variables
    if not count:
        return Jets(0, ())
    states, heights = _along(gate, net, states_at(gate, found, point, net.prime), point.t, count + 1)
    if of in ("output", "derivative"):
        rows = output_moved(gate, net, states, heights)
    else:
        rows = moved(gate, net, neurons, states, heights, of, index)
    series = [_series(row, count + 1, net.prime) for row in mixed(rows, mixing(found, neurons, net.prime))]
    if of == "derivative":  # X commutes with D
        series = [row.derivative() for row in series]
    matrix = flint.nmod_mat(len(series), count, [c for row in series for c in row.coefficients()[:count]], net.prime)
    echelon, rank = matrix.rref()
    pivots = [next(k for k, entry in enumerate(row) if entry != 0) for row in echelon.tolist()[:rank]]
    return Jets(rank, tuple(pivots))


def mixed(rows: Moved, mixes: list[list[list[int]]]) -> list[Any]:
    """Return one row a variable and constant: in reduced layers shifts of the basic preactivations move several neurons."""
    return [
        sum((neuron[s] * weight for neuron, weight in zip(layer, mix, strict=True) if weight), 0)
        for layer, mixes_of_layer in zip(rows, mixes, strict=True)
        for mix in mixes_of_layer
        for s in range(len(layer[0]))
    ]


def _along(
    gate: Gate, net: Modular, initial: list[list[list[int]]], t: int, length: int
) -> tuple[list[list[list[Series]]], list[list[Series]]]:
    """Return the series of states and preactivations of all layers along the line, from the states at its point t."""
    states: list[list[list[Series]]] = []
    zeros = [0] * (length - 2)
    heights = [[Series.of([c + a * t, a, *zeros], net.prime) for a, c in zip(net.direction, net.base, strict=True)]]
    for l, values in enumerate(initial):
        states.append([states_along(gate, value, h) for value, h in zip(values, heights[l], strict=True)])
        if l + 1 < len(initial):
            outputs = [gate.value(u, h) for u, h in zip(states[l], heights[l], strict=True)]
            heights.append(
                [
                    sum((f * w for f, w in zip(outputs, row, strict=True)), Series.of([b, 0, *zeros], net.prime))
                    for row, b in zip(net.weights[l], net.biases[l], strict=True)
                ]
            )
    return states, heights


def _series(value: Any, length: int, prime: int) -> Series:
    return value if isinstance(value, Series) else Series.of([value, *[0] * (length - 1)], prime)
