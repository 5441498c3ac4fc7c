import numpy as np
import pytest

from closedprop.approximations import depth_scales, fixed_point, gradient_depth, mean_field
from closedprop.approximations.in_law.mean_field import layers
from closedprop.approximations.in_law.mean_field_study import predicted_gradients
from closedprop.scalars import Invalid, Undefined


def test_relu_is_geometric_at_any_variance():
    theory = mean_field("relu", sigma_w=1.2, sigma_b=0.4, input_variance=3.0, depth=9)
    assert theory.gradients == pytest.approx(0.72 ** np.arange(8, -1, -1.0), rel=1e-12)
    assert theory.error < 1e-11


def test_factors_tend_to_chi_at_the_fixed_point():
    theory = mean_field("tanh", 1.3, 0.3, input_variance=4.0, depth=60)
    point = fixed_point("tanh", 1.3, 0.3)
    assert theory.variances[-1] == pytest.approx(point.q, rel=1e-12)
    assert theory.factors[-1] == pytest.approx(point.chi, rel=1e-12)
    assert theory.gradients[0] == pytest.approx(np.prod(theory.factors), rel=1e-12)


def test_depth_one_has_no_factor():
    theory = mean_field("tanh", 1.0, 0.0, 1.0, depth=1)
    assert (len(theory.factors), theory.gradients.tolist()) == (0, [1.0])


def test_refusals():
    with pytest.raises(Invalid, match="depth 0: no layer"):
        mean_field("tanh", 1.0, 0.0, 1.0, depth=0)
    for chi in (0.0, 1.0):
        with pytest.raises(Undefined, match="depth scale"):
            gradient_depth(chi)


def test_study_resolves_the_critical_weight():
    regimes = {"tanh": {"critical": {"weight_variance": "critical", "bias_variance": 0.05}}}
    rows = predicted_gradients(regimes, input_variance=1.0, depth=40)
    assert rows[0]["sigma_w"] ** 2 == pytest.approx(1.7609546, abs=5e-8)
    assert rows[-2]["chi"] == pytest.approx(1, abs=1e-6) and rows[-1]["chi"] is None


def test_dropout_is_a_larger_weight():
    dropped = mean_field("tanh", 1.2, 0.3, 1.0, depth=6, keep=0.8)
    larger = mean_field("tanh", 1.2 / np.sqrt(0.8), 0.3, 1.0, depth=6)
    assert dropped.gradients == pytest.approx(larger.gradients, rel=1e-12)


def test_a_residual_relu_network_in_closed_form():
    """V_res(q) = (1 + a^2 sigma_w^2 / 2) q, and the factor of the gradient is the same."""
    theory = mean_field("relu", 1.0, 0.0, 2.0, depth=5, branch=0.4)
    assert theory.variances == pytest.approx(2 * 1.08 ** np.arange(5), rel=1e-12)
    assert theory.gradients == pytest.approx(1.08 ** np.arange(4, -1, -1.0), rel=1e-12)


def test_depth_scales_across_the_edge():
    ordered, chaotic = depth_scales("tanh", 1.2, 0.3), depth_scales("tanh", 1.7, 0.3)
    assert ordered.c == 1 and ordered.correlation == pytest.approx(ordered.gradient, rel=1e-12)
    assert 0 < chaotic.c < 1 and chaotic.chi > 1 > chaotic.correlation_slope
    assert chaotic.correlation > chaotic.gradient > chaotic.variance


def test_depth_scales_without_signal_and_at_criticality():
    dead = depth_scales("tanh", 0.9)
    assert (dead.q, dead.c, dead.correlation) == (0, None, None)
    assert dead.gradient == dead.variance == pytest.approx(-1 / np.log(0.81), rel=1e-12)
    assert depth_scales("tanh", 1.0).gradient == np.inf
    assert (layers(0.0), layers(-0.5)) == (0.0, pytest.approx(1 / np.log(2)))
