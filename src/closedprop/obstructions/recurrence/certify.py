"""Guessing a recurrence with polynomial coefficients, or showing that there is none up to a bound."""

from collections.abc import Sequence
from math import gcd
from typing import Any

import flint

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.recurrence import PAPER, SPARE, recurrence_claim
from closedprop.obstructions.checkers.sequences import read
from closedprop.obstructions.recurrence.sequences import described, terms
from closedprop.scalars import PRIME, Invalid, Unable

#: The largest prime below 2^62: not near a power of two minus one, so that 2 and 1/2 have large orders modulo it.
LARGE_PRIME = 4611686018427387847

_BEYOND = 100  # arbitrary: terms on which an equation is verified beyond those that found it

Equation = list[list[int]]


def certify_recurrence(
    *,
    order: int = 8,
    degree: int = 8,
    first: int = 0,
    prime: int = LARGE_PRIME,
    layer: str | None = None,
    start: Any = None,
    of: str = "iterate",
    coefficient: int | None = None,
    weight: Any = None,
    top: Any = None,
    unit: int = 0,
    terms: Sequence[Any] | None = None,
) -> Certificate:
    r"""Return a certificate of kind ``recurrence`` for a sequence in the depth.

    .. math:: \sum_{j=0}^{r} p_j(n)\, a_{n+j} = 0, \qquad r \le \text{order}, \ \deg p_j \le \text{degree}, \ n \ge \text{first}

    The guess matrix has a row for each n and a column :math:`n^i a_{n+j}` for each unknown coefficient of a :math:`p_j`. If its
    rank modulo the prime is full, there is no such relation, even with complex coefficients: PROVED. If not, the relation
    with the fewest coefficients is found over Q and verified; REFUTED if that proves it for all n, else UNKNOWN.
    The sequence is one of: ``terms`` given; ``unit`` of delta n layers below the ``top`` of the tied linear network of a
    ``weight``; the iterate or delta (``of``) of a rational ``layer`` at a rational ``start``; the ``coefficient`` of
    :math:`z^k` in the iterates of a layer that fixes 0.
    Error: none.    Cost: one rank of (order + 1)(degree + 1) columns; seconds for 1000.
    Raises ``Undefined`` for a layer whose orbit is not rational, ``Invalid`` for a sequence of none of these kinds.
    Paper: prop:recurrence-certificate.

    >>> found = certify_recurrence(layer="z/(1+z)", start="1/2", order=2, degree=2)
    >>> str(found.verdict), found.data["equation"]  # -(n + 2) a_n + (n + 3) a_(n+1) = 0
    ('REFUTED', [[-2, -1], [3, 1]])
    >>> str(certify_recurrence(layer="4*z*(1-z)", start="1/3", order=6, degree=6).verdict)
    'PROVED'
    """
    if order < 0 or degree < 0 or first < 0:
        raise Invalid(f"a recurrence of order {order} and degree {degree}", "negative", "give bounds >= 0")
    kinds: dict[str, Any] = {"terms": terms, "weight": weight, "top": top, "layer": layer, "start": start}
    given = {name: value for name, value in (kinds | {"coefficient": coefficient}).items() if value is not None}
    source = described(**given, **({"unit": unit} if "weight" in given else {"of": of} if "start" in given else {}))
    columns = (order + 1) * (degree + 1)
    matrix = _guess_matrix(_residues(source, first + columns + SPARE + order, prime), order, degree, first, prime)
    rank = matrix.rank()
    data = {"sequence": source, "order": order, "degree": degree, "first": first}
    data |= {"columns": columns, "rank": rank, "prime": prime}
    found: dict[str, Any]
    if rank == columns:
        verdict, found = Verdict.PROVED, {"rows": [first + n for n in _independent_rows(matrix)]}
    else:
        equation, verified, proved = _equation(source, order, degree, first, prime)
        verdict = Verdict.REFUTED if proved else Verdict.UNKNOWN
        found = {"equation": equation, "verified": verified}
    claim = recurrence_claim(read(source).words, order, degree, first)
    return Certificate("recurrence", claim, verdict, PAPER, data | found)


def _residues(source: dict[str, Any], count: int, prime: int) -> list[int]:
    return [int(value) for value in terms(source, count, PRIME(prime))]


def _guess_matrix(values: Sequence[int], order: int, degree: int, first: int, prime: int) -> flint.nmod_mat:
    """A row for each n from ``first`` on, as far as the values reach."""
    rows = []
    for n in range(first, len(values) - order):
        row = []
        for j in range(order + 1):
            entry = values[n + j]
            for _ in range(degree + 1):
                row.append(entry)
                entry = entry * n % prime
        rows.append(row)
    return flint.nmod_mat(rows, prime)


def _independent_rows(matrix: flint.nmod_mat) -> list[int]:
    """The indices of rows that form a basis of the row space: the pivot columns of the transpose."""
    reduced, rank = matrix.transpose().rref()
    pivots: list[int] = []
    for i in range(rank):
        column = pivots[-1] + 1 if pivots else 0
        while int(reduced[i, column]) == 0:
            column += 1
        pivots.append(column)
    return pivots


def _equation(source: dict[str, Any], order: int, degree: int, first: int, prime: int) -> tuple[Equation, int, bool]:
    """The relation with the fewest coefficients, the number of n at which it was verified, and whether that is a proof."""
    shapes = sorted(
        ((r, d) for r in range(order + 1) for d in range(degree + 1)), key=lambda s: ((s[0] + 1) * (s[1] + 1), s)
    )
    for r, d in shapes:
        columns = (r + 1) * (d + 1)
        matrix = _guess_matrix(_residues(source, first + columns + SPARE + r, prime), r, d, first, prime)
        if matrix.rank() == columns:
            continue
        equation = _over_the_rationals(source, r, d, first)
        if equation is not None:
            most = max(len(part) for part in equation) - 1
            enough = read(source).sufficient(len(equation) - 1, most)
            verified = max(columns + SPARE, enough or 0)
            verified += 0 if "terms" in source else _BEYOND
            return equation, verified, enough is not None
    raise Unable(
        "a recurrence", f"none of order {order}, degree {degree}, but rank modulo {prime}", "use another prime"
    )


def _over_the_rationals(source: dict[str, Any], order: int, degree: int, first: int) -> Equation | None:
    """A primitive integer relation that holds at the rows of the guess matrix; ``None`` if there is none."""
    columns = (order + 1) * (degree + 1)
    values = terms(source, first + columns + SPARE + order)
    rows = []
    for n in range(first, first + columns + SPARE):
        row = [n**i * values[n + j] for j in range(order + 1) for i in range(degree + 1)]
        common = flint.fmpz(1)
        for entry in row:
            common = common.lcm(entry.q)
        rows.append([(entry * common).p for entry in row])
    kernel, nullity = flint.fmpz_mat(rows).nullspace()
    if nullity == 0:
        return None
    vector = [int(kernel[i, 0]) for i in range(columns)]
    content = gcd(*vector)
    parts = [[c // content for c in vector[j * (degree + 1) : (j + 1) * (degree + 1)]] for j in range(order + 1)]
    while not any(parts[-1]):
        parts.pop()
    parts = [_trimmed(part) for part in parts]
    sign = 1 if parts[-1][-1] > 0 else -1
    return [[sign * c for c in part] for part in parts]


def _trimmed(part: list[int]) -> list[int]:
    while len(part) > 1 and part[-1] == 0:
        part = part[:-1]
    return part
