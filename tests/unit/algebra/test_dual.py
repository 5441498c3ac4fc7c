from fractions import Fraction

from closedprop.algebra.dual import Dual


def test_derivative_of_a_rational_function():
    x = Dual(Fraction(2), 1)
    value = (3 - x) * x / (1 + x * x) - 1 / x + (-x + 5) / 2
    # f = (3x - x^2)/(1 + x^2) - 1/x + (5 - x)/2 at 2: (3 - 2x - 3x^2)/(1 + x^2)^2 + 1/x^2 - 1/2
    assert value.value == Fraction(2, 5) - Fraction(1, 2) + Fraction(3, 2)
    assert isinstance(value.tangent, Fraction)  # not a float
    assert value.tangent == Fraction(3 - 4 - 12, 25) + Fraction(1, 4) - Fraction(1, 2)


def test_numbers_on_either_side():
    x = Dual(Fraction(3), Fraction(2))
    assert ((2 * x).tangent, (x * 2).tangent, (1 - x).tangent, (x - 1).tangent) == (4, 4, -2, 2)
    assert (6 / x).tangent == Fraction(-4, 3) and (x / 3).tangent == Fraction(2, 3)


def test_second_derivative_by_nesting():
    x = Dual(Dual(Fraction(2), 1), Dual(1, 0))
    assert (x * x * x).tangent.tangent == 12
