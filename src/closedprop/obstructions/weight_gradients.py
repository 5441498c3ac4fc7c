r"""The gradients of back-propagation as functions of the input: a matrix over GF(p), one column a parameter.

The derivatives of an output by the parameters are :math:`\delta^{(l+1)}_i f(z^{(l)}_j)` and :math:`\delta^{(l+1)}_i`. They are
expanded along lines in the input space; a row of the matrix is a base point, an output and a term, in this order. For the
gradient by the input, that is for its component along the line, the first term is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import flint
import numpy as np

from closedprop.networks import Activation, Network, backward, forward
from closedprop.networks.polynomial import polynomial_pieces
from closedprop.networks.riccati import Riccati
from closedprop.networks.symmetries import parameter_count, symmetry_fields
from closedprop.scalars import PRIME, RATIONALS, Scalars

_SPARE = 4  # arbitrary: terms, or points, beyond the number of parameters
Poly = flint.nmod_poly


@dataclass(frozen=True, eq=False)
class Gradients:
    """A random network of the shape (the witness of a certificate), its matrix, and the rank of its symmetries."""

    way: str
    witness: dict[str, Any]
    terms: int
    matrix: flint.nmod_mat
    symmetries: int


def jets(f: Activation, g: Riccati, widths: Sequence[int], of: str, rng: np.random.Generator, p: int) -> Gradients:
    r"""Return the gradients for f' = g(f) as power series at one point, for random residues.

    In place of the biases the values of the neurons are drawn; :math:`T' = g(T) z'` is solved by Picard's iteration, and delta
    is propagated backward over series. Derivatives along the line are seen by all terms but the first.
    Cost: about as many products of series as there are parameters and terms; as many terms as parameters.
    Paper: prop:riccati-constants.
    """
    terms = -(-(parameter_count(widths) + _SPARE) // widths[-1]) + 1

    def draw(count: int) -> list[int]:
        return [int(entry) for entry in rng.integers(1, p, count)]

    flat = [draw(rows * columns) for columns, rows in pairwise(widths)]
    starts, direction = [draw(width) for width in widths[:-1]], draw(widths[0])
    weights = [PRIME(p).array(w).reshape(rows, cols) for w, (cols, rows) in zip(flat, pairwise(widths), strict=True)]
    constant, linear, square = (int(PRIME(p).convert(c)) for c in g.coefficients)

    def slope(T: Poly) -> Poly:
        return T.mul_low(T, terms) * square + T * linear + constant

    neurons, velocity = [], [Poly([q], p) for q in direction]
    for weight, start in zip(weights, starts, strict=True):
        layer = [Poly([value], p) for value in start]
        for _ in range(terms - 1):  # each round makes one more coefficient right
            right = [slope(T).mul_low(v, terms - 1) for T, v in zip(layer, velocity, strict=True)]
            layer = [entry.integral() + value for entry, value in zip(right, start, strict=True)]
        neurons.append(layer)
        velocity = [_combined(row, [T.derivative() for T in layer], p) for row in weight]
    first, rows = int(of == "gradient"), []
    for output in range(widths[-1]):
        delta = [Poly([int(output == k)], p) for k in range(widths[-1])]
        gradients: list[Poly] = []
        for weight, layer in zip(reversed(weights), reversed(neurons), strict=True):
            gradients = [d.mul_low(T, terms) for d in delta for T in layer] + delta + gradients
            pulled = [_combined(column, delta, p) for column in weight.T]
            delta = [slope(T).mul_low(entry, terms) for T, entry in zip(layer, pulled, strict=True)]
        rows += [[int(entry[k]) for entry in gradients] for k in range(first, terms)]
    witness = {"weights": flat, "neurons": starts, "direction": direction}
    return Gradients("jets", witness, terms, _matrix(rows, p), _symmetries(f, weights, None, p))


def points(f: Activation, widths: Sequence[int], of: str, rng: np.random.Generator, p: int) -> Gradients:
    """Return the gradients of a random rational network at random points, for f a polynomial between kinks.

    Each bias is drawn so that its neuron is nearly 0 at one of the points: so a kink is seen from both sides. The specification
    runs over polynomials in t, along a line through each point. Points on a kink are left out.
    Cost: two (with kinks eight) passes a parameter, each over polynomials of the degree of the network.
    Raises ``Invalid`` for another activation.
    """
    polynomial_pieces(f)
    # tuned: with kinks, four in ten draws at widths 2, 2, 2, 1 reach the largest rank, and fewer from fewer points
    first, count = int(of == "gradient"), (8 if f.kinks else 2) * parameter_count(widths) + _SPARE

    def draw(*shape: int) -> np.ndarray:
        return rng.integers(1, 10, shape) * rng.choice([-1, 1], shape)

    weights = [draw(rows, columns) for columns, rows in pairwise(widths)]
    starts = RATIONALS.array([[f"{2 * int(k) + 1}/3" for k in rng.integers(-15, 15, widths[0])] for _ in range(count)])
    layer, biases = f(starts, RATIONALS), []
    for weight in weights:
        z = layer @ RATIONALS.array(weight).T
        shown = z[rng.integers(0, count, len(weight)), np.arange(len(weight))]
        biases.append([_near(-value, rng) for value in shown])
        layer = f(z + RATIONALS.array(biases[-1]), RATIONALS)
    network, over = Network([weight.tolist() for weight in weights], biases, f), _lines()
    kinks = {RATIONALS.convert(str(point)) for point in f.kinks}
    kept, directions, rows = [], [], []
    for start in starts:
        if any(entry in kinks for z in forward(network, start, RATIONALS).preactivations[:-1] for entry in z):
            continue
        kept.append(start)
        directions.append(draw(widths[0]) * first)
        x = np.empty(widths[0], dtype=object)  # filled one by one: NumPy takes a polynomial for a sequence
        for i, (a, q) in enumerate(zip(start, directions[-1].tolist(), strict=True)):
            x[i] = flint.fmpq_poly([a, q])
        for output in range(widths[-1]):
            found = backward(network, x, [int(k == output) for k in range(widths[-1])], over)
            parts = zip(found.weights, found.biases, strict=True)
            entries = [over.convert(entry)[first] for w, b in parts for entry in (*w.ravel(), *b)]
            rows.append([int(PRIME(p).convert(entry)) for entry in entries])
    witness = {
        "weights": [[[str(entry) for entry in row] for row in weight] for weight in network.weights],
        "biases": biases,
        "points": [[str(entry) for entry in start] for start in kept],
        "directions": [[str(entry) for entry in direction] for direction in directions],
    }
    return Gradients("points", witness, first + 1, _matrix(rows, p), _symmetries(f, weights, biases, p))


def _near(value: flint.fmpq, rng: np.random.Generator) -> str:
    """A half integer near a number."""
    return f"{2 * int(value.floor()) + int(rng.choice([-1, 1, 3]))}/2"


def _lines() -> Scalars:
    """Polynomials in t over Q, ordered by their values at 0."""

    def convert(value: Any) -> flint.fmpq_poly:
        return value if isinstance(value, flint.fmpq_poly) else flint.fmpq_poly([RATIONALS.convert(value)])

    def choose(value: flint.fmpq_poly, kinks: tuple, sides: tuple) -> Any:
        assert RATIONALS.choose is not None
        return RATIONALS.choose(value[0], tuple(kink[0] for kink in kinks), sides)

    return Scalars("LINES", convert, {}, choose)


def _combined(weights: Any, series: Sequence[Poly], p: int) -> Poly:
    return sum((entry * w for w, entry in zip(weights, series, strict=True)), Poly([0], p))


def _matrix(rows: list[list[int]], p: int) -> flint.nmod_mat:
    return flint.nmod_mat(rows, p)


def _symmetries(f: Activation, weights: Any, biases: Any, p: int) -> int:
    fields = symmetry_fields(f, weights, biases, PRIME(p))
    return _matrix([[int(entry) for entry in row] for row in fields], p).rank() if len(fields) else 0
