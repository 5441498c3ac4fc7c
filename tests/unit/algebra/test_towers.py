from fractions import Fraction

import pytest

from closedprop.algebra.towers import added, inverted, lifted, multiplied, norm, scaled

#: Q(sqrt 2, sqrt(1 + sqrt 2)), as a tower over the rationals.
SQUARES = [Fraction(2), (Fraction(1), Fraction(1))]


def element(*numbers):
    a, b, c, d = map(Fraction, numbers)
    return (a, b), (c, d)


A, B = element(1, 2, -1, 3), element("1/2", 0, 4, -5)


def value(number):
    """The real number, with the positive roots."""
    root = 2**0.5
    first, second = ([float(part) for part in pair] for pair in number)
    return first[0] + first[1] * root + (second[0] + second[1] * root) * (1 + root) ** 0.5


def test_products_and_inverses_are_those_of_real_numbers():
    assert value(multiplied(A, B, SQUARES)) == pytest.approx(value(A) * value(B), rel=1e-12)
    assert value(inverted(A, SQUARES)) == pytest.approx(1 / value(A), rel=1e-12)
    assert multiplied(A, inverted(A, SQUARES), SQUARES) == lifted(Fraction(1), 2)
    assert added(A, scaled(A, -1)) == lifted(Fraction(0), 2)


def test_the_norm_is_multiplicative_and_rational():
    assert norm(multiplied(A, B, SQUARES), SQUARES) == norm(A, SQUARES) * norm(B, SQUARES)
    assert norm(lifted(Fraction(3), 2), SQUARES) == 81
    assert norm(A, SQUARES) == norm(scaled(A, -1), SQUARES)


def test_zero_has_no_inverse():
    with pytest.raises(ZeroDivisionError):
        inverted(lifted(Fraction(0), 2), SQUARES)
