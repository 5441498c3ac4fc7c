"""Putzer's sum: powers of any matrix, without eigenvectors and, here, without leaving the field."""

import numpy as np

from closedprop.algebra import factors
from closedprop.scalars import Scalars


def putzer_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` as a combination of fixed products of factors of the characteristic polynomial.

    .. math:: \chi = q_1 q_2 \cdots q_s, \qquad A^n = \sum_{k=1}^{s} R_k^{(n)}(A)\, Q_{k-1}(A), \qquad
              Q_k = q_1 \cdots q_k, \quad \deg R_k^{(n)} < \deg q_k

    where :math:`R_k^{(0)} = [k = 1]` and :math:`R_k^{(n+1)} = x R_k^{(n)} - c_k q_k + c_{k-1}`, with :math:`c_k` the coefficient of
    :math:`x^{\deg q_k - 1}` in :math:`R_k^{(n)}` and :math:`c_0 = 0`. For linear factors :math:`q_k = x - \lambda_k` these are
    Putzer's :math:`r_k(n+1) = \lambda_k r_k(n) + r_{k-1}(n)`. Irreducible factors over the rationals keep everything
    rational, so a defective matrix with irrational eigenvalues is no exception.
    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: exact over RATIONALS, an enclosure over BALLS; over FLOATS that of Newton interpolation of :math:`x^n` at the
    computed eigenvalues.
    Cost: the factors, n N scalar multiplications, N products of a matrix and a vector.
    Source: Elaydi, An Introduction to Difference Equations, section 3.1 (linear factors).
    Paper: thm:putzer.

    >>> from closedprop.scalars import RATIONALS
    >>> defective = RATIONALS.array([[0, 2, 1, 0], [1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 1, 0]])  # sqrt(2), -sqrt(2), twice
    >>> putzer_power(defective, RATIONALS.array([0, 0, 0, 1]), 5, RATIONALS)
    array([0, 20, 8, 0], dtype=object)
    """
    moduli = factors(matrix, over)
    remainders = [over.array([0] * (len(modulus) - 1)) for modulus in moduli]
    remainders[0][0] = over.one
    for _ in range(steps):
        carry = over.zero
        for k, modulus in enumerate(moduli):
            top = remainders[k][-1]
            shifted = np.concatenate([over.array([0]), remainders[k][:-1]]) - top * modulus[:-1]
            shifted[0] = shifted[0] + carry
            remainders[k], carry = shifted, top
    result = over.array([0] * len(vector))
    reduced = vector  # Q_{k-1}(A) v
    for modulus, remainder in zip(moduli, remainders, strict=True):
        applied = reduced * modulus[0]
        for coefficient, weight in zip(remainder, modulus[1:], strict=True):
            result = result + coefficient * reduced
            reduced = matrix @ reduced
            applied = applied + weight * reduced
        reduced = applied
    return result
