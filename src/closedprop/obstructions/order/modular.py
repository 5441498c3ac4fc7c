"""The joined part of a network modulo a prime, with random residues for what is generic, and a point of its state space."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from closedprop.errors import Unable
from closedprop.networks.gates import Gate
from closedprop.networks.line import Line
from closedprop.obstructions.order.hypotheses import Hypotheses
from closedprop.obstructions.order.joined import Joined
from closedprop.obstructions.order.reduced import Reduction, common_unit
from closedprop.scalars import PRIME

Draw = Callable[[], int]


@dataclass(frozen=True)
class Modular:
    """Weights and biases between the joined neurons, direction, base, and the weights v of the last layer, as residues.

    ``weights[l]`` leads from hidden layer l + 1 to l + 2. ``generic`` records the residues that stand for generic numbers.
    """

    prime: int
    weights: tuple[list[list[int]], ...]
    biases: tuple[list[int], ...]
    direction: list[int]
    base: list[int]
    top: list[int]
    generic: dict[str, Any]


def modular(line: Line, neurons: Joined, prime: int, draw: Draw) -> Modular:
    """Return the joined part of a network modulo a prime; ``draw`` returns random residues.

    Raises ``Undefined`` where the prime divides a denominator of the network.
    """
    over = PRIME(prime)
    generic: dict[str, Any] = {"direction": None, "weights": None, "biases": None}

    def residues(values: Sequence[Fraction]) -> list[int]:
        return [int(over.convert(value)) for value in values]

    if line.direction is None:
        generic["direction"] = direction = [draw() for _ in range(line.widths[0])]
    else:
        direction = residues(line.direction)
    if line.weights is None or line.biases is None:
        shapes = list(zip(line.widths[1:], line.widths[:-1], strict=True))
        drawn = shapes[:1] if line.tied else shapes
        weights = [[[draw() for _ in range(columns)] for _ in range(rows)] for rows, columns in drawn]
        biases = [[draw() for _ in range(rows)] for rows, _ in drawn]
        generic |= {"weights": weights, "biases": biases}
        if line.tied:
            weights, biases = weights * line.layers, biases * line.layers
    else:
        weights = [[residues(row) for row in weight] for weight in line.weights]
        biases = [residues(bias) for bias in line.biases]
    output = residues(line.output)
    inner = range(1, line.layers)
    return Modular(
        prime,
        tuple([[weights[l - 1][i][j] for j in neurons[l - 1]] for i in neurons[l]] for l in inner),
        tuple([biases[l - 1][i] for i in neurons[l]] for l in inner),
        [direction[i] for i in neurons[0]],
        residues([line.base[i] for i in neurons[0]]),
        [sum(u * row[k] for u, row in zip(output, weights[-1], strict=True)) % prime for k in neurons[-1]],
        generic,
    )


@dataclass(frozen=True)
class Point:
    r"""Values of t and of the variables: for each layer, one list a variable, the states of a neuron or one e_j.

    ``unit`` and ``constant``: the offsets of the dependent rows are integer multiples of ``unit``, and ``constant`` stands for
    :math:`e^{\lambda\, \text{unit}}`, which is transcendental.
    """

    t: int
    layers: list[list[list[int]]]
    unit: Fraction
    constant: int


def random_point(gate: Gate, found: Hypotheses, neurons: Joined, draw: Draw) -> Point:
    """Return a random point."""
    layers = [
        [[draw() for _ in range(gate.size)] for _ in (layer if reduction is None else reduction.basis)]
        for layer, reduction in zip(neurons, found.reductions, strict=True)
    ]
    offsets = [offset for r in found.reductions if r is not None and not r.is_full for offset in r.offsets]
    return Point(draw(), layers, common_unit(offsets), draw())


def states_at(gate: Gate, found: Hypotheses, point: Point, prime: int) -> list[list[list[int]]]:
    """Return the states of every joined neuron at a point."""
    return [
        values if reduction is None or reduction.is_full else _neurons(gate, reduction, values, point, prime)
        for values, reduction in zip(point.layers, found.reductions, strict=True)
    ]


def _neurons(gate: Gate, layer: Reduction, values: list[list[int]], point: Point, p: int) -> list[list[int]]:
    r"""Return :math:`f = (r_1 - r_2 w)/(1 - w)`, :math:`w = -C_i \prod_j e_j^{m_{ij}}`, for the neurons of a dependent layer."""
    assert gate.riccati is not None and gate.riccati.roots is not None  # else the layer would not be reduced
    first, second = (int(PRIME(p).convert(root)) for root in gate.riccati.roots)
    states = []
    for exponents, offset in zip(layer.exponents, layer.offsets, strict=True):
        w = -pow(point.constant, int(offset / point.unit), p)
        for (e,), exponent in zip(values, exponents, strict=True):
            w = w * pow(e, exponent, p) % p
        if (1 - w) % p == 0:
            raise Unable("the order of a network", "a pole at the random point", "use another seed")
        states.append([(first - second * w) * pow(1 - w, -1, p) % p])
    return states


def mixing(found: Hypotheses, neurons: Joined, prime: int) -> list[list[list[int]]]:
    r"""Return, for each layer, how a shift of the j-th basic preactivation shifts all: the rows :math:`(m_{ij}/q)_i`."""
    mixed = []
    for layer, reduction in zip(neurons, found.reductions, strict=True):
        if reduction is None or reduction.is_full:
            mixed.append([[int(i == j) for i in range(len(layer))] for j in range(len(layer))])
        else:
            inverse = pow(reduction.denominator, -1, prime)
            mixed.append(
                [[row[j] * inverse % prime for row in reduction.exponents] for j in range(len(reduction.basis))]
            )
    return mixed
