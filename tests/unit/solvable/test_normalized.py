"""Linear layers with normalization."""

from itertools import pairwise

import numpy as np
import pytest

from closedprop.scalars import BALLS, Invalid, Undefined
from closedprop.solvable.normalized import (
    NORMALIZED,
    layer_norm_layer,
    normalized_tied,
    normalized_untied,
    rms_norm_layer,
)
from closedprop.solvable.vector_surrogates import VECTOR_ISRU


def gaussian_layers(rng, widths):
    return [
        (rng.standard_normal((rows, columns)) * 1.3 / np.sqrt(columns), rng.uniform(0, 2))
        for columns, rows in pairwise(widths)
    ]


def distance(found, truth):
    return np.linalg.norm(found - truth) / np.linalg.norm(truth)


@pytest.mark.parametrize("widths", [[3, 5, 4, 1, 6, 4, 4], [20, 17, 30, 5], [20] * 9], ids=str)
def test_rectangular_untied_layers(widths):
    rng = np.random.default_rng(1)
    layers, x = gaussian_layers(rng, widths), rng.standard_normal(widths[0])
    form, top, count = normalized_untied(layers), rng.standard_normal(widths[-1]), len(layers)
    assert distance(form.iterate(x, count), NORMALIZED.recursion(layers, x)[-1]) <= 1e-14
    assert distance(form.delta(x, top, count), NORMALIZED.backpropagation(layers, x, top)) <= 1e-13


@pytest.mark.parametrize("radius", [0.5, 0.999, 1.0, 1.001, 3.0])
def test_delta_where_the_formula_cancels(radius):
    rng = np.random.default_rng(2)
    weight = rng.standard_normal((5, 5))
    weight *= radius / np.abs(np.linalg.eigvals(weight)).max()
    x, top = rng.standard_normal(5), rng.standard_normal(5)
    form = normalized_tied((weight, 1.5))
    for depth in (1, 7, 100):
        layers = [(weight, 1.5)] * depth
        assert distance(form.iterate(x, depth), NORMALIZED.recursion(layers, x)[-1]) <= 1e-12
        assert distance(form.delta(x, top, depth), NORMALIZED.backpropagation(layers, x, top)) <= 1e-12


def test_an_input_in_an_invariant_subspace():
    """The Gramian is dominated by directions the input does not have: floats hand over to balls."""
    weight, x = np.diag([5.0] * 19 + [0.9]), np.eye(20)[-1]
    layers = [(weight, 1.0)] * 300
    truth = NORMALIZED.recursion(layers, x)[-1]
    assert normalized_tied((weight, 1.0)).iterate(x, 300)[-1] == pytest.approx(truth[-1], rel=1e-13)


def test_expanding_untied_layers_do_not_overflow():
    rng = np.random.default_rng(8)
    layers = [(rng.standard_normal((20, 20)) * 10, 1.0) for _ in range(400)]  # the product is about 10^640
    x = rng.standard_normal(20)
    assert distance(normalized_untied(layers).iterate(x, 400), NORMALIZED.recursion(layers, x)[-1]) <= 1e-12


def test_a_nilpotent_weight():
    form = normalized_tied(([[0, 1], [0, 0]], 1))
    assert (form.iterate([1, 1], 10**6) == 0).all() and (form.delta([1, 1], [1, 1], 10**6) == 0).all()


def test_the_critical_scalar_case():
    form = normalized_tied(([[1]], 2))
    assert form.iterate([3], 10**6) == pytest.approx(3 / np.sqrt(1 + 2 * 9 * 10**6), rel=1e-12)
    assert form.delta([3], [1], 10**6) == pytest.approx((1 + 2 * 9 * 10**6) ** -1.5, rel=1e-14)


def test_wide_and_deep():
    rng = np.random.default_rng(3)
    weight, x = rng.standard_normal((64, 64)) / 8, rng.standard_normal(64)
    z = x.copy()
    for _ in range(10**5):
        z = weight @ z / np.sqrt(1 + z @ z)
    assert distance(normalized_tied((weight, 1)).iterate(x, 10**5), z) <= 1e-10


@pytest.mark.parametrize("radius", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("size", [4, 20])
def test_neither_overflow_nor_underflow(radius, size):
    rng = np.random.default_rng(4)
    weight = rng.standard_normal((size, size))
    weight *= radius / np.abs(np.linalg.eigvals(weight)).max()
    form = normalized_tied((weight, 1.0))
    z = form.iterate(np.ones(size), 10**6)
    assert np.isfinite(z).all() and (radius < 1) == (np.abs(z).max() == 0)
    if radius > 1:
        assert np.linalg.norm(weight @ z) / np.sqrt(1 + z @ z) == pytest.approx(np.linalg.norm(z), rel=0.5)


def test_rms_norm():
    rng = np.random.default_rng(5)
    weights, gains, epsilon = rng.standard_normal((4, 6, 6)), rng.uniform(0.5, 2, (4, 6)), 1e-2
    z = x = rng.standard_normal(6)
    for weight, gain in zip(weights, gains, strict=True):
        z = weight @ (gain * z / np.sqrt((z**2).mean() + epsilon))
    layers = [rms_norm_layer(weight, gain, epsilon) for weight, gain in zip(weights, gains, strict=True)]
    assert distance(normalized_untied(layers).iterate(x, 4), z) <= 1e-13


def test_layer_norm_without_bias():
    rng = np.random.default_rng(6)
    weights, gains, epsilon = rng.standard_normal((4, 6, 6)), rng.uniform(0.5, 2, (4, 6)), 1e-2
    z = x = rng.standard_normal(6)
    for weight, gain in zip(weights, gains, strict=True):
        z = weight @ (gain * (z - z.mean()) / np.sqrt(z.var() + epsilon))
    layers = [layer_norm_layer(weight, gain, epsilon) for weight, gain in zip(weights, gains, strict=True)]
    assert distance(VECTOR_ISRU.untied(layers, over=VECTOR_ISRU.systems[0]).iterate(x, 4), z) <= 1e-13


def test_a_bias_breaks_it():
    """With a bias the map from the ray of x is no longer of degree one, so no formula of this form can hold."""
    weight, x = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([1.0, 2.0])
    z = x
    for _ in range(3):
        z = weight @ z / np.sqrt(1 + z @ z) + 0.1
    assert distance(normalized_tied((weight, 1.0)).iterate(x, 3), z) > 1e-2


def test_enclosures():
    ball = normalized_tied(([["1/2", 1], [0, "1/3"]], "1/7"), BALLS).iterate([1, 2], 20)
    truth = normalized_tied(([[0.5, 1], [0, 1 / 3]], 1 / 7)).iterate([1, 2], 20)
    assert [float(entry.mid()) for entry in ball] == pytest.approx(list(truth), rel=1e-12)


def test_messages():
    with pytest.raises(
        Invalid, match=r"tied layers, normalized linear: a weight of shape \(1, 2\); give a square matrix"
    ):
        normalized_tied(([[1, 2]], 1))
    with pytest.raises(Invalid, match=r"the weight of a normalized layer: shape \(2,\); give a matrix"):
        normalized_tied(([1, 2], 1))
    with pytest.raises(
        Undefined, match=r"a normalized layer with a = .*: a square root of a negative number; use a >= 0"
    ):
        normalized_untied([([[1]], -1)])
    with pytest.raises(Undefined, match="RMSNorm with epsilon = 0: no value at 0; use pure_normalization"):
        rms_norm_layer([[1]], [1], 0)
    with pytest.raises(Invalid, match="a closed form at depth -1: not a number of layers; give an integer >= 0"):
        normalized_tied(([[1]], 1)).iterate([1], -1)
