import numpy as np
import pytest

from closedprop import critical_gain
from closedprop.approximations import fixed_point
from closedprop.approximations.in_law.edge import (
    critical_point,
    critical_points,
    edge_of_chaos,
    edge_point,
    half_stable,
)
from closedprop.approximations.in_law.variance import variance_map
from closedprop.networks import ACTIVATIONS, Activation
from closedprop.scalars import Unable, Undefined

SIGMA_BS = (0.05, 0.5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_is_found_is_critical(name):
    """By the fixed-point equation and chi at the very numbers that are returned; softplus and homogeneous ones have none."""
    points = [point for sigma_b in SIGMA_BS for point in critical_points(name, sigma_b)]
    assert len(points) == (0 if name in ("identity", "relu", "leaky_relu", "abs", "softplus") else len(SIGMA_BS))
    for point in points:
        assert point.chi == pytest.approx(1, abs=1e-12)
        assert variance_map(name, point.q, point.sigma_w, point.sigma_b) == pytest.approx(point.q, rel=1e-12)
        assert point.residual == pytest.approx(0, abs=1e-12 * max(point.q, 1))
        assert (point.slope < 1) == (point.stability == "attracts")


def test_an_attracting_point_is_the_fixed_point():
    point = critical_point("elu", 0.3)
    assert fixed_point("elu", point.sigma_w, 0.3).q == pytest.approx(point.q, rel=1e-9)


def test_a_repelling_point_is_not():
    """At that network the variance comes to a lower fixed point, where chi < 1."""
    point = critical_point("silu", 0.2)
    found = fixed_point("silu", point.sigma_w, 0.2)
    assert point.stability == "repels" and found.q < point.q and found.chi < 1


def test_a_repelling_limit_without_bias_lets_every_variance_grow():
    for name in ("silu", "gelu"):
        with pytest.raises(Unable, match="the variance grows"):
            fixed_point(name, critical_gain(name))


def test_edge_point_and_edge_of_chaos_agree():
    sigma_w, q = edge_of_chaos("erf", 0.4)
    assert edge_point("erf", q) == pytest.approx((sigma_w**2, 0.4**2), rel=1e-11)


@pytest.mark.parametrize(
    ("name", "gain", "q", "stability"),
    [
        ("tanh", 1.0, 0, "attracts"),
        ("erf", np.sqrt(np.pi) / 2, 0, "attracts"),
        ("hardtanh", 1.0, 0, "attracts"),
        ("elu", 1.0, 0, "attracts"),
        ("selu", 0.6904860736341848, 0, "attracts"),
        ("relu", np.sqrt(2), 0, "neutral"),
        ("silu", 2.0, 0, "repels"),
        ("gelu", 2.0, 0, "repels"),
        ("logistic", 0.25, 0, "repels"),
        ("exp", np.exp(-1), 1, "repels"),
        ("sigmoid", 10.149263710, 45.62, "attracts"),
    ],
)
def test_gains_without_bias(name, gain, q, stability):
    """Limits 1/|f'(0)| (a mean of squares at a kink); exp: chi = q at its fixed points; sigmoid by its equation."""
    point = critical_point(name)
    assert critical_gain(name) == point.sigma_w == pytest.approx(gain, rel=1e-9)
    assert point.q == pytest.approx(q, rel=1e-3) and point.stability == stability


def test_edges_in_closed_form():
    """Derived from closed kernels: exp q = 1 + b^2; quadratic q = 4 b^2; sin b^2 = q - tanh q."""
    assert edge_of_chaos("exp", 0.3) == pytest.approx((np.exp(-1.09), 1.09), rel=1e-11)
    assert edge_of_chaos("quadratic", 0.3) == pytest.approx((1 / (4 * 0.3), 0.36), rel=1e-11)
    _, q = edge_of_chaos("sin", 0.3)
    assert q - np.tanh(q) == pytest.approx(0.09, rel=1e-11)


@pytest.mark.parametrize(
    ("name", "sigma_b", "remedy"),
    [
        ("relu", 0.2, "only sigma_b = 0 has one"),
        ("softplus", 0.2, "choose sigma_w by fixed_point and read its chi"),
        ("quadratic", 0.0, "use a sigma_b > 0"),
        ("tanh", 1000.0, "use a sigma_b below"),
    ],
)
def test_refusals(name, sigma_b, remedy):
    with pytest.raises(Undefined, match=f"the edge of chaos of {name}.*no network is critical; {remedy}"):
        critical_gain(name, sigma_b)


def test_half_stable_is_a_double_root():
    point = half_stable("gelu")
    assert (point.chi, point.slope, point.stability) == (pytest.approx(1), pytest.approx(1), "neutral")
    surplus = [variance_map("gelu", point.q + h, point.sigma_w, point.sigma_b) - point.q - h for h in (-0.1, 0.1)]
    assert all(0 < value < 1e-3 for value in surplus) or all(-1e-3 < value < 0 for value in surplus)
    with pytest.raises(Undefined, match="V'\\(q\\) is not 1 on the edge of chaos"):
        half_stable("tanh")
    with pytest.raises(Undefined, match="half-stable"):
        half_stable("exp")


def test_an_activation_of_your_own():
    mish = Activation("mish", "z*tanh(log(1 + exp(z)))")
    assert critical_gain(mish) == pytest.approx(5 / 3, rel=1e-12)  # f'(0) = tanh(log 2) = 3/5
    assert critical_point(mish, 0.5).stability == "attracts"
