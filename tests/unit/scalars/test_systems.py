from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from closedprop.scalars import BALLS, EXPRESSIONS, FLOATS, PRIME, RATIONALS, Invalid, Undefined, evaluate

FRACTIONS = st.fractions(max_denominator=50).filter(lambda q: abs(q) < 100)
P = 2147483629


@given(a=FRACTIONS, b=FRACTIONS)
def test_addition_and_multiplication_agree_in_every_system(a, b):
    exact = a * b + a
    for over in (RATIONALS, BALLS, EXPRESSIONS, PRIME(P)):
        x, y = over.convert(a), over.convert(b)
        result, expected = x * y + x, over.convert(exact)
        assert result.overlaps(expected) if over is BALLS else result == expected
    assert np.isclose(FLOATS.convert(a) * FLOATS.convert(b) + FLOATS.convert(a), float(exact), atol=1e-12)


@pytest.mark.parametrize("over", [RATIONALS, BALLS, EXPRESSIONS, PRIME(P)], ids=str)
def test_a_float_is_refused_by_exact_systems(over):
    with pytest.raises(
        Undefined, match=r"the float 0.1 over .*: a float stands for a decimal it is not equal to; write"
    ):
        over.array([0.1])


def test_a_decimal_string_is_its_fraction():
    assert RATIONALS.convert("0.1") == flint.fmpq(1, 10)
    assert BALLS.convert("0.1").contains(flint.fmpq(1, 10))
    assert not flint.arb(0.1).contains(flint.fmpq(1, 10))  # why floats are refused


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (lambda: FLOATS.array([float("nan")]), "a number over FLOATS: NaN; remove it"),
        (lambda: RATIONALS.array([[1, 2], [3]]), "rows of different lengths; make every row equally long"),
        (lambda: RATIONALS.convert(sp.pi), "not a rational number; use over=EXPRESSIONS, or BALLS"),
        (lambda: RATIONALS.function("tanh"), "tanh over RATIONALS: not defined there; use over=BALLS"),
        (
            lambda: RATIONALS.function("sqrt")(flint.fmpq(2)),
            r"sqrt\(2\) over RATIONALS: not a rational number; use over",
        ),
        (lambda: PRIME(8), r"PRIME\(8\): not a prime below 2\*\*64; use a prime such as"),
        (lambda: PRIME(7).convert("1/14"), r"1/14 over PRIME\(7\): 7 divides the denominator; use another prime"),
        (lambda: PRIME(7).side(PRIME(7).one, (0,), (1, 1, 1)), "no order there; use over=RATIONALS or a smooth"),
    ],
)
def test_messages(action, message):
    with pytest.raises((Invalid, Undefined), match=message):
        action()


def test_a_ball_over_a_kink_gets_every_side():
    sides = (lambda: flint.arb(-1), lambda: flint.arb(0), lambda: flint.arb(1))
    zero = (flint.arb(0),)
    straddling = BALLS.side(flint.arb(0, 1), zero, sides)
    assert all(straddling.contains(value) for value in (-1, 0, 1))
    assert BALLS.side(flint.arb(2, 1), zero, sides) == 1
    assert BALLS.side(flint.arb(-2, 1), zero, sides) == -1
    assert BALLS.side(flint.arb(0), zero, sides) == 0


def test_evaluation_agrees_across_systems():
    z = sp.Symbol("z")
    expression = (1 + z**2) ** -3 + sp.Rational(1, 3) * z
    exact = evaluate(expression, z, RATIONALS.convert("2/7"), RATIONALS)
    assert evaluate(expression, z, BALLS.convert("2/7"), BALLS).contains(exact)
    assert evaluate(expression, z, sp.Rational(2, 7), EXPRESSIONS) == sp.Rational(int(exact.p), int(exact.q))
    assert evaluate(expression, z, PRIME(P).convert("2/7"), PRIME(P)) == PRIME(P).convert(exact)


def test_evaluation_refuses_what_is_not_defined():
    z = sp.Symbol("z")
    with pytest.raises(Undefined, match="the power 1/3 over BALLS: only integers and halves are defined"):
        evaluate(z ** sp.Rational(1, 3), z, BALLS.one, BALLS)
    with pytest.raises(Undefined, match="tanh over RATIONALS: not defined there"):
        evaluate(sp.tanh(z), z, RATIONALS.one, RATIONALS)


def test_fractions_of_every_origin_are_equal():
    values = [Fraction(1, 3), "1/3", sp.Rational(1, 3), flint.fmpq(1, 3)]
    assert len({RATIONALS.convert(value) for value in values}) == 1


def test_powers_of_a_ball_that_contains_zero():
    """FLINT's own power of such a ball is not a number."""
    z = sp.Symbol("z")
    ball = flint.arb(0, 1e-3)
    for expression in (z**2, z**3, 1 - sp.tanh(z) ** 2, 1 / (1 + z**4)):
        assert evaluate(expression, z, ball, BALLS).is_finite()
    assert evaluate(z**5, z, flint.arb(3), BALLS) == 243
