"""The eigen-form: a diagonalizable weight."""

import flint
import numpy as np

from closedprop.algebra import jordan_form
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Scalars, Unable, Undefined

#: Beyond this condition number of V not one digit of V^{-1} v is known.
SINGULAR = 2.0**52  # derived: 1 / (2 u), u = 2^-53


def spectral_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` for a diagonalizable matrix.

    .. math:: A = V \Lambda V^{-1} \implies A^n v = V \Lambda^n V^{-1} v = \sum_i \lambda_i^n\, (V^{-1} v)_i\, V_i

    With :math:`A = W^\top`: :math:`\delta^{(l)} = V \Lambda^{L-l} V^{-1} \delta^{(L)}`, V the eigenvectors of the transpose.
    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: over FLOATS governed by cond(V) (prop:eigen-error); exact over RATIONALS for rational eigenvalues; an
    enclosure over BALLS where the eigenvalues can be isolated.
    Cost: one eigendecomposition, about 25 N^3 operations over FLOATS, then O(N log n + N^2).
    Raises ``Undefined`` for a defective matrix, ``Unable`` for irrational eigenvalues over RATIONALS, for
    eigenvectors dependent to working precision over FLOATS, for eigenvalues the balls cannot tell apart.
    Paper: thm:spectral.

    >>> spectral_power(RATIONALS.array([[1, 1], [0, 2]]), RATIONALS.array([0, 1]), 10, RATIONALS)
    array([1023, 1024], dtype=object)
    """
    if over is FLOATS:
        return _float_power(matrix, vector, steps)
    if over is BALLS:
        return _ball_power(matrix, vector, steps)
    if over is not RATIONALS:
        raise Undefined(f"the eigen-form over {over}", "eigenvalues are not found there", "use method='putzer'")
    form = jordan_form(matrix)
    if not form.is_diagonal:
        raise Undefined(
            "the eigen-form", "W is defective: it has no basis of eigenvectors", "use method='jordan' or 'putzer'"
        )
    powers = np.array([eigenvalue**steps for eigenvalue, _ in form.blocks], dtype=object)
    return form.basis @ (powers * (form.inverse @ vector))


def _float_power(matrix: np.ndarray, vector: np.ndarray, steps: int) -> np.ndarray:
    eigenvalues, basis = np.linalg.eig(matrix)
    condition = np.linalg.cond(basis)
    if not condition < SINGULAR:
        raise Unable("the eigen-form over FLOATS", f"cond(V) = {condition:.1e}", "use method='putzer' or the recursion")
    return (basis @ (eigenvalues**steps * np.linalg.solve(basis, vector.astype(basis.dtype)))).real


def _ball_power(matrix: np.ndarray, vector: np.ndarray, steps: int) -> np.ndarray:
    size = len(matrix)
    try:
        eigenvalues, basis = flint.acb_mat(size, size, list(matrix.ravel())).eig(right=True)
        coordinates = basis.inv() * flint.acb_mat(size, 1, list(vector))
    except (ValueError, ZeroDivisionError):
        raise Unable(
            "the eigen-form over BALLS",
            "eigenvalues that the balls cannot tell apart",
            "raise the precision or use method='cayley-hamilton'",
        ) from None
    scaled = [value**steps * coordinates[i, 0] for i, value in enumerate(eigenvalues)]
    return np.array([entry.real for entry in (basis * flint.acb_mat(size, 1, scaled)).entries()], dtype=object)
