import flint
import pytest
import sympy as sp

from closedprop.algebra.taylor import composed
from closedprop.networks import ACTIVATIONS
from closedprop.scalars import RATIONALS, Undefined

Z = sp.Symbol("z", real=True)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "arctan", "sin", "exp", "silu", "softsign_branch", "isru"])
def test_the_coefficients_are_the_derivatives(name):
    expression = Z / (1 + Z) if name == "softsign_branch" else ACTIVATIONS[name].expression
    if name == "isru":
        expression = Z / sp.sqrt(1 + Z**2)
    expected = [sp.diff(expression, Z, k).subs(Z, 0) / sp.factorial(k) for k in range(8)]
    assert composed(expression, Z, [0, 1, 0, 0, 0, 0, 0, 0]) == [RATIONALS.convert(sp.simplify(c)) for c in expected]


def test_composition():
    inner = [0, 2, -1, 3, 0, 0]
    assert composed(sp.sin(Z), Z, composed(sp.tanh(Z), Z, inner)) == composed(sp.sin(sp.tanh(Z)), Z, inner)


def test_a_constant_and_the_precision_afterwards():
    before = flint.ctx.cap
    assert composed(sp.Rational(1, 3), Z, [0, 1, 0]) == [flint.fmpq(1, 3), 0, 0]
    assert flint.ctx.cap == before


@pytest.mark.parametrize("expression", [sp.log(Z), 1 / Z, sp.tanh(Z + 1), sp.exp(Z) + sp.log(2)])
def test_what_has_no_rational_series(expression):
    with pytest.raises(Undefined):
        composed(expression, Z, [0, 1, 0])
    with pytest.raises(Undefined, match="choose the bias so that its constants are rational"):
        composed(sp.log(Z), Z, [0, 1, 0])
