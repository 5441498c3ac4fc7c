"""C-finite sequences modulo primes: which indices can be zeros."""

from collections.abc import Iterator

import flint
import numpy as np

from closedprop.algebra import Recurrence

_MOST_PERIOD = 30_000  # tuned: longer periods exclude no more and cost more
_SIEVING = 3_000  # arbitrary: primes below it are tried for the sieve
_PATIENCE = 12  # tuned: an index that so many primes leave is a zero in all examples
_ISOLATING = 200_000  # tuned: a polynomial of degree 6 splits modulo one prime in 720


def terms_modulo(tail: Recurrence, modulus: int, count: int, start: list[int] | None = None) -> list[int]:
    """Return ``count`` terms modulo a number that is coprime to all denominators.

    >>> terms_modulo(Recurrence([1, 1], [0, 1]), 7, 8)
    [0, 1, 1, 2, 3, 5, 1, 6]
    """
    c = [_residue(value, modulus) for value in reversed(tail.coefficients)]
    terms = [_residue(value, modulus) for value in tail.initial] if start is None else list(start)
    for k in range(count - len(terms)):
        terms.append(sum(x * terms[k + j] for j, x in enumerate(c)) % modulus)
    return terms[:count]


def sieve(tail: Recurrence, bound: int, enough: int) -> tuple[list[list[int]], list[int]]:
    r"""Return pairs of a prime and a period, and the indices up to the bound at which the sequence vanishes modulo every prime.

    Modulo p the sequence is periodic, so an index is excluded by its residue modulo the period. Primes are added until no
    more than ``enough`` indices are left, or twelve in a row have excluded none; those are dropped.
    Error: every zero up to the bound is among the indices; one that is left need not be a zero.
    Cost: at most 30 000 terms a prime.

    >>> sieve(Recurrence([2, -4, 4], [0, 0, 1]), 10_000, enough=6)[1]
    [0, 1, 4, 6, 13, 52]
    """
    possible, moduli = np.ones(bound + 1, dtype=bool), []
    left, idle = bound + 1, 0
    for p in _primes(2, _SIEVING):
        if left <= enough or idle == _PATIENCE:
            break
        if not _reversible(tail, p):
            continue
        period = _order(_characteristic(tail, p), p)
        if period is None or period > _MOST_PERIOD:
            continue
        vanishes = np.array(terms_modulo(tail, p, max(period, tail.order))[:period]) == 0
        possible &= np.resize(vanishes, bound + 1)
        remaining = int(possible.sum())
        idle = idle + 1 if remaining == left else 0
        if remaining < left:
            left = remaining
            moduli.append([p, period])
    return moduli, [int(k) for k in np.flatnonzero(possible)]


def isolating_primes(tail: Recurrence) -> Iterator[tuple[int, int]]:
    r"""Yield odd primes modulo which the characteristic polynomial splits, with the order of its companion matrix.

    The order divides p - 1 when the roots are distinct, so that a term vanishes modulo p in about one class of indices.
    A zero :math:`a_k` with :math:`a_{k+q} \not\equiv 0` modulo :math:`p^2`, where q is the order, is the only zero among
    the indices that are congruent to k modulo q.
    Paper: prop:isolated-zero.
    """
    for p in _primes(3, _ISOLATING):
        if _reversible(tail, p):
            modulus, x = _characteristic(tail, p), flint.nmod_poly([0, 1], p)
            if x.pow_mod(p, modulus) == x % modulus:
                period = _order(modulus, p)
                assert period is not None
                yield p, period


def _characteristic(tail: Recurrence, p: int) -> flint.nmod_poly:
    return flint.nmod_poly([*(_residue(-c, p) for c in reversed(tail.coefficients)), 1], p)


def _order(modulus: flint.nmod_poly, p: int) -> int | None:
    """The order of x modulo a polynomial that is prime to x; ``None`` where it would be too large to be of use."""
    _, factors = modulus.factor()
    multiple = 1
    for factor, _ in factors:
        multiple = int(flint.fmpz(multiple).lcm(p ** factor.degree() - 1))
    while any(multiplicity > 1 for _, multiplicity in factors) and not _is_one(modulus, p, multiple):
        multiple *= p  # the order of a repeated factor is that of the factor times a power of p
    if multiple > 10**24:  # arbitrary: a larger number may be hard to factor
        return None
    for q, multiplicity in flint.fmpz(multiple).factor():
        for _ in range(multiplicity):
            if _is_one(modulus, p, multiple // int(q)):
                multiple //= int(q)
    return multiple


def _is_one(modulus: flint.nmod_poly, p: int, exponent: int) -> bool:
    return bool(flint.nmod_poly([0, 1], p).pow_mod(exponent, modulus) == flint.nmod_poly([1], p) % modulus)


def _reversible(tail: Recurrence, p: int) -> bool:
    values = (*tail.coefficients, *tail.initial)
    return all(int(value.q) % p for value in values) and int(tail.coefficients[-1].p) % p != 0


def _primes(first: int, below: int) -> Iterator[int]:
    composite = np.zeros(below, dtype=bool)
    for n in range(2, below):
        if not composite[n]:
            composite[n * n :: n] = True
            if n >= first:
                yield n


def _residue(value: flint.fmpq, modulus: int) -> int:
    return int(value.p) * pow(int(value.q), -1, modulus) % modulus
