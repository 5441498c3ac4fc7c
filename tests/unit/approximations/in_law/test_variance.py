import numpy as np
import pytest

from closedprop.approximations.in_law.variance import (
    fixed_point,
    growth,
    second_moment,
    sign_changes,
    slope_moment,
    variance_map,
)
from closedprop.networks import activation
from closedprop.scalars import Invalid, Unable, Undefined

# Closed kernels (Williams 1997; Cho & Saul 2009): a second route to every expectation used here.
CLOSED = {
    "identity": (lambda q: q, lambda q: 1.0),
    "relu": (lambda q: q / 2, lambda q: 0.5),
    "abs": (lambda q: q, lambda q: 1.0),
    "leaky_relu": (lambda q: q * (1 + 1e-4) / 2, lambda q: (1 + 1e-4) / 2),
    "erf": (lambda q: 2 / np.pi * np.arcsin(2 * q / (1 + 2 * q)), lambda q: 4 / np.pi / np.sqrt(1 + 4 * q)),
    "sin": (lambda q: (1 - np.exp(-2 * q)) / 2, lambda q: (1 + np.exp(-2 * q)) / 2),
    "exp": (lambda q: np.exp(2 * q), lambda q: np.exp(2 * q)),
    "quadratic": (lambda q: 3 * q**2, lambda q: 4 * q),
}


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("q", [1e-3, 0.7, 5.0])
def test_moments_have_their_closed_forms(name, q):
    value, slope = CLOSED[name]
    assert second_moment(activation(name), q).value == pytest.approx(value(q), rel=1e-12)
    assert slope_moment(activation(name), q).value == pytest.approx(slope(q), rel=1e-12)


@pytest.mark.parametrize("name", ["tanh", "erf"])
def test_fixed_point_is_the_limit_of_the_orbit(name):
    point = fixed_point(name, sigma_w=1.4, sigma_b=0.3)
    q = 3.0
    for _ in range(60):
        q = variance_map(name, q, 1.4, 0.3, tolerance=1e-10)
    assert q == pytest.approx(point.q, rel=1e-8)
    assert abs(point.residual) < 1e-14


def test_slope_is_the_derivative_of_the_variance_map():
    point = fixed_point("tanh", 1.3, 0.3)
    h = 1e-5
    central = (variance_map("tanh", point.q + h, 1.3) - variance_map("tanh", point.q - h, 1.3)) / (2 * h)
    assert point.slope == pytest.approx(central, rel=1e-8)


def test_zero_is_the_fixed_point_of_an_ordered_network_without_bias():
    point = fixed_point("tanh", 0.8)
    assert (point.q, point.residual) == (0.0, 0.0)
    assert point.chi == pytest.approx(0.64, rel=1e-12)


def test_relu_has_a_line_of_fixed_points_or_none():
    with pytest.raises(Undefined, match="every variance is a fixed point; take the variance of the input"):
        fixed_point("relu", float(np.sqrt(2)))
    with pytest.raises(Unable, match="the variance grows; use a smaller sigma_w"):
        fixed_point("relu", 1.5, 0.1)


@pytest.mark.parametrize("name", ["tanh", "hardtanh", "sin"])
def test_zero_is_the_fixed_point_at_criticality_without_bias(name):
    """There V(q) - q is below the rounding error at small q; hard tanh is the identity there."""
    point = fixed_point(name, 1.0)
    assert (point.q, point.chi) == (0.0, pytest.approx(1, abs=1e-12))


def test_growth_is_half_the_second_derivative_of_the_square():
    """d/dq E g(sqrt(q) Z) = E g'' / 2; for sin: E f^2 = (1 - exp(-2q))/2."""
    assert growth(activation("sin"), 0.7) == pytest.approx(np.exp(-1.4), rel=1e-12)


def test_dropout_and_residual_layers():
    plain = variance_map("tanh", 0.8, 1.3, 0.2)
    assert variance_map("tanh", 0.8, 1.3, 0.2, keep=0.5) == pytest.approx(2 * (plain - 0.04) + 0.04, rel=1e-12)
    assert variance_map("tanh", 0.8, 1.3, 0.2, branch=0.5) == pytest.approx(0.8 + plain / 4, rel=1e-12)


def test_sign_changes_pass_over_noise():
    values = np.array([-1.0, 1e-15, -1e-15, 2.0, 1.0, -3.0])
    assert sign_changes(values, np.full(6, 1e-12)) == [(0, 3), (4, 5)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: variance_map("tanh", -1.0, 1.0), "not a variance"),
        (lambda: variance_map("tanh", 1.0, -1.0), "sigma_w = -1.0: not a standard deviation"),
        (lambda: fixed_point("tanh", 1.0, float("nan")), "sigma_b = nan: not a standard deviation"),
        (lambda: fixed_point("tahn", 1.0), "unknown; did you mean tanh"),
        (lambda: variance_map("tanh", 1.0, 1.0, keep=0.0), "keep = 0.0: not a rate"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(Invalid, match=message):
        call()
