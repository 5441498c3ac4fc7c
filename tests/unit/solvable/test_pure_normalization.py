"""Pure normalization."""

import numpy as np
import pytest

from closedprop.scalars import Invalid
from closedprop.solvable.pure_normalization import (
    PURE_NORMALIZATION,
    pure_normalization_tied,
    pure_normalization_untied,
)


def test_rectangular_layers():
    rng = np.random.default_rng(1)
    layers = [rng.standard_normal(shape) for shape in [(4, 2), (3, 4), (5, 3)]]
    x, top = rng.standard_normal(2), rng.standard_normal(5)
    form = pure_normalization_untied(layers)
    assert form.iterate(x, 3) == pytest.approx(PURE_NORMALIZATION.recursion(layers, x)[-1], rel=1e-13)
    assert form.delta(x, top, 3) == pytest.approx(PURE_NORMALIZATION.backpropagation(layers, x, top), rel=1e-12)


def test_delta_is_orthogonal_to_the_input():
    """The iterate does not depend on the length of x."""
    form = pure_normalization_tied([[2, 1], [0, 3]])
    x = np.array([0.3, -0.7])
    assert form.delta(x, [1, 2], 20) @ x == pytest.approx(0, abs=1e-16)


def test_it_is_the_power_method():
    weight = np.array([[2.0, 1.0], [1.0, 3.0]])
    z = pure_normalization_tied(weight).iterate([1.0, 0.0], 10**6)
    assert weight @ z == pytest.approx(np.linalg.eigvalsh(weight)[-1] * z, rel=1e-14)


def test_depth_zero_is_the_input():
    form = pure_normalization_tied([[2]])
    assert form.iterate([3], 0) == 3 and form.delta([3], [5], 0) == 5


def test_messages():
    with pytest.raises(Invalid, match=r"a tied pure normalization: shape \(1, 2\); give a square matrix"):
        pure_normalization_tied([[1, 2]])
