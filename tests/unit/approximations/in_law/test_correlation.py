import numpy as np
import pytest

from closedprop.approximations.in_law.correlation import (
    correlation_gap,
    correlation_map,
    correlation_point,
    kernel,
    slope_kernel,
)
from closedprop.approximations.in_law.edge import critical_point
from closedprop.approximations.in_law.kernels import closed_kernel
from closedprop.approximations.in_law.variance import fixed_point, growth, second_moment, slope_moment
from closedprop.networks import ACTIVATIONS, Activation, activation
from closedprop.scalars import Invalid, Undefined

EVERY = [*ACTIVATIONS.values(), Activation("mish", "z*tanh(log(1 + exp(z)))")]
NOT_CLOSED = [act for act in EVERY if closed_kernel(act) is None]


@pytest.mark.parametrize("act", EVERY, ids=lambda act: act.name)
def test_perfect_and_no_correlation(act):
    """E f(u)^2 and (E f(u))^2; by one variable on one side, by two on the other."""
    assert kernel(act, 0.9, 0.9, 1.0) == pytest.approx(second_moment(act, 0.9).value, rel=1e-12)
    assert slope_kernel(act, 0.9, 0.9, 1.0) == pytest.approx(slope_moment(act, 0.9).value, rel=1e-12)
    mean = kernel(act, 0.9, 0.0, 1.0) / float(act(0.0)) if float(act(0.0)) else None
    if mean is not None:
        assert kernel(act, 0.9, 0.9, 0.0) == pytest.approx(mean**2, rel=1e-11)


@pytest.mark.parametrize("act", NOT_CLOSED, ids=lambda act: act.name)
def test_slope_kernel_is_the_derivative_of_the_kernel(act):
    """Price's theorem; central differences of step h err by h^2."""
    h = 1e-4
    central = (kernel(act, 0.8, 0.8, 0.3 + h) - kernel(act, 0.8, 0.8, 0.3 - h)) / (2 * h)
    assert 0.8 * slope_kernel(act, 0.8, 0.8, 0.3) == pytest.approx(central, rel=1e-6)


@pytest.mark.parametrize("name", ["hardtanh", "elu", "tanh"])
def test_gap_is_one_minus_the_map(name):
    act = activation(name)
    assert correlation_gap(act, 0.3, 1.2, 0.2, q=0.9) == pytest.approx(
        1 - correlation_map(act, 0.7, 1.2, 0.2, q1=0.9), rel=1e-10
    )
    assert correlation_gap(act, 2.0, 1.2, 0.2, q=0.9) == pytest.approx(
        1 - correlation_map(act, -1.0, 1.2, 0.2, q1=0.9), rel=1e-12
    )


@pytest.mark.parametrize(("name", "jumps"), [("hardtanh", (-1.0, 1.0)), ("relu", (0.0,))])
def test_kinks_bend_the_map_at_one(name, jumps):
    """1 - C(1 - g) = chi g - B g^(3/2) + .., B = (2 sigma_w^2 / (3 sqrt(pi))) sum J^2 phi(kink / sqrt(q)); relative error O(g)."""
    act, q, gap = activation(name), 1.0, 1e-4
    density = sum(np.exp(-(kink**2) / 2) / np.sqrt(2 * np.pi) for kink in jumps)
    image = correlation_gap(act, gap, 1.0, q=q) * second_moment(act, q).value
    chi = slope_moment(act, q).value
    assert (chi * gap - image) / gap**1.5 == pytest.approx(2 / (3 * np.sqrt(np.pi)) * density, rel=0.02)


def test_the_orbit_comes_to_the_point():
    point = correlation_point("tanh", 1.8, 0.3)
    q, c = fixed_point("tanh", 1.8, 0.3).q, 0.999
    steps = []
    for _ in range(300):
        c = correlation_map("tanh", c, 1.8, 0.3, q1=q)
        steps.append(c - point.c)
    assert abs(steps[-1]) < 1e-8 and point.residual == pytest.approx(0, abs=1e-14)
    assert steps[150] / steps[149] == pytest.approx(point.slope, rel=1e-3)


def test_order_is_perfect_correlation():
    point = correlation_point("gelu", 1.3, 0.5)
    assert (point.c, point.gap, point.residual) == (1, 0, 0)
    assert point.slope == pytest.approx(fixed_point("gelu", 1.3, 0.5).chi, rel=1e-12)


def test_chaos_without_bias_is_no_correlation():
    """For odd activations c* = 0, where the slope is sigma_w^2 (E f')^2."""
    point = correlation_point("sin", 1.3)
    q = fixed_point("sin", 1.3).q
    assert point.c == 0 and point.slope == pytest.approx(1.69 * np.exp(-q), rel=1e-12)


def test_near_the_edge_the_gap_is_small_and_right():
    """1 - c* ~ 2 (chi - 1) / C''(1), C''(1) = sigma_w^2 q E f''^2; the next term is of relative size 1 - c*."""
    edge = critical_point("erf", 0.2)
    sigma_w = edge.sigma_w * (1 + 1e-6)
    fixed = fixed_point("erf", sigma_w, 0.2)
    curvature = (
        sigma_w**2 * 16 / np.pi * fixed.q**2 / (1 + 4 * fixed.q) ** 1.5
    )  # E (4 z / sqrt(pi) e^(-z^2))^2, times q
    assert correlation_point("erf", sigma_w, 0.2).gap == pytest.approx(2 * (fixed.chi - 1) / curvature, rel=1e-4)


def test_dropout_never_correlates_perfectly():
    q = fixed_point("tanh", 1.2 / np.sqrt(0.9), 0.3).q
    point = correlation_point("tanh", 1.2, 0.3, keep=0.9)
    assert point.c < 1
    assert correlation_map("tanh", point.c, 1.2, 0.3, q1=q, keep=0.9) == pytest.approx(point.c, abs=1e-12)
    assert correlation_map("tanh", 1.0, 1.2, 0.3, q1=q, keep=0.9) < 1


def test_a_residual_layer_moves_the_correlation_less():
    plain = correlation_map("relu", 0.2, 2**0.5)
    assert 0.2 < correlation_map("relu", 0.2, 2**0.5, branch=0.3) < plain


def test_variance_slope_and_correlation_slope_agree_for_homogeneous_activations():
    assert growth(activation("relu"), 2.0) == pytest.approx(slope_kernel("relu", 2.0, 2.0, 1.0), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: kernel("tanh", -1.0, 1.0, 0.0), Invalid, "not variances"),
        (lambda: kernel("tanh", 1.0, 1.0, 1.1), Invalid, "not a correlation"),
        (lambda: correlation_point("tanh", 0.9), Undefined, "the variance goes to 0; use a sigma_b > 0"),
        (lambda: correlation_map("tanh", 0.5, 1.0, q1=0.0), Undefined, "a signal of variance 0"),
        (lambda: correlation_point("relu", 2**0.5), Undefined, "take the variance of the input"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_with_its_variance_given_critical_relu_has_a_point():
    assert correlation_point("relu", 2**0.5, q=1.0).c == 1
