r"""How a quantity of a network moves with the constants of the general solution, over any ring.

The symmetry X of constant s of neuron i in layer l commutes with D and moves the states by

.. math:: X u = \alpha\, \xi_s(u) + G(u, h)\, \chi, \qquad \chi^{(1)} = 0, \quad \chi^{(l+1)} = W^{(l)} X f^{(l)},

:math:`\alpha = 1` at that neuron and 0 elsewhere. States come as ``states[l][i]``, the list of states of a joined neuron, and
preactivations as ``heights[l][i]``, layers from 0; their entries are residues, power series, or dual numbers over these.
"""

from collections.abc import Sequence
from typing import Any

from closedprop.algebra.dual import Dual
from closedprop.networks.gates import Gate
from closedprop.obstructions.order.joined import Joined
from closedprop.obstructions.order.modular import Modular

States = Sequence[Sequence[Sequence[Any]]]
Heights = Sequence[Sequence[Any]]
#: One list for each layer, in it one for each joined neuron, in it one entry for each constant of its solution.
Moved = list[list[list[Any]]]


def back_propagated(
    gate: Gate, net: Modular, states: States, heights: Heights
) -> tuple[list[list[Any]], list[list[Any]]]:
    r"""Return :math:`W^{(l)\top} \delta^{(l+1)}` and :math:`\delta^{(l)}` at the joined neurons: back-propagation of the output.

    Cost: one product of a matrix and a vector a layer.
    """
    arriving: list[list[Any]] = [list(net.top)]
    deltas: list[list[Any]] = []
    for l in reversed(range(len(states))):
        slopes = [gate.slope(u, h) for u, h in zip(states[l], heights[l], strict=True)]
        deltas.insert(0, [back * slope for back, slope in zip(arriving[0], slopes, strict=True)])
        if l:
            columns = zip(*net.weights[l - 1], strict=True) if net.weights[l - 1] else [()] * len(states[l - 1])
            arriving.insert(0, [_dot(column, deltas[0]) for column in columns])
    return arriving, deltas


def output_moved(gate: Gate, net: Modular, states: States, heights: Heights) -> Moved:
    r"""Return X y for every symmetry: the deltas, where the only constant of a gate shifts its preactivation.

    .. math:: X_{l,i,s}\, y = (W^{(l)\top} \delta^{(l+1)})_i \; \xi_s \cdot \partial_u \phi

    Cost: one backward pass.
    """
    arriving, _ = back_propagated(gate, net, states, heights)
    return [
        [
            [back * gate.derivative(u, h, field(u, h), 0) for field in gate.symmetries]
            for back, u, h in zip(backs, us, hs, strict=True)
        ]
        for backs, us, hs in zip(arriving, states, heights, strict=True)
    ]


def moved(
    gate: Gate, net: Modular, neurons: Joined, states: States, heights: Heights, of: str, index: Sequence[int]
) -> Moved:
    """Return X q for every symmetry of a quantity.

    For the derivative X D y = D X y: the backward pass of the output, over dual numbers that move along the line. For the others
    a forward pass of tangents under a backward pass.
    Cost: one backward pass; for deltas and weight gradients a forward and a backward pass for each symmetry.
    """
    if of == "output":
        return output_moved(gate, net, states, heights)
    if of == "derivative":
        along_line = _tangents(gate, net, states, heights, net.direction, None)
        rows = output_moved(gate, net, *along_line)
        return [[[_tangent(x) for x in neuron] for neuron in layer] for layer in rows]

    def along(layer: int, neuron: int, constant: int) -> Any:
        still = [0] * len(heights[0])
        dual_states, dual_heights = _tangents(gate, net, states, heights, still, (layer, neuron, constant))
        return _tangent(_quantity(gate, net, neurons, dual_states, dual_heights, of, index))

    return [
        [[along(l, i, s) for s in range(len(gate.symmetries))] for i in range(len(layer))]
        for l, layer in enumerate(states)
    ]


def _tangents(
    gate: Gate, net: Modular, states: States, heights: Heights, first: Sequence[int], constant: tuple[int, ...] | None
) -> tuple[list[list[list[Dual]]], list[list[Dual]]]:
    """Return states and preactivations as they move when the first preactivations do, or one constant (l, i, s)."""
    dual_states, dual_heights = [], []
    shifts: list[Any] = list(first)
    for l, (us, hs) in enumerate(zip(states, heights, strict=True)):
        motions = [
            gate.moved(u, h, shift, constant[2] if constant is not None and constant[:2] == (l, i) else None)
            for i, (u, h, shift) in enumerate(zip(us, hs, shifts, strict=True))
        ]
        dual_states.append(
            [[Dual(a, b) for a, b in zip(u, motion, strict=True)] for u, motion in zip(us, motions, strict=True)]
        )
        dual_heights.append([Dual(h, shift) for h, shift in zip(hs, shifts, strict=True)])
        if l + 1 < len(states):
            values = [gate.derivative(u, h, m, x) for u, h, m, x in zip(us, hs, motions, shifts, strict=True)]
            shifts = [_dot(row, values) for row in net.weights[l]]
    return dual_states, dual_heights


def _quantity(
    gate: Gate, net: Modular, neurons: Joined, states: States, heights: Heights, of: str, index: Sequence[int]
) -> Any:
    _, deltas = back_propagated(gate, net, states, heights)
    if of == "delta":
        return deltas[index[0] - 1][neurons[index[0] - 1].index(index[1])]
    l, i, j = index
    below = neurons[l - 1].index(j)
    value = gate.value(states[l - 1][below], heights[l - 1][below])
    # In the last layer delta is a component of u, not zero where the gradient is not: the order is that of the neuron.
    return value if l == len(states) else deltas[l][neurons[l].index(i)] * value


def _tangent(value: Any) -> Any:
    return value.tangent if isinstance(value, Dual) else 0


def _dot(numbers: Sequence[int], values: Sequence[Any]) -> Any:
    return sum((value * number for number, value in zip(numbers, values, strict=True)), 0)
