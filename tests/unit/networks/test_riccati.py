from fractions import Fraction

import pytest

from closedprop.networks import ACTIVATIONS, Activation
from closedprop.networks.riccati import Riccati, is_scaled_tanh, riccati_of, satisfies

FOUND = {
    "tanh(z)": (1, 0, -1),
    "1/(1 + exp(-z))": (0, 1, -1),
    "2/(1 + exp(-z)) - 1": (Fraction(1, 2), 0, Fraction(-1, 2)),
    "tanh(z/2 + 1)": (Fraction(1, 2), 0, Fraction(-1, 2)),
    "(1 - exp(-2*z))/(1 + exp(-2*z))": (1, 0, -1),
    "tan(z)": (1, 0, 1),
    "exp(2*z) + 1": (-2, 2, 0),
    "1/(1 + z)": (0, 0, -1),
    "(2*z + 1)/(z + 3)": (Fraction(4, 5), Fraction(-4, 5), Fraction(1, 5)),
    "3*z + 1": (3, 0, 0),
    "7": (0, 0, 0),
}


@pytest.mark.parametrize("formula", FOUND)
def test_equations_that_are_found(formula):
    assert riccati_of(Activation("given", formula)).coefficients == FOUND[formula]


@pytest.mark.parametrize("formula", ["erf(z)", "sin(z)", "z**2", "log(2 + z)", "z/(1 + exp(-z))", "tanh(sqrt(2)*z)"])
def test_equations_that_do_not_exist_over_the_rationals(formula):
    assert riccati_of(Activation("given", formula)) is None


def test_kinks_have_none():
    assert riccati_of(ACTIVATIONS["relu"]) is None


def test_a_wrong_equation_is_not_proved():
    assert not satisfies(ACTIVATIONS["tanh"], Riccati(Fraction(1), Fraction(0), Fraction(-2)))
    assert not satisfies(Activation("two", "exp(z) + exp(sqrt(2)*z)"), Riccati(Fraction(0), Fraction(1), Fraction(0)))


def test_what_is_exponential():
    kinds = {formula: riccati_of(Activation("given", formula)).is_exponential for formula in FOUND}
    algebraic = {"1/(1 + z)", "(2*z + 1)/(z + 3)", "3*z + 1", "7"}
    assert {formula for formula, exponential in kinds.items() if not exponential} == algebraic


def test_roots_and_scaled_tanh():
    scaled = {formula for formula in FOUND if is_scaled_tanh(*_pair(formula))}
    assert scaled == {"tanh(z)", "1/(1 + exp(-z))", "2/(1 + exp(-z)) - 1", "(1 - exp(-2*z))/(1 + exp(-2*z))"}
    assert Riccati(Fraction(-2), Fraction(0), Fraction(1)).roots is None  # irrational
    assert sorted(Riccati(Fraction(6), Fraction(-5), Fraction(1)).roots) == [2, 3]


def _pair(formula):
    activation = Activation("given", formula)
    return activation, riccati_of(activation)


def test_text():
    assert str(Riccati(Fraction(0), Fraction(0), Fraction(0))) == "f' = 0"
    assert str(Riccati(Fraction(-1, 2), Fraction(3), Fraction(-1))) == "f' = -1/2 + 3 f - f^2"
