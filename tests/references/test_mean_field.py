"""Published and independently computed values of the mean-field quantities, each with its source."""

import numpy as np
import pytest

from closedprop.approximations import (
    correlation_point,
    depth_scales,
    edge_of_chaos,
    edge_point,
    fixed_point,
    gradient_depth,
    half_stable,
    kernel,
    variance_map,
)
from closedprop.approximations.in_law.kernels import closed_kernel
from closedprop.networks import ACTIVATIONS


def test_tanh_without_bias_is_critical_at_one():
    """Exact: Poole et al., arXiv 1606.05340."""
    assert edge_point("tanh", 0.0) == pytest.approx((1, 0), abs=1e-13)


def test_relu_is_critical_only_at_two_and_zero():
    """Exact: Pennington, Schoenholz & Ganguli, arXiv 1711.04735."""
    for q in (0.1, 1.0, 30.0):
        assert edge_point("relu", q) == pytest.approx((2, 0), abs=1e-12 * max(q, 1))


def test_tanh_critical_weight_at_bias_variance_005():
    """The setting of Schoenholz et al., arXiv 1611.01232; digits from an independent computation."""
    sigma_w, q = edge_of_chaos("tanh", np.sqrt(0.05))
    assert sigma_w**2 == pytest.approx(1.7609546, abs=5e-8)
    assert q == pytest.approx(0.5700479, abs=5e-8)


@pytest.mark.parametrize(
    ("name", "sigma_w", "sigma_b", "q", "chi"),
    [
        ("tanh", 1.3, 0.3, 0.607047, 0.939807),
        ("tanh", 5 / 3, 0.0, 1.178480, 1.209831),  # the gain of PyTorch's initialization
        ("selu", 1.0, 0.0, 1.0, 1.071575),
        ("selu", 0.75, 0.0, 0.023034, 1.003670),
    ],
)
def test_fixed_points(name, sigma_w, sigma_b, q, chi):
    """Independent computation; q* = 1 for selu at gain 1 by its construction (Klambauer et al. 2017)."""
    point = fixed_point(name, sigma_w, sigma_b)
    assert (point.q, point.chi) == pytest.approx((q, chi), abs=6e-7)


def test_chaotic_tanh():
    """sigma_w^2 = 2.5, sigma_b^2 = 0.05; independent computation."""
    scales = depth_scales("tanh", np.sqrt(2.5), np.sqrt(0.05))
    assert (scales.chi, scales.c) == pytest.approx((1.133516, 0.446804), abs=6e-7)
    assert scales.correlation == pytest.approx(11.7956, abs=6e-5)


def test_ordered_tanh_correlates_perfectly():
    """sigma_w = 1.3, sigma_b = 0.3; independent computation."""
    assert correlation_point("tanh", 1.3, 0.3).c == 1


def test_gradient_depth_of_ordered_tanh():
    """sigma_w^2 = 1, sigma_b^2 = 0.05; independent computation."""
    scales = depth_scales("tanh", 1.0, np.sqrt(0.05))
    assert (scales.gradient, scales.correlation) == pytest.approx((3.626976, 3.626976), abs=6e-7)


def test_pytorch_gain_of_tanh_makes_gradients_grow():
    """e-fold per 5.25 layers."""
    assert gradient_depth(fixed_point("tanh", 5 / 3).chi) == pytest.approx(5.25, abs=0.005)


@pytest.mark.parametrize(("q", "weight", "bias"), [(0.0259209, 1.05, 2.01052e-5), (0.8213544, 2.0, 0.1037798)])
def test_tanh_edge_curve(q, weight, bias):
    """Independent computation; q is given to 7 digits, which limits the comparison."""
    squared_weight, squared_bias = edge_point("tanh", q)
    assert squared_weight == pytest.approx(weight, abs=2e-7)
    assert squared_bias == pytest.approx(bias, rel=1e-5)


@pytest.mark.parametrize(("name", "sigma_w", "q"), [("tanh", 1.304146, 0.512079), ("elu", 1.229251, 1.106931)])
def test_edge_of_chaos_at_sigma_b_02(name, sigma_w, q):
    """Independent computation. Hayou et al., arXiv 1902.06853, give 1.302 and 1.227 by Monte Carlo (scatter 0.004, 0.0026)."""
    assert edge_of_chaos(name, 0.2) == pytest.approx((sigma_w, q), abs=6e-7)


@pytest.mark.parametrize("q", [0.1, 1.0, 10.0])
def test_erf_edge_in_closed_form(q):
    """Derived from Williams' arcsine kernel (1997)."""
    weight = np.pi / 4 * np.sqrt(1 + 4 * q)
    bias = q - weight * 2 / np.pi * np.arcsin(2 * q / (1 + 2 * q))
    assert edge_point("erf", q) == pytest.approx((weight, bias), abs=1e-12 * max(q, 1))
    assert q != 1 or (weight, bias) == pytest.approx((1.7562037, 0.1841397), abs=5e-8)


@pytest.mark.parametrize(
    ("name", "q", "weight", "bias"),
    [("gelu", 3.56155281, 1.98305826, 0.17292239), ("silu", 14.32017362, 1.98800468, 0.55514317)],
)
def test_half_stable_criticality(name, q, weight, bias):
    """Roberts, Yaida & Hanin, arXiv 2106.10165; both susceptibilities are 1 there, so q is a double root."""
    assert edge_point(name, q) == pytest.approx((weight, bias), abs=2e-8)
    point = half_stable(name)
    assert (point.q, point.sigma_w**2, point.sigma_b**2) == pytest.approx((q, weight, bias), abs=6e-9)
    assert (point.chi, point.slope) == pytest.approx((1, 1), abs=1e-12)


def test_published_gains_and_what_they_do():
    """At the gains of Hayou et al. chi is about 0.9988, and over 300 layers chi^300 about 0.70."""
    assert fixed_point("tanh", 1.302, 0.2).chi == pytest.approx(0.9988, abs=6e-5)
    assert fixed_point("elu", 1.227, 0.2).chi == pytest.approx(0.9988, abs=3e-4)
    assert fixed_point("tanh", 1.302, 0.2).chi ** 300 == pytest.approx(0.70, abs=5e-3)


def test_kernels():
    """Williams 1997 and Cho & Saul 2009; digits from an independent computation."""
    assert kernel("erf", 1.3, 0.7, 0.4) == pytest.approx(0.16720079, abs=6e-9)
    assert kernel("relu", 1.3, 0.7, 0.4) == pytest.approx(0.25953432, abs=6e-9)


def test_tanh_decays_as_one_over_twice_the_depth():
    """At the edge without bias, from K_0 = 1; independent computation. The variance map is iterated as it stands."""
    q = 1.0
    for _ in range(1000):
        q = variance_map("tanh", q, 1.0)
    assert 2 * 1000 * q == pytest.approx(1.00233, abs=6e-6)


def test_relu_decorrelates_quadratically():
    """1 - c_l at the critical gain from c_0 = 0.1; independent computation; the limit of (1 - c_l) l^2 is 9 pi^2 / 2."""
    image, gap = closed_kernel(ACTIVATIONS["relu"]).gap, 0.9
    for _ in range(10**4):
        gap = 2 * image(1.0, gap)
    assert gap * 1e8 == pytest.approx(44.250, abs=6e-4)
    for _ in range(10**5 - 10**4):
        gap = 2 * image(1.0, gap)
    assert gap * 1e10 == pytest.approx(4.5 * np.pi**2, rel=1e-3)
