import pytest

from closedprop.errors import Invalid
from closedprop.obstructions.compilers import Circuit, Gate, all_assignments, circuit_from_expression, read_circuit

MAJORITY = {
    "inputs": ["a", "b", "c"],
    "gates": [
        {"name": "ab", "op": "and", "of": ["a", "b"]},
        {"name": "either", "op": "or", "of": ["a", "b"]},
        {"name": "rest", "op": "and", "of": ["c", "either"]},
        {"name": "out", "op": "or", "of": ["ab", "rest"]},
    ],
    "output": "out",
}


def truth(circuit):
    return circuit.evaluate(all_assignments(len(circuit.inputs)))[circuit.output].astype(int).tolist()


def test_json_and_expression_are_the_same_function():
    circuit = Circuit.of(MAJORITY)
    assert circuit.record() == MAJORITY and circuit.depth == 3
    assert truth(circuit) == [0, 0, 0, 1, 0, 1, 1, 1]
    assert truth(circuit_from_expression("a and b or (c and (a or b))")) == truth(circuit)


@pytest.mark.parametrize("text", ["a and b", "not (a or not b)", "a or b and c", "(a and b) or (a and b)", "a"])
def test_expressions_against_python(text):
    circuit = read_circuit(text)
    names = circuit.inputs
    every = all_assignments(len(names))
    code = compile(text, "expression", "eval")  # a test may evaluate what the library only reads
    expected = [
        int(bool(eval(code, {"__builtins__": {}}, dict(zip(names, case, strict=True))))) for case in every.T.tolist()
    ]
    assert truth(circuit) == expected


def test_equal_subexpressions_are_one_gate_and_names_do_not_clash():
    circuit = circuit_from_expression("(g1 and b) or not (g1 and b)")
    assert [gate.op for gate in circuit.gates] == ["and", "not", "or"]
    assert len({*circuit.inputs, *(gate.name for gate in circuit.gates)}) == 5


def test_only_what_is_needed():
    circuit = Circuit(("a", "b"), (Gate("g", "not", ("a",)), Gate("h", "not", ("b",)), Gate("k", "not", ("g",))), "k")
    assert [gate.name for gate in circuit.needed().gates] == ["g", "k"]
    assert circuit.needed().needed() is circuit.needed() or circuit.needed().gates == circuit.needed().needed().gates
    assert circuit.levels() == {"a": 0, "b": 0, "g": 1, "h": 1, "k": 2}


def changed(**entries):
    return {**MAJORITY, **entries}


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([], "a circuit: the keys"),
        (3, "a circuit: a int; give a JSON object"),
        (changed(extra=1), "the keys .*give inputs, gates, output"),
        (changed(inputs=[]), "a circuit: no inputs; give at least one"),
        (changed(inputs=["a", "a"]), "the name 'a' twice or empty"),
        (changed(inputs="abc"), "the inputs of a circuit: a str; give a list"),
        (changed(inputs=[1]), "no text; give names"),
        (changed(output="x"), "the output 'x' of a circuit: unknown; use one of"),
        (changed(gates=[{"name": "g"}]), "a gate of a circuit: .*name, op, of"),
        (changed(gates=[{"name": "g", "op": "xor", "of": ["a"]}]), "operation 'xor'; did you mean or"),
        (changed(gates=[{"name": "g", "op": "not", "of": ["a", "b"]}]), "not of 2; give it one operand"),
        (changed(gates=[{"name": "g", "op": "and", "of": []}]), "and of 0; give it one or more operands"),
        (changed(gates=[{"name": "g", "op": "and", "of": [1]}]), "give names and the operation as text"),
        (changed(gates=[{"name": "g", "op": "and", "of": ["q"]}]), "not the name of a value"),
        (changed(gates=MAJORITY["gates"][::-1]), "list the gates in the order of evaluation"),
    ],
)
def test_json_that_is_refused(record, message):
    with pytest.raises(Invalid, match=message):
        Circuit.of(record)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a and", "not an expression near column 6"),
        ("", "not an expression near column"),
        ("a + b", r"'a \+ b' at column 1 is no Boolean operation; use names, and, or, not"),
        ("a and True", "'True' at column 7 is no Boolean operation"),
        ("f(a)", r"'f\(a\)' at column 1"),
        ("a if b else c", "is no Boolean operation"),
        ("not " * 5000 + "a", "nested too deeply; write the circuit as JSON"),
        ("a or " * 30000 + "a", "150001 characters"),
        ('{"inputs": [', "a circuit as JSON: .*give an object"),
        ("a\0b", "not an expression"),
    ],
)
def test_text_that_is_refused(text, message):
    with pytest.raises(Invalid, match=message):
        read_circuit(text)


def test_assignments_of_another_length():
    with pytest.raises(Invalid, match="the assignments: 2 rows; give one for each"):
        Circuit.of(MAJORITY).evaluate(all_assignments(2))
