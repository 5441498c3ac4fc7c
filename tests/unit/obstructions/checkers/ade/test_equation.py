from fractions import Fraction

import flint
import pytest
import sympy as sp

from closedprop.networks.parse import parse
from closedprop.obstructions.checkers.ade.equation import EXACT_TERMS, exponent_of, last_order, residual
from closedprop.obstructions.checkers.ade.functional_series import exactly

ONE = Fraction(1)
#: Layer, function, equation, the only order at which it could fail (-1: none), with the constant by hand.
COVARIANT = [
    ("2*z*(1-z)", "koenigs", [(ONE, 0, (0, 1)), (-2 * ONE, 1, (0, 1)), (-ONE, 0, (0, 0))], 0),
    ("4*z*(1-z)", "koenigs", [(ONE, 1, (0, 2)), (-ONE, 2, (0, 2)), (-ONE, 0, (1, 0))], 1),
    ("4*z*(1-z)", "poincare", [(ONE, 1, (0, 2)), (ONE, 0, (2, 0)), (-ONE, 0, (1, 0))], 1),
    ("z/(2*(1+z))", "koenigs", [(ONE, 0, (1,)), (2 * ONE, 1, (1,)), (-ONE, 1, (0,))], 1),
    ("z/(2*sqrt(1+z**2))", "koenigs", [(3 * ONE, 0, (2,)), (4 * ONE, 2, (2,)), (-3 * ONE, 2, (0,))], 2),
    ("z/(1+z)", "itlog", [(ONE, 0, (1,)), (-ONE, 2, (0,))], 2),
    ("z/sqrt(1+z**2)", "itlog", [(ONE, 0, (1,)), (-ONE, 3, (0,))], 3),
    # a factor x^3 changes where E could begin: b/a = 4 (F/x)^3 at 0
    ("4*z*(1-z)", "koenigs", [(ONE, 4, (0, 2)), (-ONE, 5, (0, 2)), (-ONE, 3, (1, 0))], 4),
]


def read(layer, function, length=40):
    image, solution = exactly(function, parse(layer), sp.S.Zero, length, EXACT_TERMS)
    return parse(layer), image, solution


@pytest.mark.parametrize(("layer", "function", "equation", "order"), COVARIANT)
def test_the_one_order_that_is_left(layer, function, equation, order):
    expression, image, solution = read(layer, function)
    assert last_order(equation, function, expression, image, solution) == order
    assert residual(equation, solution, 36) == 0


def test_the_order_is_met_by_an_equation_that_fails_there():
    """Under F = x/2, K = x, the covariant Q = K + x does not vanish: it starts where the proposition says it may."""
    _, image, solution = read("z/2", "koenigs")
    equation = [(ONE, 0, (1, 0)), (ONE, 1, (0, 0))]
    assert last_order(equation, "koenigs", parse("z/2"), image, solution) == 1
    assert residual(equation, solution, 8) == flint.fmpq_poly([0, 2])


@pytest.mark.parametrize(
    ("layer", "function", "equation"),
    [
        ("log((1+exp(z))/2)", "koenigs", [(ONE, 0, (0, 1)), (-ONE, 0, (1, 0)), (-ONE, 0, (0, 0))]),
        ("2*z*(1-z)", "koenigs", [(ONE, 0, (0, 1)), (-3 * ONE, 1, (0, 1)), (-ONE, 0, (0, 0))]),
        ("4*z*(1-z)", "poincare", [(ONE, 1, (0, 2)), (ONE, 0, (1, 0))]),
        ("sqrt(1+z)-1", "koenigs", [(ONE, 0, (1, 0)), (-ONE, 1, (0, 0))]),
        ("z/sqrt(4+z**2)", "poincare", [(ONE, 0, (1, 0)), (-ONE, 1, (0, 0))]),
        ("z/sqrt(4+z**2)+2*sqrt(1+z)-2", "koenigs", [(ONE, 0, (1, 0))]),
    ],
)
def test_what_is_not_covariant_is_not_proved(layer, function, equation):
    expression, image, solution = read(layer, function)
    found = last_order(equation, function, expression, image, solution)
    assert found is None or residual(equation, solution, found + 1) != 0


def test_a_true_equation_that_is_not_covariant():
    """The sum of an equation and of its derivative holds, but the functional equation does not reproduce it."""
    expression, image, solution = read("2*z*(1-z)", "koenigs")
    equation = [
        (ONE, 0, (0, 1, 0)),
        (-2 * ONE, 1, (0, 1, 0)),
        (-ONE, 0, (0, 0, 0)),
        (ONE, 0, (0, 0, 1)),
        (-2 * ONE, 1, (0, 0, 1)),
        (-2 * ONE, 0, (0, 1, 0)),
    ]
    assert residual(equation, solution, 30) == 0
    assert last_order(equation, "koenigs", expression, image, solution) is None


def test_exponents():
    assert exponent_of(Fraction(-2), Fraction(-8)) == 3
    assert exponent_of(Fraction(2, 3), Fraction(1)) == 0
    assert exponent_of(Fraction(3), Fraction(1, 3)) == -1
    assert exponent_of(Fraction(1, 3), Fraction(2, 9)) == -1
