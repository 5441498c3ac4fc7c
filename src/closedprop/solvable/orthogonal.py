"""The formula in a comment to the question, and where it holds: symmetric weights."""

from typing import Any

import numpy as np

from closedprop.scalars import RATIONALS, Scalars
from closedprop.solvable.recursion import recursive_power

#: Diagonalizable (eigenvalues 1 and 2) and not symmetric: the smallest counterexample to "diagonalizable, so W = R^T D R".
COUNTEREXAMPLE = ((1, 1), (0, 2))


def is_orthogonally_diagonalizable(weight: Any, over: Scalars = RATIONALS) -> bool:
    r"""Return whether a real matrix is :math:`R^\top D R` with orthogonal R and real diagonal D: if and only if it is symmetric.

    Shapes: ``weight`` (N, N).    Error: exact over RATIONALS.    Cost: N^2 comparisons.
    Paper: prop:comment.

    >>> is_orthogonally_diagonalizable([[2, 1], [1, 3]]), is_orthogonally_diagonalizable(COUNTEREXAMPLE)
    (True, False)
    """
    matrix = over.array(weight)
    return bool(np.all(matrix == matrix.T))


def comment_study(depths: list[int]) -> list[dict[str, Any]]:
    """Return, for the counterexample, delta of the recursion beside the formula without the transpose; exact.

    The angle of the eigenvectors is given by their inner product: zero would be needed for an orthogonal R.

    >>> comment_study([2])[0]["without_transpose"]
    '(4, 4)'
    """
    matrix, top = RATIONALS.array(COUNTEREXAMPLE), RATIONALS.array([1, 1])
    eigenvectors = RATIONALS.array([[1, 1], [0, 1]])
    rows = []
    for depth in depths:
        rows.append(
            {
                "steps": depth,
                "delta": _text(recursive_power(matrix.T, top, depth, RATIONALS)),
                "without_transpose": _text(recursive_power(matrix, top, depth, RATIONALS)),
                "without_delta_top": _text(np.linalg.matrix_power(matrix.T, depth)[:, 0]),
                "inner_product_of_eigenvectors": str(eigenvectors[:, 0] @ eigenvectors[:, 1]),
            }
        )
    return rows


def _text(vector: np.ndarray) -> str:
    return f"({', '.join(str(entry) for entry in vector)})"
