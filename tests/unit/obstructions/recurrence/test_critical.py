import flint
import numpy as np
import pytest
import sympy as sp

from closedprop.networks.parse import parse
from closedprop.obstructions.recurrence.critical import critical_point
from closedprop.scalars import RATIONALS, Invalid, Unable

Z = sp.Symbol("z", real=True)
LAYERS = ["tanh(z)", "sin(z)", "atan(z)", "exp(z)-1", "2*z/(1+exp(-z))", "z*(1-z)", "z/sqrt(1+z^2)", "z/(1+z^3)"]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_residue_is_that_of_the_fixed_point_formula(layer):
    """The iterative residue is (m+1)/2 less the residue of 1/(z - F(z)): another algorithm."""
    point = critical_point(layer)
    order = point.exponent + 1
    series = sp.series(Z - parse(layer), Z, 0, 2 * order + 1).removeO()
    fixed = sp.residue(1 / series, Z, 0)
    assert point.residue == RATIONALS.convert(sp.Rational(order, 2) - fixed)


@pytest.mark.parametrize("layer", ["tanh(z)", "sin(z)", "z*(1-z)"])
def test_conjugation_and_iteration(layer):
    """The residue does not depend on the coordinate, and is halved for the second iterate."""
    twice = layer.replace("z", f"({layer})")
    assert critical_point(twice).residue == critical_point(layer).residue / 2
    scaled = f"({layer.replace('z', '(3*z)')})/3"
    assert critical_point(scaled).residue == critical_point(layer).residue


def test_the_logarithm_in_the_orbit():
    """For tanh, 3/(2 z^2) + (3/10) log z - n converges; without the logarithm it does not."""
    z, values = 0.9, []
    for n in range(1, 200_001):
        z = np.tanh(z)
        if n in (20_000, 200_000):
            values.append((1.5 / z**2 - n, np.log(z)))
    (a, log_a), (b, log_b) = values
    assert abs((b + 0.3 * log_b) - (a + 0.3 * log_a)) < 1e-4
    assert abs(b - a) > 0.3


def test_solvable_critical_layers_have_none():
    for layer in ("z/(1+z)", "z/sqrt(1+z^2)"):
        assert critical_point(layer).residue == 0
    assert critical_point("z/(1+z)").coefficient == 1
    assert critical_point("sin(z)").coefficient == flint.fmpq(1, 6)


def test_refusals():
    with pytest.raises(Invalid, match="it must have multiplier 1"):
        critical_point("tanh(z)/2")
    with pytest.raises(Unable, match="the identity to order 20"):
        critical_point("z")
