import pytest
import sympy as sp

from closedprop.networks import parse
from closedprop.scalars import Invalid

Z = sp.Symbol("z", real=True)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("0.1*z", Z / 10),
        ("z^2", Z**2),
        ("-z + +1e-2", -Z + sp.Rational(1, 100)),
        ("max(0, z)", sp.Max(0, Z)),
        ("arctan(pi*z)/E", sp.atan(sp.pi * Z) / sp.E),
    ],
)
def test_mathematics_is_read_exactly(text, expression):
    assert sp.simplify(parse(text) - expression) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("__import__('os')", "at column 1 is not a known function; use one of exp"),
        ("z.__class__", "at column 1 is not mathematics"),
        ("(lambda: 1)()", "is not mathematics"),
        ("[z for z in z]", "is not mathematics"),
        ("tahn(z)", "is not a known function; did you mean tan or tanh"),
        ("exp(y)", "'y' at column 5 is not a known name"),
        ("z +", "not an expression near column"),
        ("sin(z, z)", "has 2 arguments; give it one"),
        ("9**9**9", "larger than 1000; use a smaller one"),
        ("1/0", "evaluates to zoo; check for a division by zero"),
        ("'a'", "is not mathematics"),
        ("z" * 3000, "3000 characters; use at most 2000"),
        ("True", "is not mathematics"),
        ("(" * 500 + "z" + ")" * 500, "Invalid|nested|not an expression"),
    ],
)
def test_everything_else_is_refused(text, message):
    with pytest.raises(Invalid, match=message):
        parse(text)
