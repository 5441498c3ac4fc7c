"""Residual linear networks: in the limit of depth, a matrix exponential."""

from math import exp
from typing import Any

import numpy as np

from closedprop.scalars import FLOATS, Invalid, Truncation
from closedprop.solvable.recursion import recursive_power


def residual_delta(matrix: Any, delta_top: Any, layers: int) -> np.ndarray:
    r"""Return delta^(1) of the residual network :math:`z^{(l+1)} = z^{(l)} + \tfrac1n A z^{(l)}` of n layer maps.

    Shapes: ``matrix`` (N, N), ``delta_top`` (N,); result (N,).    Error: that of the recursion.    Cost: n N^2.

    >>> residual_delta([[1.0]], [1.0], layers=2)
    array([2.25])
    """
    A, top = _checked(matrix, delta_top)
    if layers < 1:
        raise Invalid(f"a residual network of {layers} layers", "none", "give at least one")
    return recursive_power(np.eye(len(top)) + A.T / layers, top, layers, FLOATS)


def residual_limit(matrix: Any, delta_top: Any) -> Truncation:
    r"""Return the limit of delta^(1) for infinite depth, with the proved constant of its O(1/n) error.

    .. math:: \Bigl\| \Bigl(I + \tfrac{1}{n} A^\top\Bigr)^{n} \delta^{(L)} - e^{A^\top} \delta^{(L)} \Bigr\|
              \le \frac{\|A\|^2 e^{\|A\|}}{2 n} \|\delta^{(L)}\|

    in the Euclidean norm; the order is sharp: n times the difference tends to :math:`-\tfrac12 (A^\top)^2 e^{A^\top} \delta^{(L)}`.
    Shapes: ``matrix`` (N, N), ``delta_top`` (N,); the value (N,), ``constant`` bounds n times the error.
    Cost: one matrix exponential.    Raises ``Invalid`` for wrong shapes.
    Paper: thm:residual.

    >>> limit = residual_limit([[1.0]], [1.0])
    >>> bool(abs(limit.value[0] - 1.1**10) <= limit.constant / 10)
    True
    """
    from scipy.linalg import expm  # here, because SciPy takes a third of a second to load and few jobs need it

    A, top = _checked(matrix, delta_top)
    norm = float(np.linalg.norm(A, 2))
    constant = norm**2 * exp(norm) / 2 * float(np.linalg.norm(top))
    return Truncation(expm(A.T) @ top, order=1, constant=constant)


def _checked(matrix: Any, delta_top: Any) -> tuple[np.ndarray, np.ndarray]:
    A, top = FLOATS.array(matrix), FLOATS.array(delta_top)
    if A.shape != (len(top), len(top)):
        raise Invalid("A and delta^(L)", f"shapes {A.shape} and {top.shape}", "give shapes (N, N) and (N,)")
    return A, top
