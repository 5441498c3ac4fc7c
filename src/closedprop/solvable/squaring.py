"""Repeated squaring: the depth enters through its binary digits."""

import numpy as np

from closedprop.scalars import Scalars


def squared_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` from the squares :math:`A, A^2, A^4, \dots`, each applied where n has a binary digit 1.

    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: over FLOATS at most :math:`((1 + N \gamma_N)^n - 1) \|A\|^n \|v\|`; for normal A that is a small multiple
    of :math:`\|A^n\| \|v\|`, otherwise no multiple of it bounds the error; exact over RATIONALS, an enclosure over BALLS.
    Cost: :math:`\lfloor \log_2 n \rfloor N^3` multiplications and one :math:`N^2` for each binary digit 1 of n.
    Paper: prop:squaring.

    >>> from closedprop.scalars import RATIONALS
    >>> squared_power(RATIONALS.array([[1, 1], [1, 0]]), RATIONALS.array([1, 0]), 10, RATIONALS)
    array([89, 55], dtype=object)
    """
    while steps:
        if steps & 1:
            vector = matrix @ vector
        steps >>= 1
        if steps:
            matrix = matrix @ matrix
    return vector
