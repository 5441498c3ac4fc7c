"""The recursion itself, for a linear weight-tied network: what every closed form is compared with."""

import numpy as np

from closedprop.scalars import Scalars


def recursive_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` by n products of a matrix and a vector; with :math:`A = W^\top` this is back-propagation.

    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: over FLOATS it is the exact result of layers :math:`W + E_l`, :math:`|E_l| \le \gamma_N |W|`, with
    :math:`\gamma_N = N u / (1 - N u)`, u = 2^-53; exact over RATIONALS, an enclosure over BALLS.
    Cost: n N^2 multiplications.
    Source: Higham, Accuracy and Stability of Numerical Algorithms, section 3.5.
    Paper: thm:backward-stability.

    >>> from closedprop.scalars import RATIONALS
    >>> recursive_power(RATIONALS.array([[1, 1], [1, 0]]), RATIONALS.array([1, 0]), 10, RATIONALS)
    array([89, 55], dtype=object)
    """
    for _ in range(steps):
        vector = matrix @ vector
    return vector
