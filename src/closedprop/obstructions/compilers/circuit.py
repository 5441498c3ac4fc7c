"""A Boolean circuit: named inputs, gates in the order in which they are evaluated, one output.

As JSON: ``{"inputs": ["a", "b"], "gates": [{"name": "g", "op": "and", "of": ["a", "b"]}], "output": "g"}``. The operations are
``and`` and ``or`` of one or more operands, and ``not`` of one; an operand is an input or an earlier gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from closedprop.errors import Invalid, nearest

OPERATIONS = ("and", "or", "not")


@dataclass(frozen=True)
class Gate:
    """A named gate: an operation ``and``, ``or`` or ``not`` of the values of inputs and earlier gates."""

    name: str
    op: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class Circuit:
    """Named inputs, gates that use inputs and earlier gates, and the name of the value that is the output.

    Raises ``Invalid`` for no inputs, a name used twice, an unknown operation or operand, or a wrong number of operands.

    >>> circuit = Circuit(("a", "b"), (Gate("g", "and", ("a", "b")),), "g")
    >>> circuit.depth, circuit.evaluate(all_assignments(2))["g"].tolist()
    (1, [False, False, False, True])
    """

    inputs: tuple[str, ...]
    gates: tuple[Gate, ...]
    output: str

    def __post_init__(self) -> None:
        if not self.inputs:
            raise Invalid("a circuit", "no inputs", "give at least one")
        known: set[str] = set()
        for name in (*self.inputs, *(gate.name for gate in self.gates)):
            if name in known or not name:
                raise Invalid("a circuit", f"the name {name!r} twice or empty", "give every value a name of its own")
            known.add(name)
        earlier = set(self.inputs)
        for gate in self.gates:
            if gate.op not in OPERATIONS:
                raise Invalid(f"the gate {gate.name}", f"operation {gate.op!r}", nearest(gate.op, OPERATIONS))
            if not gate.of or (gate.op == "not" and len(gate.of) > 1):
                count = "one operand" if gate.op == "not" else "one or more operands"
                raise Invalid(f"the gate {gate.name}", f"{gate.op} of {len(gate.of)}", f"give it {count}")
            for operand in gate.of:
                if operand not in earlier:
                    later = operand in known
                    do = "list the gates in the order of evaluation" if later else nearest(operand, sorted(known))
                    found = "not an earlier gate" if later else "not the name of a value"
                    raise Invalid(f"the operand {operand!r} of the gate {gate.name}", found, do)
            earlier.add(gate.name)
        if self.output not in known:
            raise Invalid(f"the output {self.output!r} of a circuit", "unknown", nearest(self.output, sorted(known)))

    @classmethod
    def of(cls, record: Any) -> "Circuit":
        """Return the circuit of a JSON object (the form is at the top of this file).

        Raises ``Invalid`` for a missing or unknown key, and for what is no circuit.
        """
        try:
            if set(record) != {"inputs", "gates", "output"}:
                raise Invalid("a circuit", f"the keys {sorted(record)}", "give inputs, gates, output")
            gates = [_gate(gate) for gate in _list(record["gates"], "gates")]
            names = [*_list(record["inputs"], "inputs"), record["output"]]
        except TypeError:
            raise Invalid("a circuit", f"a {type(record).__name__}", "give a JSON object") from None
        if not all(isinstance(name, str) for name in names):
            raise Invalid("a circuit", "an input or output that is no text", "give names")
        return cls(tuple(names[:-1]), tuple(gates), names[-1])

    def record(self) -> dict[str, Any]:
        """Return the circuit as a JSON object."""
        gates = [{"name": gate.name, "op": gate.op, "of": list(gate.of)} for gate in self.gates]
        return {"inputs": list(self.inputs), "gates": gates, "output": self.output}

    def needed(self) -> "Circuit":
        """Return the circuit without the gates that the output does not depend on; the inputs stay.

        >>> Circuit(("a",), (Gate("g", "not", ("a",)), Gate("h", "not", ("a",))), "h").needed().gates
        (Gate(name='h', op='not', of=('a',)),)
        """
        wanted, kept = {self.output}, []
        for gate in reversed(self.gates):
            if gate.name in wanted:
                wanted.update(gate.of)
                kept.append(gate)
        return self if len(kept) == len(self.gates) else Circuit(self.inputs, tuple(reversed(kept)), self.output)

    def levels(self) -> dict[str, int]:
        """Return for each value the number of gates on the longest path to it: 0 for an input."""
        levels = dict.fromkeys(self.inputs, 0)
        for gate in self.gates:
            levels[gate.name] = 1 + max(levels[operand] for operand in gate.of)
        return levels

    @property
    def depth(self) -> int:
        """The number of gates on the longest path to the output."""
        return self.levels()[self.output]

    def evaluate(self, assignments: np.ndarray) -> dict[str, np.ndarray]:
        """Return the value of every input and gate.

        Shapes: ``assignments`` (inputs, cases) of booleans; each result (cases,).
        """
        if len(assignments) != len(self.inputs):
            raise Invalid("the assignments", f"{len(assignments)} rows", f"give one for each of {self.inputs}")
        values = dict(zip(self.inputs, assignments.astype(bool), strict=True))
        for gate in self.gates:
            operands = [values[operand] for operand in gate.of]
            combine = np.logical_and if gate.op == "and" else np.logical_or
            values[gate.name] = ~operands[0] if gate.op == "not" else reduce(combine, operands)
        return values


def all_assignments(count: int) -> np.ndarray:
    """Return all values of ``count`` Boolean inputs, in binary order.

    Shapes: result (count, 2**count).

    >>> all_assignments(2).astype(int).tolist()
    [[0, 0, 1, 1], [0, 1, 0, 1]]
    """
    numbers = np.arange(2**count)
    return np.array([(numbers >> (count - 1 - i)) & 1 for i in range(count)], dtype=bool)


def _list(values: Any, name: str) -> list[Any]:
    if not isinstance(values, list):
        raise Invalid(f"the {name} of a circuit", f"a {type(values).__name__}", "give a list")
    return values


def _gate(record: Any) -> Gate:
    if not isinstance(record, Mapping) or set(record) != {"name", "op", "of"}:
        raise Invalid("a gate of a circuit", f"{record!r:.80}", "give an object with name, op, of")
    operands = _list(record["of"], "operands")
    if not all(isinstance(text, str) for text in (record["name"], record["op"], *operands)):
        raise Invalid("a gate of a circuit", f"{record!r:.80}", "give names and the operation as text")
    return Gate(record["name"], record["op"], tuple(operands))
