"""Conjugates of scalar families."""

import numpy as np
import pytest

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Undefined
from closedprop.solvable.circulant import circulant
from closedprop.solvable.conjugates import CONJUGATE_SOFTSIGN, conjugate_tied, conjugate_untied, softsign_powers


def test_a_generic_basis_exactly():
    rng = np.random.default_rng(1)
    basis = (rng.integers(-3, 4, (3, 3)) + 7 * np.eye(3, dtype=int)).tolist()
    layers = [(basis, [f"{k}/5" for k in rng.integers(-9, 10, 3)]) for _ in range(9)]
    form, x, top = conjugate_untied(layers, RATIONALS), ["1/2", -3, 2], [1, 2, -5]
    assert (form.iterate(x, 9) == CONJUGATE_SOFTSIGN.recursion(layers, x, RATIONALS)[-1]).all()
    assert (form.delta(x, top, 9) == CONJUGATE_SOFTSIGN.backpropagation(layers, x, top, RATIONALS)).all()


def test_the_fourier_basis_makes_the_linear_parts_convolutions():
    basis, weight = CONJUGATE_SOFTSIGN.draw(np.random.default_rng(2), False)
    A = np.array(basis, dtype=float)
    linear = A @ np.diag(weight) @ np.linalg.inv(A)
    assert linear == pytest.approx(circulant(linear[:, 0]), abs=1e-14)


@pytest.mark.parametrize("w", [1 - 1e-12, 1.0, 1 + 1e-12, -1.0])
def test_weights_near_one_at_depth_a_million(w):
    n = 10**6
    z = conjugate_tied(([[1]], [w])).iterate([1.0], n)[0]
    total = np.exp(n * np.log1p(abs(w) - 1)) * (1 if w > 0 else (-1) ** n)
    reach = n if abs(w) == 1 else np.expm1(n * np.log1p(abs(w) - 1)) / (abs(w) - 1)
    assert z == pytest.approx(total / (1 + reach), rel=1e-14)


def test_geometric_sums():
    total, reach = softsign_powers(RATIONALS.array(["-1/2"]), 5, RATIONALS)
    assert total[0] == RATIONALS.convert("-1/32") and reach[0] == RATIONALS.convert("31/16")


def test_messages():
    with pytest.raises(Undefined, match="a conjugate by A: A is singular; use an invertible basis"):
        conjugate_tied(([[1, 1], [1, 1]], [1, 1]), RATIONALS).iterate([1, 2], 3)
    with pytest.raises(Invalid, match="conjugates of scalar layers: another basis in layer 2; use one basis"):
        conjugate_untied([([[1]], [1]), ([[2]], [1])], FLOATS)
