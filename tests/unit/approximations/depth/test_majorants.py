from itertools import pairwise
from math import inf

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closedprop.approximations.depth.carleman import carleman, carleman_linearization
from closedprop.approximations.depth.coefficients import coefficient_bounds
from closedprop.approximations.depth.majorants import SolvableMajorant, layer_majorant, power_tail
from closedprop.networks import Activation, Network, activation, backward


@given(
    slope=st.floats(0.1, 1.2), curvature=st.floats(0.1, 3), period=st.sampled_from([1, 2]), steps=st.integers(1, 20),
    share=st.floats(0.05, 0.9),
)  # fmt: skip
def test_iterates_of_the_solvable_majorant(slope, curvature, period, steps, share):
    majorant = SolvableMajorant(slope, curvature, period)
    radius = r = share * majorant.reach(steps)
    slopes = 1.0
    for _ in range(steps):
        inner = 1 - curvature * r**period
        slopes *= slope * inner ** (-1 / period - 1)
        r = slope * r * inner ** (-1 / period)
    assert r == pytest.approx(slope**steps * radius * (1 - share**period) ** (-1 / period), rel=1e-8)
    assert majorant.slope_remainder(steps, 0, radius) == pytest.approx(slopes, rel=2e-3)
    assert majorant.slope_remainder(steps, 0, radius) >= slopes * (1 - 1e-9)
    assert majorant.slope_remainder(steps, 3, 1.001 * majorant.reach(steps)) == inf


@pytest.mark.parametrize("exponent", [1.5, 2.0])
@pytest.mark.parametrize("q", [0.01, 0.5, 0.95])
def test_the_tail_of_a_power(exponent, q):
    whole = (1 - q) ** -exponent
    head, term = 0.0, 1.0
    for j in range(4):
        assert power_tail(exponent, j, q) == pytest.approx(whole - head, rel=1.1e-3)
        head, term = head + term, term * (j + exponent) / (j + 1) * q


def test_the_majorant_of_tanh_is_the_solvable_surrogate():
    """Its third coefficient asks for c = 2/3 in z (1 - c z^2)^(-1/2), and no later one asks for more."""
    bounds = [coefficient_bounds(activation("tanh"), flint.arb(0))]
    majorant = layer_majorant(np.array([[0.5]]), np.array([1.0]), bounds, np.eye(1))
    assert majorant.period == 2
    assert (majorant.solvable[0].slope, majorant.solvable[0].curvature) == pytest.approx((0.5, 2 / 3), rel=1e-6)


def test_it_bounds_every_coefficient_in_every_basis():
    act, rng = activation("softplus"), np.random.default_rng(4)
    weight, point, basis = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=(2, 2))
    bounds = [coefficient_bounds(act, flint.arb(float(value))) for value in point]
    majorant = layer_majorant(weight, act.slope(point), bounds, basis)
    direction = rng.uniform(-1, 1, (200, 2))
    for m in range(1, 6):  # the part of degree m of T^-1 W f(z* + T u), at points of the cube
        part = np.linalg.inv(basis) @ weight @ (act.taylor_array(point, m)[m][:, None] * (basis @ direction.T) ** m)
        assert np.abs(part).max() <= majorant.sums[m]
        for solvable in majorant.solvable:
            assert majorant.sums[m] <= solvable.slope * solvable.curvature ** (m - 1) * (1 + 1e-6)


@pytest.mark.parametrize("order", [1, 3])
def test_the_bound_is_the_error_where_nothing_cancels(order):
    """One neuron with nonnegative coefficients, and an input above the fixed point: an equality, as for the quadratic flow."""
    network = Network.tied([[0.8]], 9, activation=Activation("moebius", "z/(1 - z/2)"))
    truth, rough = backward(network, [0.1], [1.0]).deltas[0], carleman(network, [0.1], [1.0], order, 9)
    assert rough.bound == pytest.approx(np.abs(truth - rough.value[0]).sum(), rel=1e-3)
    assert rough.bound >= np.abs(truth - rough.value[0]).sum()


def test_it_is_uniform_in_depth_at_an_attracting_fixed_point():
    """Relative to the multiplier's power the bound stays below that of infinite depth."""
    linearization = carleman_linearization(Network.tied([[0.5]], 2), 3)
    relative = [linearization.bound([0.5], [1.0], n + 1) / 0.5**n for n in (1, 4, 16, 64, 256)]
    assert all(a <= b * (1 + 1e-9) for a, b in pairwise(relative))
    assert relative[-1] == pytest.approx(relative[-2], rel=1e-6) and relative[-1] < 0.2


@pytest.mark.parametrize(("amplitude", "has"), [(1.07, True), (1.08, False)])
def test_where_it_says_something(amplitude, has):
    """tanh at weight 1/2, at every depth: below sqrt((1 - m^2) 3 m) for the slope m = 0.6 of those tried, 1.0733."""
    linearization = carleman_linearization(Network.tied([[0.5]], 2), 3)
    assert (linearization.bound([amplitude], [1.0], 10**6) is not None) == has
