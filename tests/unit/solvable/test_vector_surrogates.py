"""Vector inverse square root, softsign in the 1-norm."""

from itertools import pairwise

import numpy as np
import pytest

from closedprop.scalars import FLOATS, RATIONALS
from closedprop.solvable.vector_surrogates import L1_SOFTSIGN, VECTOR_ISRU, isru_delta


def test_rectangular_layers():
    rng = np.random.default_rng(1)
    layers, widths = [], [3, 5, 2, 4]
    for columns, rows in pairwise(widths):
        factor = rng.standard_normal((1, columns))  # a singular metric
        layers.append((rng.standard_normal((rows, columns)), factor.T @ factor))
    x, top = rng.standard_normal(3), rng.standard_normal(4)
    form = VECTOR_ISRU.untied(layers, FLOATS)
    assert form.iterate(x, 3) == pytest.approx(VECTOR_ISRU.recursion(layers, x)[-1], rel=1e-13)
    assert form.delta(x, top, 3) == pytest.approx(VECTOR_ISRU.backpropagation(layers, x, top), rel=1e-12)


def test_the_recursion_differentiates_its_step():
    """By central differences: the reference that everything else is compared with."""
    rng = np.random.default_rng(2)
    for family in (VECTOR_ISRU, L1_SOFTSIGN):
        layer = family.draw(rng, False)
        x, top, h = FLOATS.array(family.start(rng, layer, False)), rng.standard_normal(3), 1e-6
        for j, pulled in enumerate(family.pull(layer, x, top, FLOATS)):
            e = h * np.eye(3)[j]
            difference = (family.step(layer, x + e, FLOATS) - family.step(layer, x - e, FLOATS)) / (2 * h)
            assert difference @ top == pytest.approx(pulled, abs=1e-8)


def test_exact_where_the_root_is_rational():
    layers = [(RATIONALS.array([[2]]), RATIONALS.array([[3]])), (RATIONALS.array([[3]]), RATIONALS.array([["5/4"]]))]
    one = RATIONALS.array([1])
    # tau^2 = 1 + 3 + 4 * 5/4 = 9, P = 6, P / tau^3 = 6 / 27
    assert (isru_delta(layers, one, one, RATIONALS) == RATIONALS.array(["2/9"])).all()


def test_softsign_in_the_1_norm():
    layers = [([[1, 2], [0, 1]], [1, 1]), ([[1, 1]], [1, 1])]
    form = L1_SOFTSIGN.untied(layers, RATIONALS)
    # (1, 2) -> (5, 2) / 4 -> (7/4) / (11/4)
    assert form.iterate([1, 2], 2)[0] == RATIONALS.convert("7/11")
    truth = L1_SOFTSIGN.backpropagation(layers, [1, 2], [1], RATIONALS)
    assert (form.delta([1, 2], [1], 2) == truth).all()


def test_softsign_in_one_dimension_is_softsign():
    form = L1_SOFTSIGN.tied(([[1]], [1]), FLOATS)
    assert form.iterate([2.0], 10**6) == pytest.approx(2 / (1 + 2e6), rel=1e-15)
