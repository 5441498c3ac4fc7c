"""The Jordan form: a defective weight."""

from math import comb

import numpy as np

from closedprop.algebra import jordan_form
from closedprop.networks import exact_fractions
from closedprop.scalars import FLOATS, RATIONALS, Scalars, Undefined


def jordan_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` from the Jordan form, for any matrix with rational eigenvalues.

    .. math:: A = V J V^{-1}, \qquad (J_s(\lambda)^n)_{i, i+j} = \binom{n}{j} \lambda^{n-j}, \quad 0 \le j < s

    Over FLOATS the form is that of the exact binary values of the entries, and only its evaluation is rounded: a Jordan
    form is a discontinuous function of the matrix (prop:jordan-discontinuity), so none can be computed from rounded entries.
    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: exact over RATIONALS; over FLOATS a rounding of the exact vector.
    Cost: one exact Jordan form, then O(N^2) binomial terms.
    Raises ``Unable`` for irrational eigenvalues (use Putzer), ``Undefined`` over BALLS.
    Paper: thm:jordan.

    >>> jordan_power(RATIONALS.array([[2, 1], [0, 2]]), RATIONALS.array([0, 1]), 10, RATIONALS)
    array([5120, 1024], dtype=object)
    """
    if over is FLOATS:
        exact_matrix, exact_vector = (RATIONALS.array(exact_fractions(array)) for array in (matrix, vector))
        return FLOATS.array(jordan_power(exact_matrix, exact_vector, steps, RATIONALS))
    if over is not RATIONALS:
        raise Undefined(
            f"a Jordan form over {over}",
            "every neighborhood of a defective matrix contains matrices with other Jordan forms",
            "use over=RATIONALS, or method='cayley-hamilton'",
        )
    form = jordan_form(matrix)
    coordinates = form.inverse @ vector
    powered = np.full(len(vector), RATIONALS.zero, dtype=object)
    start = 0
    for eigenvalue, size in form.blocks:
        # j > n has a zero binomial and a negative power of lambda, so it is left out.
        row = [comb(steps, j) * eigenvalue ** (steps - j) for j in range(min(size, steps + 1))]
        for i in range(size):
            powered[start + i] = sum(
                (c * coordinates[start + i + j] for j, c in enumerate(row[: size - i])), RATIONALS.zero
            )
        start += size
    return form.basis @ powered
