import flint
import numpy as np
import pytest
import sympy as sp

from closedprop.networks import activation
from closedprop.networks.activation import Z
from closedprop.scalars import Undefined
from closedprop.validated.analytic import bound_on_disc, taylor_balls
from closedprop.validated.precision import precision

SMOOTH = ["tanh", "sigmoid", "erf", "softplus", "gelu", "silu", "sin", "exp", "arctan", "isru", "quadratic"]


@pytest.mark.parametrize("name", SMOOTH)
def test_the_coefficients_enclose_the_symbolic_ones(name):
    act = activation(name)
    with precision(128):
        balls = taylor_balls(act.expression, Z, flint.arb("0.25"), 6)
        for ball, exact in zip(balls, act.taylor(sp.Rational(1, 4), 6), strict=True):
            assert abs(float(ball.mid()) - float(exact)) < 1e-15 and float(ball.rad()) < 1e-30


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("center", [0.0, 0.7])
def test_the_bound_is_above_the_values_and_not_far(name, center):
    act = activation(name)
    radius = min(0.9 * act.radius(center), 2.0)
    value = sp.lambdify(sp.Symbol("z"), act.expression.xreplace({Z: sp.Symbol("z")}), ["scipy", "numpy"])
    largest = np.abs(value(center + radius * np.exp(1j * np.linspace(0, 2 * np.pi, 4001)))).max()
    assert largest <= bound_on_disc(act.expression, Z, center, radius) < 5 * largest


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "silu", "arctan", "isru"])
def test_a_disc_with_a_singularity_has_no_bound(name):
    act = activation(name)
    assert bound_on_disc(act.expression, Z, 0.3, 1.05 * act.radius(0.3)) is None


def test_a_pole_inside_the_disc_is_not_overlooked():
    """The circle alone would not show it."""
    assert bound_on_disc(1 / (Z**2 + sp.Rational(1, 100)), Z, 0.0, 1.0) is None
    assert bound_on_disc(sp.sqrt(Z + sp.Rational(1, 2)), Z, 0.0, 0.75) is None


def test_a_series_at_a_singularity_is_refused():
    with pytest.raises(Undefined, match=r"the series of log\(z\) at 0.* not analytic there"):
        taylor_balls(sp.log(Z), Z, flint.arb(0), 3)
