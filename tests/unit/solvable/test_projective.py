"""Projective layers."""

from itertools import pairwise

import flint
import numpy as np
import pytest

from closedprop.scalars import FLOATS, RATIONALS, Invalid
from closedprop.solvable.projective import PROJECTIVE, projective_delta, projective_tied, projective_untied


def rational_layers(rng, widths):
    return [rng.integers(1, 9, (rows + 1, columns + 1)).tolist() for columns, rows in pairwise(widths)]


def test_rectangular_layers_exactly():
    layers = rational_layers(np.random.default_rng(1), [2, 4, 3, 5])
    form = projective_untied(layers, RATIONALS)
    assert (form.iterate(["1/2", 3], 3) == PROJECTIVE.recursion(layers, ["1/2", 3], RATIONALS)[-1]).all()
    top = [1, -2, 3, "1/5", 0]
    assert (form.delta(["1/2", 3], top, 3) == PROJECTIVE.backpropagation(layers, ["1/2", 3], top, RATIONALS)).all()


def test_contracting_layers_in_floats():
    """Delta is about 10^-30 here, and the two terms of its formula agree to 30 digits."""
    rng = np.random.default_rng(2)
    layers = rational_layers(rng, [3] * 60)
    x, top = [1.0, 2.0, 3.0], rng.standard_normal(3)
    truth = PROJECTIVE.backpropagation(layers, x, top)
    found = projective_untied(layers).delta(x, top, 59)
    assert np.abs(truth).max() < 1e-20
    assert np.abs(found - truth).max() <= 1e-12 * np.abs(truth).max()


def test_determinant_of_the_jacobian():
    layers = rational_layers(np.random.default_rng(3), [3] * 4)
    x = RATIONALS.array([1, 2, "1/3"])
    total = RATIONALS.array(np.eye(4, dtype=int))
    for layer in layers:
        total = RATIONALS.array(layer) @ total
    rows = [projective_delta(total, x, RATIONALS.array(row)) for row in np.eye(3, dtype=int)]
    q = total[-1, :-1] @ x + total[-1, -1]
    product = flint.fmpq(1)
    for layer in layers:
        product *= flint.fmpq_mat(4, 4, [entry for row in layer for entry in row]).det()
    assert flint.fmpq_mat(3, 3, [entry for row in rows for entry in row]).det() == product / q**4


def test_messages():
    with pytest.raises(Invalid, match=r"a tied projective layer: shape \(1, 2\); give a square matrix"):
        projective_tied([[1, 2]], FLOATS)
