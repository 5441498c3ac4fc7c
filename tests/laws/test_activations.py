"""Laws that every registered activation obeys, and a broken member that does not."""

import flint
import mpmath
import numpy as np
import pytest
import sympy as sp

from closedprop.networks import ACTIVATIONS, Activation
from closedprop.networks.registry import activation_from
from closedprop.reports.settings import own_activations
from closedprop.scalars import BALLS

POINTS = [-40.0, -6.5, -1.3, -0.4, 0.3, 0.9, 2.7, 11.0, 40.0]


def law_balls_enclose_array_code(act):
    """The array code, whatever it rewrites, is within rounding of a 200-bit enclosure of the plain formula."""
    flint.ctx.prec = 200
    try:
        for code, name in ((act, "f"), (act.slope, "f'")):
            enclosures = code([flint.arb(point) for point in POINTS], over=BALLS)
            for point, value, ball in zip(POINTS, code(np.array(POINTS)), enclosures, strict=True):
                error = abs(flint.arb(value) - ball)
                assert error <= abs(ball) * 1e-13 + 1e-300, f"{name}({point}) = {value}, not in {ball}"
    finally:
        flint.ctx.prec = 53


def law_slope_is_the_derivative(act):
    """The slope agrees with a central difference at 50 digits (error O(h^2) = 1e-30)."""
    with mpmath.workdps(50):
        value = sp.lambdify(sp.Symbol("z", real=True), act.expression, "mpmath")
        h = mpmath.mpf(10) ** -15
        for point, slope in zip(POINTS, act.slope(np.array(POINTS)), strict=True):
            difference = (value(mpmath.mpf(point) + h) - value(mpmath.mpf(point) - h)) / (2 * h)
            assert abs(slope - difference) <= 1e-13 * abs(difference) + 1e-25


def law_taylor_sums_to_the_value(act):
    """At an eighth of the radius of convergence (or 1/8), 12 terms leave less than 8^-12 of the scale."""
    center = 0.4
    coefficients = [float(c) for c in act.taylor(sp.Rational(2, 5), 12)]
    step = min(act.radius(center), 1.0, *(abs(float(k) - center) for k in act._kink_points)) / 8
    value = sum(c * step**k for k, c in enumerate(coefficients))
    assert abs(value - act(np.array([center + step]))[0]) <= 1e-9 * max(map(abs, coefficients))


def law_taylor_arrays_reach_far(act):
    """Where the coefficients exist as doubles they are found: no overflow inside makes them NaN."""
    if act.is_analytic and act.name != "exp":
        with np.errstate(over="ignore"):
            assert not np.isnan(act.taylor_array(np.array([-800.0, -30.0, 30.0, 710.0, 800.0]), 4)).any()


LAWS = [
    law_balls_enclose_array_code,
    law_slope_is_the_derivative,
    law_taylor_sums_to_the_value,
    law_taylor_arrays_reach_far,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("act", ACTIVATIONS.values(), ids=lambda act: act.name)
def test_law(law, act):
    law(act)


def test_the_slope_law_rejects_a_wrong_member():
    class Wrong(Activation):
        def slope(self, z, over=None):
            return 1.0001 * super().slope(z)

    with pytest.raises(AssertionError):
        law_slope_is_the_derivative(Wrong("wrong", "tanh(z)"))


def test_a_slope_at_a_kink_lies_between_its_sides():
    for act in ACTIVATIONS.values():
        for point in map(float, act._kink_points):
            left, at, right = act.slope(np.array([point - 1e-9, point, point + 1e-9]))
            assert min(left, right) - 1e-8 <= at <= max(left, right) + 1e-8


def test_the_recipe_for_a_new_one(recipe, tmp_path):
    """The line of CONTRIBUTING.md, as it stands there, and the laws of every activation on what it defines."""
    (tmp_path / "activations.yaml").write_text(recipe("An activation", "yaml")[0], encoding="utf-8")
    ((name, expression),) = own_activations(tmp_path / "activations.yaml").items()
    for law in LAWS:
        law(activation_from(name, expression))
