import numpy as np
import pytest

from closedprop.approximations.in_law.finite_width.conditional import Chain
from closedprop.approximations.in_law.finite_width.first_correction import first_correction
from closedprop.approximations.in_law.finite_width.layer_averages import layer_averages
from closedprop.approximations.in_law.mean_field import mean_field
from closedprop.scalars import Invalid

TANH = ("tanh", 1.6, 0.3, 1.0)


@pytest.mark.parametrize(("name", "sigma_w", "vertex"), [("relu", 2**0.5, 5), ("identity", 1.0, 2), ("abs", 1.0, 2)])
def test_homogeneous_activations(name, sigma_w, vertex):
    """The mean is exact at every width; variances grow by (1 + vertex/n) a layer."""
    theory = first_correction(name, sigma_w, 0.0, 1.0, depth=5)
    assert theory.gradient == pytest.approx(np.zeros(5), abs=1e-11)
    assert theory.vertex == pytest.approx(vertex * np.arange(5), rel=1e-11)
    assert theory.log_variance == pytest.approx(2 + vertex * np.arange(4, -1, -1), rel=1e-11)


@pytest.mark.parametrize("name", ["tanh", "softsign", "relu"])
def test_derivatives_of_the_averages(name):
    q, h = 0.7, 1e-4
    low, middle, high = (layer_averages(name, q + step, 1.3, 0.2) for step in (-h, 0.0, h))
    assert middle.variance_slope == pytest.approx((high.image - low.image) / (2 * h), rel=1e-6)
    assert middle.factor_slope == pytest.approx((high.factor - low.factor) / (2 * h), abs=1e-6)
    curvature = (high.variance_slope - low.variance_slope) / (2 * h)
    assert middle.variance_curvature == pytest.approx(curvature, abs=1e-6)
    assert middle.factor_curvature == pytest.approx((high.factor_slope - low.factor_slope) / (2 * h), abs=1e-6)


def test_growth_is_the_logarithmic_derivative_of_the_gradient():
    name, sigma_w, sigma_b, q = TANH
    h = 1e-4
    gradients = [mean_field(name, sigma_w, sigma_b, q + step, 6).gradients[0] for step in (-h, h)]
    growth = first_correction(*TANH, depth=6).growth[0]
    assert growth == pytest.approx((np.log(gradients[1]) - np.log(gradients[0])) / (2 * h), rel=1e-5)


def test_vertex_is_the_variance_of_sampled_variances():
    chain = Chain("tanh", 60, 5, 1.6, 0.3)
    _, variances = chain.preactivations(np.random.default_rng(2), 20000)
    for sampled, vertex in zip(variances[1:], chain.correction.vertex[1:], strict=True):
        measured = 60 * np.var(sampled) / np.mean(sampled) ** 2
        # standard error sqrt(2/20000) = 1 %; the next order is about 1/60: false alarm below 1e-4
        assert measured == pytest.approx(vertex, rel=0.04 + 1 / 60)


def test_refusal():
    with pytest.raises(Invalid, match="not positive; give q > 0"):
        layer_averages("tanh", 0.0, 1.0)
    with pytest.raises(Invalid, match="depth 0: no layer"):
        first_correction("tanh", 1.0, 0.0, 1.0, 0)
