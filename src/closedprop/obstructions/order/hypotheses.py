"""The hypotheses under which the rank of the jets is the order, checked exactly over Q."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import flint

from closedprop.networks.gates import DISTINCT, IRRATIONAL, ROWS, SQUARES, Gate
from closedprop.networks.line import Line
from closedprop.networks.riccati import is_scaled_tanh
from closedprop.obstructions.order.joined import Joined, top_weights
from closedprop.obstructions.order.reduced import Reduction, reduction

Rows = list[list[Fraction]]


@dataclass(frozen=True)
class Hypotheses:
    """What was found: its record in a certificate, the number of variables, and the layers in these variables.

    ``variables`` bounds the order from above. ``reductions`` has one entry a layer, None where each joined neuron has states
    of its own.
    """

    record: dict[str, Any]
    variables: int
    reductions: tuple[Reduction | None, ...]
    paper: str

    @property
    def hold(self) -> bool:
        """Whether the rank of the jets bounds the order from below."""
        return self.record["transcendental gate"] and (self.record["independent"] or self.record.get("reduced", False))


def hypotheses(line: Line, gate: Gate, neurons: Joined, of: str = "output", index: Sequence[int] = ()) -> Hypotheses:
    r"""Return which hypotheses hold for the joined neurons, and how many variables the quantity depends on.

    Recorded are, layer by layer, the numbers of joined neurons and the ranks that the condition of the gate compares with
    them (see :class:`closedprop.networks.gates.Gate`). The order is at most the number of variables, and equal to it for
    the output of every gate, for GELU if the weights between hidden layers are square and invertible.
    Error: exact.    Cost: one elimination over Q a layer.
    Paper: prop:order-wide.

    >>> from closedprop.networks import Network
    >>> from closedprop.networks.gates import gate_of
    >>> from closedprop.obstructions.order.joined import joined
    >>> line = Line.of(Network([[[1, 2], [2, 4]], [[1, 1]]]))
    >>> found = hypotheses(line, gate_of(line.activation), joined(line))
    >>> found.record["ranks"], found.record["independent"], found.record["reduced"], found.variables
    ([2, 1], False, True, 3)
    """
    layers = range(1, line.layers + 1)
    counts = [len(layer) for layer in neurons]
    ranks = [_rank_of(line, gate.independence, l, neurons) for l in layers]
    record: dict[str, Any] = {
        "gate": gate.equation,
        "transcendental gate": gate.is_transcendental,
        "condition": gate.independence,
        "joined": counts,
        "ranks": ranks,
        "independent": ranks == counts,
    }
    if ranks != counts and gate.independence == ROWS:
        reductions = tuple(_reduction_of(line, l, neurons) for l in layers)
        record["reduced"] = (
            gate.riccati is not None
            and is_scaled_tanh(line.activation, gate.riccati)
            and all(r is None or r.is_reduced for r in reductions)
        )
        if record["reduced"]:
            return Hypotheses(record, sum(ranks), reductions, "thm:order-rational")
    variables = _variables(line, gate, neurons, of, index)
    return Hypotheses(record, variables, (None,) * line.layers, gate.theorem(max(counts)))


def _variables(line: Line, gate: Gate, neurons: Joined, of: str, index: Sequence[int]) -> int:
    """Return how many variables generate the field of the quantity and its derivatives over the rational functions of t.

    The last state of a gate that is an integral enters through linear forms only: the rows of the layer above, if they feed
    back, and the form that the quantity itself contains.
    """
    count = gate.inner * sum(len(layer) for layer in neurons)
    if not gate.is_integral:
        return count
    for l in range(1, line.layers + 1):
        rows = rows_of(line, l + 1, neurons) if gate.feeds_back and l < line.layers else []
        generic = rows is None
        forms: Rows = [] if rows is None else rows
        own = _own_form(line, neurons, of, index) if l == (index[0] if of == "weight" else line.layers) else None
        number = len(neurons[l]) if generic else len(forms)
        if own is not None and any(neurons):
            number += 1
            forms = [*forms, own]
        # Generic rows, whatever is added to them, have the largest rank that their number and length allow.
        count += min(number, len(neurons[l - 1])) if generic or line.weights is None else _rank(forms)
    return count


def _own_form(line: Line, neurons: Joined, of: str, index: Sequence[int]) -> list[Fraction] | None:
    """Return the linear form in the values of one layer that the quantity contains, if it contains one."""
    if of == "output":
        top = top_weights(line)
        return [Fraction(top[k]) for k in neurons[-1]]
    if of == "weight":
        return [Fraction(int(j == index[2])) for j in neurons[index[0] - 1]]
    return None


def rows_of(line: Line, layer: int, neurons: Joined) -> Rows | None:
    """Return the rows of the weights into the joined neurons of a layer, from joined neurons; None if they are generic.

    For the first layer the rows are the components of the direction.
    """
    if layer == 1:
        return None if line.direction is None else [[line.direction[i]] for i in neurons[0]]
    if line.weights is None:
        return None
    return [[line.weights[layer - 2][i][j] for j in neurons[layer - 2]] for i in neurons[layer - 1]]


def _constants(line: Line, layer: int, neurons: Joined) -> list[Fraction]:
    if layer == 1:
        return [line.base[i] for i in neurons[0]]
    return [Fraction(0) if line.biases is None else line.biases[layer - 2][i] for i in neurons[layer - 1]]


def _rank_of(line: Line, condition: str, layer: int, neurons: Joined) -> int:
    rows = rows_of(line, layer, neurons)
    if rows is None:
        return len(neurons[layer - 1])
    if condition == IRRATIONAL and layer > 1:
        return 0  # rational weights: every row is a rational combination of unit vectors
    constants = _constants(line, layer, neurons)
    if condition == DISTINCT:
        return len({_up_to_sign(row, constant) for row, constant in zip(rows, constants, strict=True)} - {None})
    if condition == SQUARES:
        # A constant is one more variable in the first layer, where preactivations are polynomials in t.
        forms = [[*row, constant] if layer == 1 else row for row, constant in zip(rows, constants, strict=True)]
        rows = [[a * b for a, b in combinations_with_replacement(form, 2)] for form in forms]
        rows = [row[:-1] for row in rows] if layer == 1 else rows
    return _rank(rows)


def _up_to_sign(row: Sequence[Fraction], constant: Fraction) -> tuple[Fraction, ...] | None:
    first = next((x for x in row if x), None)
    if first is None:
        return None
    sign = 1 if first > 0 else -1
    return tuple(sign * x for x in (*row, constant))


def _rank(rows: Rows) -> int:
    if not rows or not rows[0]:
        return 0
    entries = [flint.fmpq(x.numerator, x.denominator) for row in rows for x in row]
    return flint.fmpq_mat(len(rows), len(rows[0]), entries).rank()


def _reduction_of(line: Line, layer: int, neurons: Joined) -> Reduction | None:
    rows = rows_of(line, layer, neurons)
    return None if rows is None else reduction(rows, _constants(line, layer, neurons))
