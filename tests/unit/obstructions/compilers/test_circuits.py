"""Circuits against their networks, in both layouts: every preactivation, every gate, every delta."""

from itertools import product

import numpy as np
import pytest

from closedprop.networks import backward, forward, stream
from closedprop.obstructions.compilers import (
    Circuit,
    all_assignments,
    circuit_from_expression,
    compile_circuit,
    compile_narrow,
    stacked,
)
from closedprop.obstructions.compilers.families import SHAPES, gate_lists, multiplier, random_circuit, small_circuits
from closedprop.scalars import RATIONALS, Unable

EXPRESSIONS = ["a", "not a", "a and b", "a or b", "a and a", "a and (b or not c)", "a or b or c or (a and not d)"]


def check_levels(circuit, cases):
    """Every unit carries what its label says, no preactivation is even (but the last), and delta is the output."""
    compiled = compile_circuit(circuit)
    z, deltas = compiled.deltas(cases)
    values = circuit.evaluate(cases)
    assert (deltas == values[circuit.output]).all()
    assert all((layer % 2 == 1).all() for layer in z[:-1]) and (z[-1] >= 1).all()
    for layer, labels in zip(z, compiled.labels, strict=True):
        for preactivation, label in zip(layer, labels, strict=True):
            if label[0] in "+-":
                value = values[label[1:]] if label[0] == "+" else ~values[label[1:]]
                assert (np.maximum(preactivation, 0) == value).all(), label
            elif label == "switch":
                assert (preactivation == 1).all()
    return compiled


def check_narrow(circuit, cases):
    layers = compile_narrow(circuit)
    for case, value in zip(cases.T, circuit.evaluate(cases)[circuit.output], strict=True):
        z = layers.forward([*(2 * int(x) - 1 for x in case), 1])
        assert all(number != 0 for layer in z for number in layer)
        assert layers.backward(z, [1])[0][-1] == value
    return layers


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_all_circuits_of_up_to_three_gates(inputs):
    every = all_assignments(inputs)
    for circuit in small_circuits(inputs, 3):
        check_levels(circuit, every)
        check_narrow(circuit, every)


@pytest.mark.parametrize(("inputs", "circuits", "step"), [(1, 1668, 1), (2, 11120, 3), (3, 41820, 11)])
def test_circuits_of_up_to_four_gates(inputs, circuits, step):
    """Each third and each eleventh where there are many; the study of the paper has all."""
    every, listed = all_assignments(inputs), list(small_circuits(inputs, 4))
    assert len(listed) == circuits
    for circuit in listed[::step]:
        z, deltas = compile_circuit(circuit).deltas(every)
        assert (deltas == circuit.evaluate(every)[circuit.output]).all(), circuit
        assert all(layer.all() for layer in z), circuit


def test_the_small_circuits_are_all_there_are():
    """Every list of up to three gates, with the gates that are not needed left out, is among them up to names."""

    def form(circuit):
        number = {name: i for i, name in enumerate([*circuit.inputs, *(gate.name for gate in circuit.gates)])}
        return tuple((gate.op, tuple(sorted(number[x] for x in gate.of))) for gate in circuit.gates)

    for inputs in (1, 2, 3):
        listed, total = {form(circuit) for circuit in small_circuits(inputs, 3)}, 0
        lists = [()]
        for k in range(inputs, inputs + 3):
            gates = [("not", (f"v{i}",)) for i in range(k)]
            gates += [(op, (f"v{i}", f"v{j}")) for op in ("and", "or") for i in range(k) for j in range(i, k)]
            lists = [(*chosen, gate) for chosen, gate in product(lists, gates)]
            for chosen in lists:
                names = [f"v{i}" for i in range(inputs)]
                record = [{"name": f"v{inputs + i}", "op": op, "of": list(of)} for i, (op, of) in enumerate(chosen)]
                output = record[-1]["name"]
                assert form(Circuit.of({"inputs": names, "gates": record, "output": output}).needed()) in listed
            total += len(lists)
        assert total == gate_lists(inputs, 3)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_against_the_specification(text):
    """Forward and backward of the specification, over the rationals, for both layouts and the tied form."""
    circuit = circuit_from_expression(text)
    every = all_assignments(len(circuit.inputs))
    compiled = compile_circuit(circuit)
    tied = stacked(compiled)
    assert tied.network().is_tied and tied.depth == compiled.layers.depth
    switch = len(circuit.inputs)
    for case, value in zip(every.T, circuit.evaluate(every)[circuit.output], strict=True):
        x = [*(2 * int(bit) - 1 for bit in case), 1]
        for layers, start, top in [
            (compiled.layers, x, [1]),
            (compile_narrow(circuit), x, [1]),
            (tied, [*x, *[1] * (tied.inputs - len(x))], [*[0] * (tied.inputs - 1), 1]),
        ]:
            network = layers.network()
            z = forward(network, start, over=RATIONALS).preactivations
            assert all(number != 0 for layer in z for number in layer)
            assert [layer.tolist() for layer in z] == layers.forward(start)
            deltas = backward(network, start, top, over=RATIONALS).deltas
            assert [layer.tolist() for layer in deltas] == layers.backward(layers.forward(start), top)
            assert deltas[0][switch] == value


@pytest.mark.parametrize("shape", SHAPES)
def test_random_circuits_of_ten_thousand_gates(shape):
    rng = stream(1, "obstructions", 9)
    circuit = random_circuit(rng, shape, 200, 10_000)
    assert len(circuit.gates) == len(circuit.needed().gates) == 10_000
    cases = rng.integers(0, 2, size=(200, 32)).astype(bool)
    outputs = circuit.evaluate(cases)[circuit.output]
    assert 0 < outputs.sum() < 32  # the test is of both values
    compiled = check_levels(circuit, cases)
    assert compiled.layers.depth == circuit.depth + 3
    if shape == "layered":
        check_narrow(circuit, cases[:, :1])


def test_a_large_circuit_over_the_rationals():
    rng = stream(2, "obstructions", 9)
    circuit = random_circuit(rng, "layered", 40, 1_000)
    compiled = compile_circuit(circuit)
    cases = rng.integers(0, 2, size=(40, 8)).astype(bool)
    outputs = circuit.evaluate(cases)[circuit.output].tolist()
    network = compiled.layers.network()
    for value in (True, False):
        x = compiled.inputs(cases)[:, outputs.index(value)].tolist()
        assert backward(network, x, [1], over=RATIONALS).deltas[0][compiled.switch] == value


def test_digits_of_products():
    rng = np.random.default_rng(5)
    for bits, place in [(3, 0), (4, 3), (8, 7), (12, 22)]:
        circuit = multiplier(bits, place)
        cases = rng.integers(0, 2, size=(2 * bits, 64)).astype(bool)
        values = 1 << np.arange(bits)
        expected = (values @ cases[:bits]) * (values @ cases[bits:]) >> place & 1
        assert (circuit.evaluate(cases)[circuit.output] == expected).all()
        check_levels(circuit, cases)


def test_sizes_of_both_layouts():
    """prop:circuit-size and prop:narrow-circuit, counted."""
    for text in EXPRESSIONS:
        circuit = circuit_from_expression(text).needed()
        inputs, gates, operands = len(circuit.inputs), len(circuit.gates), sum(len(gate.of) for gate in circuit.gates)
        layers = compile_circuit(circuit).layers
        assert layers.depth == circuit.depth + 3
        alive = layers.units - 1 - inputs - circuit.depth - 2
        assert gates <= alive <= circuit.depth * (gates + inputs)
        assert layers.nonzeros <= operands + (alive - gates) + circuit.depth + 3
        narrow, m = compile_narrow(circuit), operands + 1
        assert narrow.depth == m + gates + 3 and max(narrow.widths[1:]) <= 5
        assert narrow.units - narrow.inputs == 5 * m + 2 * gates
        assert narrow.nonzeros <= 13 * m + gates + 3 * inputs and narrow.bits <= m + 2


def test_a_network_too_large_to_be_written_out():
    circuit = random_circuit(np.random.default_rng(0), "uniform", 200, 10_000)
    with pytest.raises(Unable, match=r"the dense network: .* matrix entries; run it sparse"):
        compile_circuit(circuit).layers.network()
