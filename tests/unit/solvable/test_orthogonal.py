"""The comment to the question: W = R^T D R with orthogonal R, no transpose, no delta^(L)."""

import numpy as np

from closedprop.algebra import jordan_form
from closedprop.scalars import RATIONALS
from closedprop.solvable import is_orthogonally_diagonalizable, linear_delta
from closedprop.solvable.orthogonal import COUNTEREXAMPLE, comment_study


def test_the_counterexample_is_diagonalizable_but_not_by_an_orthogonal_matrix():
    form = jordan_form(RATIONALS.array(COUNTEREXAMPLE))
    assert form.is_diagonal and not is_orthogonally_diagonalizable(COUNTEREXAMPLE)
    assert form.basis[:, 0] @ form.basis[:, 1] != 0  # distinct eigenvalues: no other eigenvectors to choose


def test_an_orthogonal_similarity_of_a_diagonal_matrix_is_symmetric():
    rotation, diagonal = RATIONALS.array([["3/5", "4/5"], ["-4/5", "3/5"]]), RATIONALS.array([[2, 0], [0, 7]])
    assert is_orthogonally_diagonalizable(rotation.T @ diagonal @ rotation)


def test_the_formula_of_the_comment_is_not_delta():
    for row in comment_study([1, 2, 5]):
        truth = linear_delta(COUNTEREXAMPLE, [1, 1], row["steps"], over=RATIONALS)
        assert row["delta"] == f"({truth[0]}, {truth[1]})" != row["without_transpose"]
        assert row["delta"] != row["without_delta_top"]
        assert row["inner_product_of_eigenvectors"] != "0"


def test_for_symmetric_weights_the_transpose_does_not_matter():
    weight = RATIONALS.array([[2, 1], [1, 3]])
    assert (linear_delta(weight, [1, 2], 4, over=RATIONALS) == np.linalg.matrix_power(weight, 4) @ [1, 2]).all()
