"""Monomial layers."""

import numpy as np
import pytest

from closedprop.scalars import Invalid
from closedprop.solvable.monomial import MONOMIAL, log_linear, monomial_tied, monomial_untied


def test_rectangular_layers_with_biases():
    rng = np.random.default_rng(1)
    layers = [(rng.uniform(-1, 1, shape), rng.uniform(-1, 1, shape[0])) for shape in [(4, 2), (3, 4), (2, 3)]]
    x, top = rng.uniform(0.5, 2, 2), rng.standard_normal(2)
    form = monomial_untied(layers)
    assert form.iterate(x, 3) == pytest.approx(MONOMIAL.recursion(layers, x)[-1], rel=1e-13)
    assert form.delta(x, top, 3) == pytest.approx(MONOMIAL.backpropagation(layers, x, top), rel=1e-12)


def test_powers_of_powers():
    form = monomial_tied(([[3]], [0]))
    assert form.iterate([2], 4) == pytest.approx(2.0**81, rel=1e-15)
    assert form.delta([2], [1], 4) == pytest.approx(81 * 2.0**80, rel=1e-15)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (0.5, 0.5), (1.5, -0.75), (2, -1)])
def test_order_two_recurrence(a, b):
    z = [1.3, 1.1]
    for _ in range(20):
        z.append(z[-1] ** a * z[-2] ** b)
    assert log_linear(a, b).iterate([1.1, 1.3], 20) == pytest.approx([z[-1], z[-2]], rel=1e-10)


def test_messages():
    with pytest.raises(Invalid, match=r"W and b of a monomial layer: shapes \(1, 2\) and \(2,\); give shapes"):
        monomial_untied([([[1, 2]], [0, 0])])
    with pytest.raises(Invalid, match="a tied monomial layer: a weight that is not square; give a square matrix"):
        monomial_tied(([[1, 2]], [0]))
