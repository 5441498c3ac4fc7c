r"""The neurons of a network along a line as series in t modulo a prime: values :math:`T = f(z)` and slopes :math:`f'(z)`.

There are two ways to have them exactly.

- **jets**, for f' = g(f) with a polynomial g: the values of the neurons at t = 0 are free residues, in place of the biases, and
  the series follow from :math:`T' = g(T) z'`. Many terms at one point.
- **points**, for f a polynomial between kinks: the network and its points are rational. One or two terms at each point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from closedprop.networks import Activation, Network, forward
from closedprop.networks.polynomial import polynomial_pieces
from closedprop.networks.riccati import riccati_of
from closedprop.obstructions.checkers.fields import demand, fraction, residues
from closedprop.scalars import PRIME, RATIONALS

Poly = flint.nmod_poly
Layers = list[list[Poly]]


@dataclass(frozen=True, eq=False)
class Expansion:
    """The neurons of each layer and their slopes, as series along a line through one base point."""

    neurons: Layers
    slopes: Layers


@dataclass(frozen=True, eq=False)
class Witness:
    """Weights and biases modulo the prime (no biases for jets), and an expansion for each base point."""

    weights: list[np.ndarray]
    biases: list[np.ndarray] | None
    expansions: list[Expansion]


def combined(row: Any, series: Sequence[Poly], constant: Poly) -> Poly:
    """Return the sum of the series with the weights of a row, and a constant."""
    return sum((entry * w for w, entry in zip(row, series, strict=True)), constant)


def jets(activation: Activation, widths: Sequence[int], given: Mapping[str, Any], terms: int, p: int) -> Witness:
    """Return the series at one point from residues: ``weights`` (row by row), ``neurons``, ``direction``.

    Raises ``InvalidCertificate`` where f' is no polynomial of degree two in f, or residues are missing.
    """
    demand(set(given) == {"weights", "neurons", "direction"}, "the witness", f"{sorted(given)}", "give residues")
    equation = riccati_of(activation)
    if equation is None:
        demand(False, "the way jets", f"{activation.name} has no f' = g(f)", "use tanh, sigmoid or exp")
    g = [int(PRIME(p).convert(c)) for c in equation.coefficients]  # type: ignore[union-attr]
    weights = []
    for rows, columns, flat in zip(widths[1:], widths[:-1], given["weights"], strict=True):
        demand(len(residues(flat, p, "weights")) == rows * columns, "the weights of the witness", "of another size")
        weights.append(PRIME(p).array(flat).reshape(rows, columns))
    velocity = [Poly([q], p) for q in residues(given["direction"], p, "direction")]
    starts = [residues(values, p, "neurons") for values in given["neurons"]]
    demand([len(s) for s in starts] == list(widths[:-1]), "the neurons of the witness", "of another number")
    along = Expansion([], [])
    for weight, start in zip(weights, starts, strict=True):
        layer = [_solved(value, rate, g, terms, p) for value, rate in zip(start, velocity, strict=True)]
        along.neurons.append(layer)
        along.slopes.append([T.mul_low(T, terms) * g[2] + T * g[1] + g[0] for T in layer])
        velocity = [combined(row, [T.derivative() for T in layer], Poly([0], p)) for row in weight]
    return Witness(weights, None, [along])


def _solved(start: int, rate: Poly, g: list[int], terms: int, p: int) -> Poly:
    """T' = g(T) z', coefficient by coefficient."""
    c, q, slope = [start], [int(rate[k]) for k in range(terms)], []
    for k in range(terms - 1):
        square = sum(c[j] * c[k - j] for j in range(k + 1))
        slope.append((g[0] * (k == 0) + g[1] * c[k] + g[2] * square) % p)
        c.append(sum(slope[j] * q[k - j] for j in range(k + 1)) * pow(k + 1, -1, p) % p)
    return Poly(c, p)


def points(activation: Activation, widths: Sequence[int], given: Mapping[str, Any], terms: int, p: int) -> Witness:
    """Return the series at each of the ``points`` along its own of the ``directions``, for rational ``weights`` and ``biases``.

    Raises ``InvalidCertificate`` for a point on a kink, or more than two terms.
    """
    names = {"weights", "biases", "points", "directions"}
    demand(set(given) == names, "the witness of a certificate", f"{sorted(given)}", f"give {sorted(names)}")
    demand(terms <= 2, "the field terms of a certificate", f"{terms}", "give 1 or 2 at points")
    network = Network(given["weights"], given["biases"], activation)
    demand(network.widths == tuple(widths), "the witness", f"widths {network.widths}", f"give {tuple(widths)}")
    residue = PRIME(p).convert
    weights = [PRIME(p).array(weight) for weight in network.weights]
    biases = [PRIME(p).array(bias) for bias in network.biases]
    pieces = [[residue(c) for c in piece] for piece in polynomial_pieces(activation)]
    kinks = sorted(RATIONALS.convert(str(point)) for point in activation.kinks)
    expansions = []
    for point, direction in zip(given["points"], given["directions"], strict=True):
        x, slope = ([fraction(value, "points") for value in part] for part in (point, direction))
        z = [Poly([int(residue(a)), int(residue(q))], p) for a, q in zip(x, slope, strict=True)]
        along = Expansion([], [])
        for weight, bias, exact in zip(weights, biases, forward(network, x, RATIONALS).preactivations, strict=False):
            demand(all(v not in kinks for v in exact), "a point of the witness", "on a kink", "move it")
            sides = [pieces[sum(bool(v > kink) for kink in kinks)] for v in exact]
            along.neurons.append([_horner(side, u, terms, p) for side, u in zip(sides, z, strict=True)])
            steep = [[k * c for k, c in enumerate(side)][1:] for side in sides]
            along.slopes.append([_horner(side, u, terms, p) for side, u in zip(steep, z, strict=True)])
            z = [combined(row, along.neurons[-1], Poly([int(b)], p)) for row, b in zip(weight, bias, strict=True)]
        expansions.append(along)
    return Witness(weights, biases, expansions)


def _horner(coefficients: Sequence[Any], u: Poly, terms: int, p: int) -> Poly:
    total = Poly([0], p)
    for c in reversed(coefficients):
        total = total.mul_low(u, terms) + c
    return total
