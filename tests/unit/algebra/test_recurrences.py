import flint
import numpy as np
import pytest

from closedprop.algebra import Recurrence, minimal_recurrence
from closedprop.scalars import Invalid, Unable


def series(numerator, denominator, count):
    """Coefficients of numerator / denominator by long division: independent of the recurrence."""
    terms = []
    for m in range(count):
        known = sum((denominator[i] * terms[m - i] for i in range(1, m + 1)), flint.fmpq(0))
        terms.append((numerator[m] - known) / denominator[0])
    return terms


@pytest.mark.parametrize("seed", range(6))
def test_terms_term_and_generating_function_agree(seed):
    rng = np.random.default_rng(seed)
    order = seed + 1
    recurrence = Recurrence(rng.integers(-3, 4, order).tolist(), rng.integers(-3, 4, order).tolist())
    terms = recurrence.terms(30)
    assert [recurrence.term(m) for m in range(30)] == terms
    assert series(*recurrence.generating_function(), 30) == terms
    found = minimal_recurrence(terms)
    assert found.order <= order and found.terms(30) == terms


def test_no_shorter_recurrence_exists():
    # The Hankel determinant of order 3 is not zero, so no recurrence of order below 3 fits.
    terms = Recurrence([1, -2, 5], [1, 0, 2]).terms(12)
    hankel = flint.fmpq_mat(3, 3, [terms[i + j] for i in range(3) for j in range(3)])
    assert hankel.det() != 0
    assert minimal_recurrence(terms).coefficients == (1, -2, 5)


def test_a_sequence_that_ends_is_a_recurrence_too():
    recurrence = minimal_recurrence([0, 0, 7, 0, 0, 0, 0])
    assert recurrence.order == 3 and recurrence.terms(10) == [0, 0, 7, 0, 0, 0, 0, 0, 0, 0]
    numerator, denominator = recurrence.generating_function()
    assert numerator.coeffs() == [0, 0, 7] and denominator == 1


def test_the_zero_sequence_has_order_zero():
    zero = minimal_recurrence([0, 0, 0])
    assert zero.order == 0 and zero.terms(3) == [0, 0, 0] and zero.term(5) == 0


def test_messages():
    with pytest.raises(
        Unable, match="the shortest recurrence of 4 terms: order 3, which they do not determine; give at least 6"
    ):
        minimal_recurrence([0, 0, 1, 5])
    with pytest.raises(Invalid, match="a recurrence: 2 coefficients and 1 initial terms; give as many of each"):
        Recurrence([1, 1], [0])
