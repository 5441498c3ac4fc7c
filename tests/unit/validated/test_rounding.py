"""Ball arithmetic behind floats."""

import flint
import numpy as np
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Unable, Undefined
from closedprop.validated.rounding import elementwise, enter, evaluated, power, product


def test_what_cancels_costs_bits_and_not_digits():
    def formula(over):
        tiny = over.one / over.convert(10) ** 300
        return np.array([(1 + tiny) ** 2 - 1 - 2 * tiny - tiny, (1 + tiny) - 1])

    value = evaluated(formula, FLOATS)
    assert value[1] == 1e-300 and value[0] == pytest.approx(-1e-300, rel=1e-15)


def test_below_the_least_double_is_zero():
    assert evaluated(lambda over: np.array([over.one / over.convert(10) ** 500]), FLOATS)[0] == 0


def test_exact_systems_pass_through():
    assert evaluated(lambda over: over.array(["1/3"]), RATIONALS)[0] == flint.fmpq(1, 3)


def test_exhaustion():
    wide = np.array([flint.arb(1, 1)])
    with pytest.raises(Unable, match="a closed form over FLOATS: no certain digit at 32768 bits; use over=BALLS"):
        evaluated(lambda over: wide, FLOATS)


def test_floats_enter_exactly():
    assert all(ball.is_exact() for ball in enter([0.1, -3.0, 1e-310], FLOATS))
    with pytest.raises(Undefined, match=r"the float 0\.1 over RATIONALS"):
        enter([0.1], RATIONALS)


@pytest.mark.parametrize("over", [FLOATS, RATIONALS, BALLS], ids=str)
def test_products(over):
    A, B = over.array([[1, 2], [3, 4], [5, 6]]), over.array([[1, 0, 1], [2, 1, 0]])
    expected = [[5, 2, 1], [11, 4, 3], [17, 6, 5]]
    assert (product(A, B, over) == over.array(expected)).all()


def test_powers_and_functions():
    assert (power(RATIONALS.array([[2]]), 0, RATIONALS) == RATIONALS.array([[1]])).all()
    assert elementwise("exp", np.zeros(2), FLOATS) == pytest.approx(1)
    assert elementwise("log", BALLS.array([1]), BALLS)[0] == 0
