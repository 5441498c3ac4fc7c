from fractions import Fraction

import numpy as np
import pytest

from closedprop.approximations.in_law.free_probability import SlopeLaw, slope_law
from closedprop.approximations.in_law.variance import slope_moment
from closedprop.networks import ACTIVATIONS, activation, activation_from
from closedprop.scalars import Invalid, Unable

BOUNDED = [name for name in ACTIVATIONS if name not in ("exp", "quadratic", "logistic")]


@pytest.mark.parametrize("name", BOUNDED)
def test_mean_is_that_of_the_mean_field(name):
    expected = slope_moment(activation(name), 2.0).value
    assert float(slope_law(name, 2.0).mean_power(1)) == pytest.approx(expected, rel=1e-12)


def test_powers_of_the_slope_of_erf_have_their_closed_form():
    law = slope_law("erf", 0.7)
    for k in (1, 2, 5):
        assert law.mean_power(k) == pytest.approx((4 / np.pi) ** k / np.sqrt(1 + 4 * k * 0.7), rel=1e-12)


def test_piecewise_linear_laws_are_exact():
    leaky = slope_law("leaky_relu", 3.0)
    assert (leaky.values, leaky.masses, leaky.zero) == ((1, Fraction(1, 10**4)), (Fraction(1, 2),) * 2, 0)
    assert slope_law("abs").values == (1,) and slope_law("abs").masses == (1,)
    shrink = activation_from("shrink", {"expression": "z - max(-1, min(1, z))", "kinks": {-1: 0, 1: 0}})
    assert float(slope_law(shrink, 0.01).masses[0]) == pytest.approx(1.523970604832e-23, rel=1e-11)  # erfc(10 / sqrt 2)


def test_at_variance_0_the_law_is_the_limit():
    assert slope_law("tanh", 0.0).values == (1.0,)
    assert slope_law("selu", 0.0).masses == (Fraction(1, 2), Fraction(1, 2))
    assert slope_law("hardtanh", 0.0).zero == 0
    assert slope_law("hardtanh", 1e-4).masses[0] == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("name", ["tanh", "elu", "leaky_relu"])
def test_s_transform_inverts_the_moment_function(name):
    law = slope_law(name, 0.8)
    for z in (-0.7, -0.01, 0.02, 3.0):
        assert law.psi(law.s_transform(z) * z / (1 + z)) == pytest.approx(z, rel=1e-10)


def test_refusals():
    with pytest.raises(Unable, match="slopes that are not bounded; use an activation with bounded slopes"):
        slope_law("exp", 1.0)
    with pytest.raises(Invalid, match=r"q = -1\.0: not a variance"):
        slope_law("tanh", -1.0)
    with pytest.raises(Invalid, match="18 nodes: too few, or no multiple of 4"):
        slope_law("tanh", 1.0, nodes=18)
    with pytest.raises(Unable, match="all of them are 0"):
        slope_law(activation_from("shrink", {"expression": "z - max(-1, min(1, z))", "kinks": {-1: 0, 1: 0}}), 0.0)
    with pytest.raises(Invalid, match=r"total mass 0\.5: not a law"):
        SlopeLaw((1,), (0.5,))
    with pytest.raises(Invalid, match="values that do not decrease"):
        SlopeLaw((1, 2), (0.5, 0.5))
    with pytest.raises(Invalid, match=r"not above -0\.5, or 0; move z"):
        slope_law("relu").s_transform(-0.5)
