from fractions import Fraction

import pytest

from closedprop.algebra.layer_algebra import Span, bracket, pull_back
from closedprop.algebra.power_series import (
    arctangent,
    composition,
    derivative,
    exponential,
    logarithm,
    power,
    primitive,
    product,
    quotient,
)
from closedprop.scalars import PRIME, RATIONALS, Invalid

ONE, ZERO = Fraction(1), Fraction(0)
H = [ZERO, ONE, *[ZERO] * 8]
A = [ONE, *(Fraction(n, n + 2) for n in range(1, 10))]


def test_inverses():
    assert product(quotient(H, A), A) == H
    assert derivative(primitive(A, ZERO)) == A
    assert product(power(A, Fraction(1, 3), ONE), power(A, Fraction(-1, 3), ONE)) == [ONE, *[ZERO] * 9]
    assert (
        product(product(power(A, Fraction(1, 3), ONE), power(A, Fraction(1, 3), ONE)), power(A, Fraction(1, 3), ONE))
        == A
    )
    assert exponential(logarithm(A, ZERO), ONE) == A


def test_known_series():
    assert exponential(H, ONE)[:4] == [1, 1, Fraction(1, 2), Fraction(1, 6)]
    assert arctangent(H, ZERO)[:6] == [0, 1, 0, Fraction(-1, 3), 0, Fraction(1, 5)]
    assert composition([ONE] * 10, H) == [ONE] * 10
    assert composition(exponential(H, ONE), logarithm([ONE, ONE, *[ZERO] * 8], ZERO)) == [ONE, ONE, *[ZERO] * 8]


def test_residues_are_those_of_the_fractions():
    over = PRIME(10007)
    a = [over.convert(entry) for entry in A]
    root = power(a, over.convert(Fraction(1, 3)), over.one)
    assert root == [over.convert(entry) for entry in power(A, Fraction(1, 3), ONE)]


def test_pulling_back_preserves_brackets():
    layer = [ZERO, Fraction(2), Fraction(1, 3), Fraction(-1), Fraction(5), *[ZERO] * 6]
    u, v = A, [Fraction(n * n, 3) for n in range(10)]
    left = pull_back(layer, bracket(u, v))
    right = bracket(pull_back(layer, u), pull_back(layer, v))
    assert left == right


def test_ranks():
    span = Span(3)
    assert span.add(RATIONALS.array([1, 2, 3])) and not span.add(RATIONALS.array([2, 4, 6]))
    assert span.add(RATIONALS.array([2, 4, 7])) and span.rank == 2


def test_messages():
    with pytest.raises(Invalid, match="a quotient of power series: a divisor without constant term"):
        quotient(A, H)
    with pytest.raises(Invalid, match="a composition of power series: an inner one with constant term"):
        composition(A, A)
    with pytest.raises(Invalid, match="a power of a power series: no constant term"):
        power(H, Fraction(1, 2), ONE)
