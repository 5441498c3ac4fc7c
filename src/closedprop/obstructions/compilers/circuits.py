r"""From a Boolean circuit to a ReLU network with integer weights, one of whose deltas is the value of the circuit.

The value of a gate is the activation 0 or 1 of a unit, and every gate is one unit, with preactivation

.. math:: \text{and: } 2x + 2y - 3, \quad \text{not or: } 1 - 2x - 2y, \quad \text{not: } 1 - 2x, \quad \text{wire: } 2x - 1

An *or* is stored as its negation; whoever uses it puts 1 - x for x. All weights are even and all biases odd, so that every
preactivation is odd: none is at the kink 0. One more input, the switch s = 1, is passed on unchanged to a last gate
:math:`\max(0, 2v + s - 2)`, whose derivative in s is the output v of the circuit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from closedprop.obstructions.compilers.circuit import Circuit, Gate
from closedprop.obstructions.compilers.layers import IntegerLayers, Unit

SWITCH, GATE, OUTPUT = "switch", "gate", "output"


@dataclass(frozen=True, eq=False)
class CompiledCircuit:
    """A circuit as a network, and what each unit carries: ``+name`` a value, ``-name`` its negation, or a name of the last gate.

    ``circuit`` has the gates that the output needs. The switch is the last unit of layer 1; its delta is the output.
    """

    circuit: Circuit
    layers: IntegerLayers
    labels: tuple[tuple[str, ...], ...]

    @property
    def switch(self) -> int:
        """The unit of layer 1 whose delta is the output of the circuit."""
        return len(self.circuit.inputs)

    def inputs(self, assignments: np.ndarray) -> np.ndarray:
        """Return z^(1) for assignments: 1 for true, -1 for false, and 1 for the switch.

        Shapes: ``assignments`` (inputs, cases) of booleans; result (inputs + 1, cases).
        """
        values = 2 * np.asarray(assignments, dtype=np.int64) - 1
        return np.vstack([values, np.ones((1, values.shape[1]), dtype=np.int64)])

    def deltas(self, assignments: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
        """Return all preactivations, and the delta of the switch, for the loss J = z^(L).

        Shapes: ``assignments`` (inputs, cases); the second result (cases,).    Error: exact.
        """
        z = self.layers.forward_all(self.inputs(assignments))
        delta = self.layers.backward_all(z, np.ones((1, z[0].shape[1]), dtype=np.int64))
        return z, delta[0][self.switch]


def compile_circuit(circuit: Circuit) -> CompiledCircuit:
    r"""Return the network, each gate in the layer of its level and each value passed on by wires as long as it is used.

    .. math:: \delta^{(1)}_s = C(x), \qquad x_i \in \{-1, 1\}, \quad s = 1, \quad J = z^{(L)}, \quad L = d + 3

    ``d`` is the depth of the circuit C. The gates that the output does not need are left out.
    Error: exact; all weights and preactivations are integers, the last of them 1 or 2, all others odd.
    Cost: one unit for each value and each layer in which it is alive; see :func:`live_units`.
    Source: the reduction from the circuit value problem (Ladner 1975).
    Paper: thm:p-complete.

    >>> from closedprop.obstructions.compilers.expression import circuit_from_expression
    >>> compiled = compile_circuit(circuit_from_expression("a and not b"))
    >>> compiled.labels
    (('+a', '+b', 'switch'), ('+a', '+g1', 'switch'), ('+g2', 'switch'), ('gate',), ('output',))
    >>> compiled.deltas(np.array([[0, 0, 1, 1], [0, 1, 0, 1]]))[1].tolist()
    [0, 0, 1, 0]
    """
    circuit = circuit.needed()
    levels, gates = circuit.levels(), {gate.name: gate for gate in circuit.gates}
    carried = [[*circuit.inputs], *live_units(circuit)]
    negated = {gate.name for gate in circuit.gates if gate.op == "or"}
    layers: list[list[Unit]] = []
    for level in range(1, len(carried)):
        at = {name: column for column, name in enumerate(carried[level - 1])}
        layer = [
            gate_unit(gates[name], at, negated) if levels[name] == level else ({at[name]: 2}, -1)
            for name in carried[level]
        ]
        layers.append([*layer, ({len(at): 1}, 0)])  # the switch is the last unit of each layer
    at = {name: column for column, name in enumerate(carried[-1])}
    layers += [[last_gate(at[circuit.output], len(at), circuit.output in negated)], [({0: 1}, 1)]]
    sign = {name: "-" if name in negated else "+" for name in levels}
    labels = [(*(sign[name] + name for name in names), SWITCH) for names in carried]
    return CompiledCircuit(circuit, IntegerLayers(len(circuit.inputs) + 1, layers), (*labels, (GATE,), (OUTPUT,)))


def live_units(circuit: Circuit) -> list[list[str]]:
    r"""Return for each level from 1 to the depth the values that are alive there, in the order of the circuit.

    A value is alive from its own level to the one before the last gate that uses it, the output to the end. Their number is
    at least that of the gates, and at most d times that of the values.
    Paper: prop:circuit-size.

    >>> live_units(Circuit(("a", "b"), (Gate("g", "not", ("a",)), Gate("h", "and", ("b", "g"))), "h"))
    [['b', 'g'], ['h']]
    """
    levels = circuit.levels()
    last = dict(levels)
    for gate in circuit.gates:
        for operand in gate.of:
            last[operand] = max(last[operand], levels[gate.name] - 1)
    alive: list[list[str]] = [[] for _ in range(circuit.depth)]
    for name, level in levels.items():
        for layer in range(max(level, 1), last[name] + 1):
            alive[layer - 1].append(name)
    return alive


def gate_unit(gate: Gate, at: dict[str, int], negated: set[str]) -> Unit:
    """Return the unit of a gate: its weights by the columns ``at`` of its operands, and its bias.

    ``negated`` names the values that are stored as their negations; the unit of an *or* is its negation.

    >>> gate_unit(Gate("g", "and", ("a", "b")), {"a": 0, "b": 1}, {"b"})
    ({0: 2, 1: -2}, -1)
    """
    sign, bias = (2, 1 - 2 * len(gate.of)) if gate.op == "and" else (-2, 1)
    return _of_literals(gate.of, at, negated, sign, bias)


def last_gate(column: int, switch: int, negated: bool) -> Unit:
    """Return the unit 2 v + s - 2 of an output v that is stored in a column, or its negation."""
    weights, bias = _of_literals(("v",), {"v": column}, {"v"} if negated else set(), 2, -2)
    return {**weights, switch: 1}, bias


def _of_literals(names: Sequence[str], at: dict[str, int], negated: set[str], sign: int, bias: int) -> Unit:
    """The affine function ``sign * (sum of the values) + bias`` of the units that store the values or their negations."""
    weights: dict[int, int] = {}
    for name in names:
        value = -sign if name in negated else sign
        bias += sign if name in negated else 0
        weights[at[name]] = weights.get(at[name], 0) + value
    return weights, bias
