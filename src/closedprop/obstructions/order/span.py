"""The other face of the order: the dimension of the space that the deltas span, as functions of the input."""

from collections.abc import Sequence
from typing import Any

import flint

from closedprop.networks.gates import Gate
from closedprop.obstructions.order.hypotheses import Hypotheses
from closedprop.obstructions.order.jets import mixed
from closedprop.obstructions.order.joined import Joined
from closedprop.obstructions.order.modular import Draw, Modular, mixing, random_point, states_at
from closedprop.obstructions.order.symmetries import moved

_SPARE = 2  # arbitrary: points beyond the number of functions


def span_dimension(
    gate: Gate, net: Modular, neurons: Joined, found: Hypotheses, of: str, index: Sequence[int], draw: Draw
) -> int:
    r"""Return the dimension over C of the span of the functions X q, for the output of a Riccati network of its deltas.

    .. math:: \operatorname{ord}(y) = \dim_{\mathbb C} \operatorname{span} \{ \delta^{(l)}_i \}

    They are rational functions of t and of the states of the neurons, which are independent; so the rank of their values at
    random points of the state space is that dimension. No Taylor coefficient enters.
    Error: exact as a lower bound; too small with probability below (number of functions)^2 / prime.
    Cost: a forward and a backward pass for each point, times the number of symmetries for other quantities than the output.
    """
    rows = []
    for _ in range(found.variables + _SPARE):
        point = random_point(gate, found, neurons, draw)
        states = [
            [[flint.nmod(u, net.prime) for u in neuron] for neuron in layer]
            for layer in states_at(gate, found, point, net.prime)
        ]
        heights = _heights(gate, net, states, point.t)
        values = moved(gate, net, neurons, states, heights, of, index)
        rows.append([int(value) for value in mixed(values, mixing(found, neurons, net.prime))])
    entries = [value for row in rows for value in row]
    return flint.nmod_mat(len(rows), len(rows[0]), entries, net.prime).rank() if entries else 0


def _heights(gate: Gate, net: Modular, states: list[list[list[Any]]], t: int) -> list[list[Any]]:
    one = flint.nmod(1, net.prime)
    heights = [[one * (a * t + c) for a, c in zip(net.direction, net.base, strict=True)]]
    for l, layer in enumerate(states[:-1]):
        outputs = [gate.value(u, h) for u, h in zip(layer, heights[l], strict=True)]
        heights.append(
            [
                sum((f * w for f, w in zip(outputs, row, strict=True)), one * b)
                for row, b in zip(net.weights[l], net.biases[l], strict=True)
            ]
        )
    return heights
