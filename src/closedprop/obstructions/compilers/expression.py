"""Boolean circuits as text: Python's and, or, not over names, read by Python's grammar and never evaluated."""

import ast
import json

from closedprop.errors import Invalid
from closedprop.obstructions.compilers.circuit import Circuit, Gate

_LONGEST = 100_000  # arbitrary: characters; a larger circuit is better written as JSON


def circuit_from_expression(text: str) -> Circuit:
    """Return the circuit of an expression; inputs in the order of their appearance, equal subexpressions once.

    Raises ``Invalid`` naming the place for everything but names, ``and``, ``or``, ``not`` and parentheses.

    >>> circuit_from_expression("a and (b or not a)").record()["gates"][-1]
    {'name': 'g3', 'op': 'and', 'of': ['a', 'g2']}
    >>> circuit_from_expression("a & b")
    Traceback (most recent call last):
    closedprop.errors.Invalid: the Boolean expression "a & b": 'a & b' at column 1 is no Boolean operation; use names, \
and, or, not
    """
    shown = f'the Boolean expression "{text if len(text) <= 60 else text[:57] + "..."}"'
    if len(text) > _LONGEST:
        raise Invalid(shown, f"{len(text)} characters", f"use at most {_LONGEST}, or JSON")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        names = list(dict.fromkeys(n.id for n in _in_order(tree) if isinstance(n, ast.Name)))
        reader = _Reader(shown, names)
        output = reader.read(tree)
    except (SyntaxError, ValueError) as error:
        if isinstance(error, Invalid):
            raise
        column = getattr(error, "offset", None) or len(text) + 1
        raise Invalid(shown, f"not an expression near column {column}", "check the spelling") from None
    except (RecursionError, MemoryError):
        raise Invalid(shown, "nested too deeply", "write the circuit as JSON") from None
    return Circuit(tuple(names), tuple(reader.gates.values()), output)


def read_circuit(text: str) -> Circuit:
    """Return the circuit of a file's text: a JSON object, or a Boolean expression.

    Raises ``Invalid`` for text that is neither.

    >>> read_circuit('{"inputs": ["a"], "gates": [], "output": "a"}') == read_circuit("a")
    True
    """
    if not text.lstrip().startswith("{"):
        return circuit_from_expression(" ".join(text.split()))
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid("a circuit as JSON", str(error), "give an object with inputs, gates, output") from None
    return Circuit.of(record)


class _Reader:
    """Turns a syntax tree into gates; the same operation on the same operands is one gate."""

    def __init__(self, shown: str, inputs: list[str]):
        self.shown, self.taken = shown, set(inputs)
        self.gates: dict[tuple[str, tuple[str, ...]], Gate] = {}

    def read(self, node: ast.expr) -> str:
        """Return the name of the value that the node denotes."""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.BoolOp):
            op = "and" if isinstance(node.op, ast.And) else "or"
            return self._gate(op, tuple(self.read(value) for value in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._gate("not", (self.read(node.operand),))
        found = f"{ast.unparse(node)!r:.60} at column {node.col_offset + 1} is no Boolean operation"
        raise Invalid(self.shown, found, "use names, and, or, not")

    def _gate(self, op: str, of: tuple[str, ...]) -> str:
        if (op, of) not in self.gates:
            number = len(self.gates) + 1
            while f"g{number}" in self.taken:
                number += 1
            self.taken.add(f"g{number}")
            self.gates[op, of] = Gate(f"g{number}", op, of)
        return self.gates[op, of].name


def _in_order(node: ast.AST) -> list[ast.AST]:
    """Return the nodes of a tree from left to right."""
    found = [node]
    for child in ast.iter_child_nodes(node):
        found += _in_order(child)
    return found
