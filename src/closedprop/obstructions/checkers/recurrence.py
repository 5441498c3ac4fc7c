r"""Certificates of kind ``recurrence``: no recurrence with polynomial coefficients up to a bound, or one that holds.

That there is none follows from one minor of the guess matrix that is not zero modulo the prime; that one holds, from its
exact verification at as many n as force all others.
"""

from typing import Any

import flint

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, natural, prime, same
from closedprop.obstructions.checkers.sequences import DepthSequence, read

PAPER = "prop:recurrence-certificate"
#: Rows of the guess matrix beyond its columns, so that an accidental dependence is unlikely.
SPARE = 20  # arbitrary: a random matrix loses rank with probability p^-(SPARE + 1)

_COMMON = ("sequence", "order", "degree", "first", "columns", "rank", "prime")
_MOST_TERMS = 100_000  # arbitrary: what a checker is willing to recompute modulo a prime,
_MOST_EXACT = 10_000  # and exactly


def recurrence_claim(words: str, order: int, degree: int, first: int) -> str:
    """Return the sentence of a certificate, which is proved or refuted."""
    return (
        f"No recurrence p_0(n) a_n + ... + p_r(n) a_(n+r) = 0 with polynomials p_j, not all zero, of degree <= {degree} "
        f"and of order r <= {order} holds for all n >= {first}, where a_n is {words}."
    )


def check(certificate: Certificate) -> None:
    """Check that the rank is full, or that the equation holds: exactly, and for all n if it says so."""
    refuted = certificate.verdict is not Verdict.PROVED
    exactly(certificate, (*_COMMON, *(("equation", "verified") if refuted else ("rows",))))
    sequence = read(field(certificate, "sequence", dict))
    order, degree, first = (natural(certificate, name) for name in ("order", "degree", "first"))
    columns = natural(certificate, "columns", 1)
    demand(columns == (order + 1) * (degree + 1), "the columns of a guess matrix", f"{columns}", "count them again")
    demand(first + 2 * columns <= _MOST_TERMS, "a guess matrix", f"{columns} columns", "lower order and degree")
    verdict = (_equation if refuted else _full_rank)(certificate, sequence, order, degree, first)
    same(certificate, recurrence_claim(sequence.words, order, degree, first), verdict, PAPER)


def _full_rank(certificate: Certificate, sequence: DepthSequence, order: int, degree: int, first: int) -> Verdict:
    rows, p = field(certificate, "rows", list), prime(certificate)
    demand(
        len(rows) == natural(certificate, "columns") == natural(certificate, "rank"),
        "a full rank",
        f"{len(rows)} rows of {certificate.data['columns']}, rank {certificate.data['rank']}",
    )
    demand(
        all(isinstance(n, int) and not isinstance(n, bool) and first <= n < _MOST_TERMS for n in rows),
        "the rows of a minor",
        f"{rows!r:.80}",
        f"give integers from {first}",
    )
    terms = sequence.modulo(max(rows) + order + 1, p)
    minor = [[pow(n, i, p) * terms[n + j] % p for j in range(order + 1) for i in range(degree + 1)] for n in rows]
    demand(int(flint.nmod_mat(minor, p).det()) != 0, "a minor of the guess matrix", f"0 modulo {p}")
    return Verdict.PROVED


def _equation(certificate: Certificate, sequence: DepthSequence, order: int, degree: int, first: int) -> Verdict:
    p, columns = prime(certificate), natural(certificate, "columns")
    rows = range(first, first + columns + SPARE)
    residues = sequence.modulo(rows.stop + order, p)
    matrix = [[pow(n, i, p) * residues[n + j] % p for n in rows] for j in range(order + 1) for i in range(degree + 1)]
    rank = flint.nmod_mat(matrix, p).rank()
    demand(natural(certificate, "rank") == rank < columns, "the rank of a guess matrix", f"it is {rank}")
    equation = _polynomials(field(certificate, "equation", list), order, degree)
    verified = natural(certificate, "verified", 1)
    demand(first + verified <= _MOST_EXACT, "the terms to verify", f"{verified}", f"stay below n = {_MOST_EXACT}")
    terms = sequence.exact(first + verified + len(equation) - 1)
    for n in range(first, first + verified):
        total = sum((p_j(n) * terms[n + j] for j, p_j in enumerate(equation)), flint.fmpq(0))
        demand(total == 0, "an equation of a certificate", f"it fails at n = {n}")
    most = max(p_j.degree() for p_j in equation)
    enough = sequence.sufficient(len(equation) - 1, most)
    return Verdict.REFUTED if enough is not None and verified >= enough else Verdict.UNKNOWN


def _polynomials(equation: list[Any], order: int, degree: int) -> list[flint.fmpz_poly]:
    """Return the polynomials of an equation, the last of which is not zero."""
    proper = 0 < len(equation) <= order + 1 and all(
        isinstance(part, list)
        and len(part) <= degree + 1
        and all(isinstance(c, int) and not isinstance(c, bool) for c in part)
        for part in equation
    )
    demand(proper and any(equation[-1]), "an equation of a certificate", f"{equation!r:.80}", "give its polynomials")
    return [flint.fmpz_poly(part) for part in equation]
