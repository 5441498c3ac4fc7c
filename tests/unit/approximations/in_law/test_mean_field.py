import numpy as np
import pytest

from closedprop.approximations import fixed_point, gradient_depth, mean_field
from closedprop.approximations.in_law.mean_field_study import fixed_points, predicted_gradients
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


def test_study_says_why_there_is_no_fixed_point():
    rows = fixed_points(["relu"], sigma_ws=[1.0, 2**0.5, 2.0], sigma_bs=[0.0])
    assert [row["q"] for row in rows] == [0.0, None, None]
    assert "every variance" in rows[1]["remark"] and "grows" in rows[2]["remark"]
