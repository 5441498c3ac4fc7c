import itertools

import flint
import pytest

from closedprop.algebra import Recurrence
from closedprop.obstructions.skolem.residues import isolating_primes, sieve, terms_modulo

BERSTEL = Recurrence([2, -4, 4], [0, 0, 1])


def test_residues_are_the_residues_of_the_terms():
    exact = Recurrence(["1/2", "-3"], ["1/3", 5]).terms(30)
    expected = [int(a.p) * pow(int(a.q), -1, 49) % 49 for a in exact]
    assert terms_modulo(Recurrence(["1/2", "-3"], ["1/3", 5]), 49, 30) == expected


@pytest.mark.parametrize("coefficients", [(2, -4, 4), (1, 0, 0, -5), (1, 1, 1), (0, 4, 0, -4), (6, -12, 8)])
def test_a_sieve_leaves_every_zero(coefficients):
    initial = [0, 1, -1, 0][: len(coefficients)]
    tail = Recurrence(coefficients, initial)
    moduli, left = sieve(tail, 400, enough=0)
    assert {m for m, a in enumerate(tail.terms(401)) if a == 0} <= set(left)
    for p, period in moduli:
        terms = terms_modulo(tail, p, 3 * period + 5)
        assert terms[:period] == terms[period : 2 * period]


def test_isolating_primes_split_the_polynomial():
    for p, period in itertools.islice(isolating_primes(BERSTEL), 5):
        matrix = flint.nmod_mat([[0, 1, 0], [0, 0, 1], [4, -4, 2]], p)
        one = matrix**0
        assert matrix**period == one and (p - 1) % period == 0
        assert all(matrix ** (period // q) != one for q in (2, 3, 5, 7) if period % q == 0)
