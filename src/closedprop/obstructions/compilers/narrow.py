r"""A circuit as a network of bounded width: one gate after another, all values that wait in one integer.

A *delivery* is the use of a value: one for each operand of each gate, in the order in which they are read, and one for the
output. Of m deliveries the j-th has the place :math:`B_j = 2^{m-j}` in an integer P; a value is added to P, at all its places,
when it is known, and read from the top of P when its turn comes: since all later places together are smaller than B_j, it is

.. math:: [P \ge B_j] = \max(0, 3c - 1) - \max(0, 3c - 2), \qquad c = P - B_j + 1
"""

from collections import Counter

from closedprop.obstructions.compilers.affine import Affine
from closedprop.obstructions.compilers.circuit import Circuit
from closedprop.obstructions.compilers.layers import IntegerLayers, Unit


def compile_narrow(circuit: Circuit) -> IntegerLayers:
    r"""Return a network whose layers after the first have at most five units, each gate in a layer of its own.

    .. math:: \delta^{(1)}_s = C(x), \qquad x_i \in \{-1, 1\}, \quad s = 1, \quad J = z^{(L)}, \quad L = m + n + 3

    for n gates and m deliveries; the switch s is the last unit of layer 1, as in
    :func:`closedprop.obstructions.compilers.circuits.compile_circuit`. The size is linear in the circuit: exactly 5 m + 2 n units
    after the first layer, and at most 13 m + n + 3 i weights that are not 0, for i inputs. The price is the size of the
    numbers, up to m + 2 bits.
    Error: exact. No preactivation of a hidden layer is 0: they are positive, odd, or no multiple of three.
    Paper: prop:narrow-circuit.

    >>> from closedprop.obstructions.compilers.expression import circuit_from_expression
    >>> layers = compile_narrow(circuit_from_expression("a and b"))
    >>> layers.widths, [layers.backward(layers.forward([a, b, 1]), [1])[0][2] for a in (-1, 1) for b in (-1, 1)]
    ((3, 4, 5, 3, 3, 1, 1), [0, 0, 0, 1])
    """
    circuit = circuit.needed()
    deliveries = [*(operand for gate in circuit.gates for operand in gate.of), circuit.output]
    place, places = 1 << len(deliveries), Counter[str]()
    for j, name in enumerate(deliveries, start=1):
        places[name] += place >> j
    layers: list[list[Unit]] = []

    def layer(*functions: Affine) -> list[Affine]:
        """Add a layer with these preactivations and the switch; return its activations."""
        layers.append([function.unit for function in (*functions, switch)])
        return [Affine.of(column) for column in range(len(layers[-1]))]

    activations = [Affine.of(column) for column in range(len(circuit.inputs) + 1)]
    *inputs, switch = activations
    waiting = Affine.number(0)  # P
    for name, value in zip(circuit.inputs, inputs, strict=True):
        waiting += places[name] * value
    for gate in circuit.gates:
        total: Affine | None = None  # the sum of the operands read so far
        for _ in gate.of:
            place >>= 1
            kept = [] if total is None else [total.plus(1)]
            p, first, second, *sums, switch = layer(waiting.plus(1), *_threshold(waiting, place), *kept)
            bit = first + -1 * second
            waiting = p.plus(-1) + -place * bit
            total = bit + sums[0].plus(-1) if sums else bit
        assert total is not None  # a gate has an operand
        odd = (2 * total).plus(1 - 2 * len(gate.of)) if gate.op == "and" else (-2 * total).plus(1)
        p, value, switch = layer(waiting.plus(1), odd)
        value = (-1 * value).plus(1) if gate.op == "or" else value
        waiting = p.plus(-1) + places[gate.name] * value
    first, second, switch = layer(*_threshold(waiting, place >> 1))
    layers += [[((2 * (first + -1 * second)).plus(-2) + switch).unit], [({0: 1}, 1)]]
    return IntegerLayers(len(circuit.inputs) + 1, layers)


def _threshold(integer: Affine, place: int) -> tuple[Affine, Affine]:
    """The preactivations 3 c - 1 and 3 c - 2 with c = integer - place + 1; the difference of their units is [c > 0]."""
    scaled = 3 * integer.plus(1 - place)
    return scaled.plus(-1), scaled.plus(-2)
