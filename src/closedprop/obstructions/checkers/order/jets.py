"""For the checker of order certificates: jets by forward tangents with respect to initial values, one term at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from closedprop.algebra.dual import Dual
from closedprop.algebra.streams import Stream, solution
from closedprop.networks.gates import Gate
from closedprop.obstructions.checkers.order.structure import Layer
from closedprop.scalars import PRIME

#: For each layer and neuron the states, and for each layer the preactivations.
States = list[list[list[Any]]]
Heights = list[list[Any]]


@dataclass(frozen=True)
class Chain:
    """The joined part of a network modulo a prime: weights and biases between hidden layers, the line, the top weights."""

    prime: int
    gate: Gate
    weights: list[list[list[int]]]
    biases: list[list[int]]
    direction: list[int]
    base: list[int]
    top: list[int]
    layers: list[Layer | None]


@dataclass(frozen=True)
class Variable:
    """A variable of the state space, and how the states of the neurons of its layer depend on it."""

    layer: int
    slopes: list[list[int]]


def initial_states(
    chain: Chain, point: Sequence[Any], unit_power: Sequence[Sequence[int]]
) -> tuple[States, list[Variable]]:
    r"""Return the states of all neurons at a point and the variables.

    A neuron of a layer without a basis of its own has its states as variables. Else :math:`f = (r_1 - r_2 w)/(1 - w)` with
    :math:`w = -c \prod_j e_j^{m_j}`, and ``unit_power`` holds the constants c.
    Raises ``ZeroDivisionError`` at a pole.
    """
    p, states, variables = chain.prime, [], []
    for l, (values, layer, powers) in enumerate(zip(point, chain.layers, unit_power, strict=True)):
        if layer is None:
            states.append([list(value) for value in values])
            for i, value in enumerate(values):
                for s in range(len(value)):
                    variables.append(
                        Variable(l, [[int((i, s) == (j, r)) for r in range(len(value))] for j in range(len(values))])
                    )
            continue
        assert chain.gate.riccati is not None and chain.gate.riccati.roots is not None
        first, second = (int(PRIME(p).convert(root)) for root in chain.gate.riccati.roots)
        slopes: list[list[int]] = [[] for _ in values]
        states.append([])
        for row, power in zip(layer.coefficients, powers, strict=True):
            exponents = [int(x * layer.denominator) for x in row]
            w = -power
            for (e,), m in zip(values, exponents, strict=True):
                w = w * pow(e, m, p) % p
            inverse = inverse_of(1 - w, p)
            states[-1].append([(first - second * w) * inverse % p])
            for j, ((e,), m) in enumerate(zip(values, exponents, strict=True)):
                slopes[j].append((first - second) * inverse * inverse * w * m * inverse_of(e, p) % p)
        variables += [Variable(l, [[x] for x in column]) for column in slopes]
    return states, variables


def jet_matrix(
    chain: Chain, initial: States, variables: list[Variable], t: int, of: str, place: Sequence[int], count: int
) -> list[list[int]]:
    """Return, for each variable, the first Taylor coefficients of the derivative of the quantity with respect to it."""
    p, gate = chain.prime, chain.gate
    heights: Heights = [
        [Stream(p, lambda k: 0, [c + a * t, a]) for a, c in zip(chain.direction, chain.base, strict=True)]
    ]
    states: States = []
    for l, values in enumerate(initial):
        states.append([_solved(gate, p, value, h, count) for value, h in zip(values, heights[l], strict=True)])
        if l + 1 < len(initial):
            outputs = [gate.value(u, h) for u, h in zip(states[l], heights[l], strict=True)]
            heights.append(
                [_stream(sum_of(row, outputs) + b, p) for row, b in zip(chain.weights[l], chain.biases[l], strict=True)]
            )
    rows = []
    for variable in variables:
        moving = _moving(chain, states, heights, variable, count)
        # The derivative along the line commutes with that by an initial value.
        value = quantity(chain, *moving, "output" if of == "derivative" else of, place, count)
        tangent = _stream(tangent_of(value), p)
        jet = tangent.derivative() if of == "derivative" else tangent
        rows.append([jet[k] for k in range(count)])
    return rows


def _solved(gate: Gate, p: int, initial: list[int], h: Stream, count: int) -> list[Stream]:
    states: list[Stream] = []

    def derivative(s: int) -> Stream:
        return _stream(gate.field(states, h)[s] * h.derivative(), p)

    states += [solution(p, value, partial(derivative, s)) for s, value in enumerate(initial)]
    for k in range(count + 1):  # term by term, so that no term waits for a deep recursion
        for state in states:
            state[k]
    return states


def _moving(chain: Chain, states: States, heights: Heights, variable: Variable, count: int) -> tuple[States, Heights]:
    """Return states and preactivations with their derivatives with respect to the initial value of a variable."""
    gate, p = chain.gate, chain.prime
    moving_states: States = [[[Dual(x, 0) for x in u] for u in layer] for layer in states[: variable.layer]]
    moving_heights: Heights = [[Dual(h, 0) for h in layer] for layer in heights[: variable.layer]]
    shifts: list[Any] = [0] * len(heights[variable.layer])
    for l in range(variable.layer, len(states)):
        moving_heights.append([Dual(h, shift) for h, shift in zip(heights[l], shifts, strict=True)])
        moving_states.append(
            [
                _variation(gate, p, u, h, variable.slopes[i] if l == variable.layer else [0] * len(u), count)
                for i, (u, h) in enumerate(zip(states[l], moving_heights[l], strict=True))
            ]
        )
        if l + 1 < len(states):
            values = [gate.value(u, h) for u, h in zip(moving_states[l], moving_heights[l], strict=True)]
            shifts = [_settled(sum_of(row, [tangent_of(x) for x in values]), count) for row in chain.weights[l]]
    return moving_states, moving_heights


def _variation(gate: Gate, p: int, states: list[Stream], h: Dual, initial: list[int], count: int) -> list[Any]:
    """Return the states with the solution of their variational equation."""
    rate = Dual(h.value.derivative(), h.tangent.derivative() if isinstance(h.tangent, Stream) else 0)
    moving: list[Dual] = []

    def derivative(s: int) -> Stream:
        return _stream(tangent_of(gate.field(moving, h)[s] * rate), p)

    tangents = [solution(p, value, partial(derivative, s)) for s, value in enumerate(initial)]
    moving += [Dual(state, tangent) for state, tangent in zip(states, tangents, strict=True)]
    for k in range(count + 1):
        for tangent in tangents:
            tangent[k]
    return moving


def quantity(chain: Chain, states: States, heights: Heights, of: str, place: Sequence[int], count: int = 0) -> Any:
    r"""Return a quantity by a forward pass: a delta is how the output moves when one preactivation does.

    ``place`` has the layer and the positions among the joined neurons, from 0: (l, i) of a delta, and (l, j) or
    (l, j, i) of a gradient, where i is left out in the last layer.
    """
    gate, last = chain.gate, len(states) - 1
    if of == "output":
        return sum_of(chain.top, [gate.value(u, h) for u, h in zip(states[last], heights[last], strict=True)])
    factor: Any = 1
    if of == "derivative":
        layer, shifts = 0, list(chain.direction)
    else:
        layer, position = place[0], place[-1]
        if of == "weight":
            factor = gate.value(states[place[0]][place[1]], heights[place[0]][place[1]])
            if place[0] == last:
                return factor
            layer += 1
        shifts = [int(i == position) for i in range(len(states[layer]))]
    for l in range(layer, last + 1):
        moved = [gate.slope(u, h) * x for u, h, x in zip(states[l], heights[l], shifts, strict=True)]
        rows = chain.weights[l] if l < last else [chain.top]
        shifts = [_settled(sum_of(row, moved), count) for row in rows]
    return shifts[0] * factor


def rank_of(rows: list[list[int]], p: int) -> tuple[int, list[int]]:
    """Return the rank of a matrix of residues and the columns of its pivots, by Gaussian elimination."""
    table = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(len(table[0]) if table else 0):
        r = len(pivots)
        found = next((i for i in range(r, len(table)) if table[i][column] % p), None)
        if found is None:
            continue
        table[r], table[found] = table[found], table[r]
        inverse = inverse_of(table[r][column], p)
        for i in range(r + 1, len(table)):
            factor = table[i][column] * inverse % p
            if factor:
                table[i] = [(x - factor * y) % p for x, y in zip(table[i], table[r], strict=True)]
        pivots.append(column)
    return len(pivots), pivots


def sum_of(numbers: Sequence[int], values: Sequence[Any]) -> Any:
    """Return the sum of numbers times values; 0 for none."""
    total: Any = 0
    for number, value in zip(numbers, values, strict=True):
        total = value * number + total
    return total


def tangent_of(value: Any) -> Any:
    """Return the derivative part of a number."""
    return value.tangent if isinstance(value, Dual) else 0


def _settled(value: Any, count: int) -> Any:
    """Return a series after asking for its terms, so that later ones do not wait for a deep recursion."""
    for part in (value.value, value.tangent) if isinstance(value, Dual) else (value,):
        if isinstance(part, Stream):
            for k in range(count + 1):
                part[k]
    return value


def _stream(value: Any, p: int) -> Stream:
    return value if isinstance(value, Stream) else Stream(p, lambda k: 0, [value])


def inverse_of(value: int, p: int) -> int:
    """Return the inverse modulo p; ``ZeroDivisionError`` for 0."""
    if value % p == 0:
        raise ZeroDivisionError("a pole at the point of the certificate")
    return pow(value, -1, p)
