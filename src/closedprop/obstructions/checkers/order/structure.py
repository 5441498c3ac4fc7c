"""For the checker of order certificates: what a quantity depends on, and what holds over Q, in plain fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from closedprop.networks.gates import DISTINCT, IRRATIONAL, ROWS, SQUARES, Gate
from closedprop.networks.line import Line
from closedprop.networks.riccati import is_scaled_tanh

Rows = list[list[Fraction]]


def occurring(line: Line, of: str, index: Sequence[int]) -> list[list[int]]:
    """Return, for each hidden layer, the neurons that the quantity depends on, by products of boolean matrices."""
    n = line.layers
    linked = [_linked(line, l) for l in range(1, n)]
    alive = [np.array([v != 0 for v in top(line)])]
    for links in reversed(linked):
        alive.insert(0, links.T @ alive[0])
    found = [np.zeros(width, dtype=bool) for width in line.widths[:-1]]
    if of in ("output", "derivative"):
        found[-1] |= alive[-1]
    else:
        start = index[0] + (of == "weight")
        if start <= n:
            found[start - 1][index[1]] = alive[start - 1][index[1]]
            for l in range(start, n):
                found[l] |= (linked[l - 1] @ found[l - 1]) & alive[l]
        present = found[start - 1].any() if start <= n else line.output[index[1]] != 0
        if of == "weight" and present:
            found[index[0] - 1][index[2]] = True
    for l in range(n - 1, 0, -1):
        found[l - 1] |= linked[l - 1].T @ found[l]
    return [[int(i) for i in np.flatnonzero(layer)] for layer in found]


def _linked(line: Line, l: int) -> np.ndarray:
    if line.weights is None:
        return np.ones((line.widths[l], line.widths[l - 1]), dtype=bool)
    return np.array([[x != 0 for x in row] for row in line.weights[l - 1]], dtype=bool)


def top(line: Line) -> list[Fraction]:
    """Return the weights of the last hidden layer in the output; where they are generic, 1 or 0."""
    width = line.widths[-2]
    if line.weights is None:
        return [Fraction(int(any(line.output)))] * width
    weight = line.weights[-1]
    return [sum((u * weight[i][k] for i, u in enumerate(line.output)), Fraction(0)) for k in range(width)]


def coordinates(basis: Rows, row: Sequence[Fraction]) -> list[Fraction] | None:
    """Return the coefficients of a row over a basis; None if the basis is none, or the row no combination of it."""
    table = [[*column, x] for *column, x in zip(*basis, row, strict=True)] if basis else [[x] for x in row]
    pivots = eliminate(table)
    width = len(basis)
    if pivots != list(range(width)):
        return None
    return [table[i][width] for i in range(width)]


def eliminate(table: Rows) -> list[int]:
    """Bring a matrix of fractions to reduced echelon form, in place, and return the columns of its pivots."""
    pivots: list[int] = []
    for column in range(len(table[0]) if table else 0):
        r = len(pivots)
        found = next((i for i in range(r, len(table)) if table[i][column]), None)
        if found is None:
            continue
        table[r], table[found] = table[found], table[r]
        table[r] = [x / table[r][column] for x in table[r]]
        for i, line in enumerate(table):
            if i != r and line[column]:
                table[i] = [x - line[column] * y for x, y in zip(line, table[r], strict=True)]
        pivots.append(column)
    return pivots


def rank(rows: Rows) -> int:
    """Return the rank of a matrix of fractions."""
    return len(eliminate([list(row) for row in rows]))


@dataclass(frozen=True)
class Layer:
    """A layer over its basis: coefficients, their common denominator, offsets, and whether it is reduced."""

    coefficients: list[list[Fraction]]
    denominator: int
    offsets: list[Fraction]
    reduced: bool


def rows_into(line: Line, layer: int, neurons: list[list[int]]) -> Rows | None:
    """Return the weights into the neurons of a layer (the direction for the first), None if they are generic."""
    if layer == 1:
        return None if line.direction is None else [[line.direction[i]] for i in neurons[0]]
    if line.weights is None:
        return None
    return [[line.weights[layer - 2][i][j] for j in neurons[layer - 2]] for i in neurons[layer - 1]]


def constants_of(line: Line, layer: int, neurons: list[list[int]]) -> list[Fraction]:
    """Return the biases of the neurons of a layer; generic ones count as 0."""
    known = line.base if layer == 1 else (line.biases[layer - 2] if line.biases is not None else None)
    return [known[i] if known is not None else Fraction(0) for i in neurons[layer - 1]]


def over_basis(line: Line, layer: int, neurons: list[list[int]], basis: list[int]) -> Layer | None:
    """Return a layer over the given basis of its rows, or None if it is not a basis."""
    rows, constants = rows_into(line, layer, neurons), constants_of(line, layer, neurons)
    positions = [neurons[layer - 1].index(i) for i in basis]
    if rows is None:
        rows = [[Fraction(int(i == j)) for j in range(len(constants))] for i in range(len(constants))]
    chosen = [rows[j] for j in positions]
    found = [coordinates(chosen, row) for row in rows]
    if any(row is None for row in found):
        return None
    coefficients = [row for row in found if row is not None]
    offsets = [
        c - sum((x * constants[j] for x, j in zip(row, positions, strict=True)), Fraction(0))
        for row, c in zip(coefficients, constants, strict=True)
    ]
    with_offsets = [(*row, offset) for row, offset in zip(coefficients, offsets, strict=True)]
    opposite = [tuple(-x for x in row) for row in with_offsets]
    distinct = len(set(with_offsets)) == len(with_offsets) and not set(with_offsets) & set(opposite)
    denominator = lcm(1, *(x.denominator for row in coefficients for x in row))
    return Layer(coefficients, denominator, offsets, distinct and all(any(row) for row in coefficients))


def compared_rank(line: Line, gate: Gate, layer: int, neurons: list[list[int]]) -> int:
    """Return the rank that the gate's condition compares with the number of neurons."""
    rows, constants = rows_into(line, layer, neurons), constants_of(line, layer, neurons)
    if rows is None:
        return len(constants)
    if gate.independence == IRRATIONAL and layer > 1:
        return 0
    if gate.independence == DISTINCT:
        seen: set[tuple[Fraction, ...]] = set()
        for row, c in zip(rows, constants, strict=True):
            if any(row) and tuple(-x for x in (*row, c)) not in seen:
                seen.add((*row, c))
        return len(seen)
    if gate.independence == SQUARES:
        if layer == 1:  # (a t + c)^2 up to its constant
            return rank([[a * a, 2 * a * c] for (a,), c in zip(rows, constants, strict=True)])
        return rank([[x * y for x in row for y in row] for row in rows])
    return rank(rows)


def hypotheses_of(line: Line, gate: Gate, neurons: list[list[int]], basis: list[list[int]]) -> dict[str, Any]:
    """Return the record of the hypotheses; ``basis`` is trusted to be a basis where the rows are dependent."""
    counts = [len(layer) for layer in neurons]
    ranks = [compared_rank(line, gate, l, neurons) for l in range(1, line.layers + 1)]
    record: dict[str, Any] = {
        "gate": gate.equation,
        "transcendental gate": gate.is_transcendental,
        "condition": gate.independence,
        "joined": counts,
        "ranks": ranks,
        "independent": ranks == counts,
    }
    if ranks != counts and gate.independence == ROWS:
        layers = [over_basis(line, l, neurons, chosen) for l, chosen in enumerate(basis, start=1)]
        scaled = gate.riccati is not None and is_scaled_tanh(line.activation, gate.riccati)
        record["reduced"] = scaled and all(layer is not None and layer.reduced for layer in layers)
    return record


def variables_of(line: Line, gate: Gate, neurons: list[list[int]], of: str, index: Sequence[int]) -> int:
    """Return the number of variables that generate the field of the quantity, where each neuron has its own states."""
    total = sum(map(len, neurons))
    count = gate.inner * total
    if not gate.is_integral or not total:
        return count
    for l in range(1, line.layers + 1):
        above = rows_into(line, l + 1, neurons) if l < line.layers and gate.feeds_back else []
        forms = [[Fraction(0)] * len(neurons[l - 1])] * len(neurons[l]) if above is None else list(above)
        if of == "output" and l == line.layers:
            forms = [*forms, [top(line)[k] for k in neurons[-1]]]
        if of == "weight" and l == index[0]:
            forms = [*forms, [Fraction(int(j == index[2])) for j in neurons[l - 1]]]
        count += min(len(forms), len(neurons[l - 1])) if line.weights is None else rank(forms)
    return count
