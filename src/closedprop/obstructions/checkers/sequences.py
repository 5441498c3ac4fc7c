"""The sequences in the depth that certificates are about, recomputed from their description."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flint
import sympy as sp

from closedprop.algebra.taylor import composed
from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.obstructions.checkers.fields import demand, fraction, well_formed
from closedprop.scalars import PRIME, RATIONALS, Scalars, evaluate

_MOST_BITS = 200_000  # arbitrary: of one term; orbits of layers of degree two or more double their digits


@dataclass(frozen=True)
class DepthSequence:
    r"""A sequence a_0, a_1, ... in the depth: in words, exactly, and modulo a prime.

    ``sufficient(r, d)`` is a number T such that a relation :math:`\sum_j p_j(n)\, a_{n+j} = 0` of order r and degree d that
    holds at T consecutive n holds at all later ones, too; ``None`` where none is known (prop:recurrence-certificate).
    """

    words: str
    exact: Callable[[int], list[flint.fmpq]]
    modulo: Callable[[int, int], list[int]]
    sufficient: Callable[[int, int], int | None]


def read(record: Mapping[str, Any]) -> DepthSequence:
    """Return the sequence of a description; ``InvalidCertificate`` for one that has no meaning.

    >>> read({"layer": "z/(1+z)", "start": "1/2", "of": "iterate"}).exact(4)
    [1/2, 1/3, 1/4, 1/5]
    """
    kinds: dict[tuple[str, ...], Callable[..., DepthSequence]] = {
        ("terms",): _given,
        ("top", "unit", "weight"): _network,
        ("layer", "of", "start"): _orbit,
        ("coefficient", "layer"): _coefficient,
    }
    keys = tuple(sorted(record)) if all(isinstance(key, str) for key in record) else ()
    demand(keys in kinds, "the sequence of a certificate", f"the keys {list(record)!r:.80}", "find it anew")
    return well_formed(lambda: kinds[keys](**record), "sequence")


def layer_of(text: Any) -> sp.Expr:
    """Return the layer map that a text denotes; ``InvalidCertificate`` for anything else.

    >>> layer_of("z/(1+z)")
    z/(z + 1)
    """
    demand(isinstance(text, str), "a layer of a certificate", f"{text!r:.80}", "give an expression in z as text")
    return well_formed(lambda: parse(text), "layer")


def numbers(values: Any, name: str) -> list[flint.fmpq]:
    """Return a list of exact numbers; ``InvalidCertificate`` for anything else."""
    demand(isinstance(values, list), f"the numbers of {name}", f"{values!r:.80}", "give a list")
    return [RATIONALS.convert(fraction(value, name)) for value in values]


def _given(terms: Any) -> DepthSequence:
    values = numbers(terms, "a sequence")

    def exact(count: int) -> list[flint.fmpq]:
        demand(count <= len(values), "the terms of a sequence", f"{len(values)} of {count}", "give more terms")
        return values[:count]

    return DepthSequence(
        f"the sequence that begins with the {len(values)} terms given",
        exact,
        lambda count, p: [_residue(value, p) for value in exact(count)],
        lambda order, degree: None,
    )


def _network(weight: Any, top: Any, unit: Any) -> DepthSequence:
    """Component ``unit`` of ``(W^T)^n v``: the first N terms as products, the others by the characteristic polynomial."""
    demand(isinstance(weight, list), "the weight of a certificate", f"{weight!r:.80}", "give a list of rows")
    rows, vector = [numbers(row, "the weight") for row in weight], numbers(top, "delta at the top")
    width = len(vector)
    square = width > 0 and len(rows) == width and all(len(row) == width for row in rows)
    place = isinstance(unit, int) and not isinstance(unit, bool) and 0 <= unit < width
    demand(square and place, "a network of a certificate", f"{width} components, unit {unit!r:.80}", "make them fit")
    matrix = flint.fmpq_mat(width, width, [entry for row in rows for entry in row]).transpose()

    def exact(count: int) -> list[flint.fmpq]:
        state, terms = flint.fmpq_mat(width, 1, vector), []
        for _ in range(width):
            terms.append(state[unit, 0])
            state = matrix * state
        return _continued(terms, matrix.charpoly().coeffs()[:-1], count)

    def modulo(count: int, p: int) -> list[int]:
        terms = [_residue(value, p) for value in exact(width)]
        low = [_residue(value, p) for value in matrix.charpoly().coeffs()[:-1]]
        return [value % p for value in _continued(terms, low, count, p)]

    words = (
        f"component {unit} of delta, n layers below the top, of the weight-tied linear network with weight "
        f"{_listed(rows)} and delta {_listed(vector)} at its top"
    )
    return DepthSequence(words, exact, modulo, lambda order, degree: width * (degree + 1))


def _continued(terms: list, low: list, count: int, p: int = 0) -> list:
    """Continue a sequence by the recurrence of a monic polynomial, given by its lower coefficients."""
    terms = list(terms)
    while len(terms) < count:
        value = -sum((c * a for c, a in zip(low, terms[len(terms) - len(low) :], strict=True)), 0 * low[0])
        terms.append(value % p if p else value)
    return terms[:count]


def _orbit(layer: Any, start: Any, of: Any) -> DepthSequence:
    demand(of in ("iterate", "delta"), "what a sequence is of", f"{of!r:.80}", "say iterate or delta")
    expression = layer_of(layer)
    first = fraction(start, "the start")
    slope = sp.diff(expression, Z)

    def terms(count: int, over: Scalars) -> list[Any]:
        z, delta = over.convert(first), over.one
        values: list[Any] = []
        while len(values) < count:
            values.append(z if of == "iterate" else delta)
            demand(
                _bits(values[-1]) <= _MOST_BITS, "the orbit of a certificate", "its terms are too long", "verify fewer"
            )
            delta = delta * evaluate(slope, Z, z, over)
            z = evaluate(expression, Z, z, over)
        return values

    def sufficient(order: int, degree: int) -> int | None:
        parts = [sp.Poly(part, Z) if part.is_polynomial(Z) else None for part in sp.fraction(sp.cancel(expression))]
        if any(part is None or part.degree() > 1 for part in parts) or not expression.has(Z):
            return None
        return ((order + 2) if of == "iterate" else (2 * order + 1)) * (degree + 1)

    power = f"F^n({first})" if of == "iterate" else f"the derivative of F^n at {first},"
    words = f"{'the preactivation' if of == 'iterate' else 'delta,'} {power} of the layer F(z) = {layer}"
    return DepthSequence(
        words,
        lambda count: well_formed(lambda: terms(count, RATIONALS), "sequence"),
        lambda count, p: [int(value) for value in well_formed(lambda: terms(count, PRIME(p)), "sequence")],
        sufficient,
    )


def _coefficient(layer: Any, coefficient: Any) -> DepthSequence:
    """The first row of the n-th power of the matrix of F on powers of z, cut off behind ``z^k``."""
    demand(
        isinstance(coefficient, int) and not isinstance(coefficient, bool) and 0 < coefficient <= 100,
        "the coefficient of a sequence",
        f"{coefficient!r:.80}",
        "give an integer from 1 to 100",
    )
    expression, size = layer_of(layer), coefficient
    series = composed(expression, Z, [0, 1] + [0] * (size - 1))
    demand(
        series[0] == 0, "a layer whose coefficients are iterated", f"F(0) = {series[0]}", "move the fixed point to 0"
    )
    powers = [flint.fmpq_poly(series)]
    while len(powers) < size:
        powers.append(powers[-1] * powers[0])
    matrix = flint.fmpq_mat(size, size, [power[j] for power in powers for j in range(1, size + 1)])

    def exact(count: int) -> list[flint.fmpq]:
        row = flint.fmpq_mat(1, size, [flint.fmpq(int(j == 0)) for j in range(size)])
        terms: list[flint.fmpq] = []
        while len(terms) < count:
            terms.append(row[0, size - 1])
            row = row * matrix
        return terms

    return DepthSequence(
        f"the coefficient of z^{size} in F^n for the layer F(z) = {layer}",
        exact,
        lambda count, p: [_residue(value, p) for value in exact(count)],
        lambda order, degree: size * (degree + 1),
    )


def _bits(value: Any) -> int:
    return int(value.p).bit_length() + int(value.q).bit_length() if isinstance(value, flint.fmpq) else 0


def _residue(value: flint.fmpq, p: int) -> int:
    demand(int(value.q) % p != 0, "the terms of a sequence", f"{p} divides a denominator", "use another prime")
    return int(value.p) * pow(int(value.q), -1, p) % p


def _listed(values: list[Any]) -> str:
    return "[" + ", ".join(_listed(value) if isinstance(value, list) else str(value) for value in values) + "]"
