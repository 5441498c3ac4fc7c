"""Untied layers that commute: diagonalized together, or polynomials in one matrix."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.algebra import characteristic_polynomial, multiply, remainder
from closedprop.scalars import FLOATS, Invalid, Scalars, Unable

#: Off-diagonal entries up to this multiple of cond(V) times the norm count as rounding.
ROUNDING = 1e-12  # arbitrary: well above N u for N <= 100, well below any visible coupling


def simultaneous_delta(weights: Sequence[Any], delta_top: Any) -> np.ndarray:
    r"""Return delta^(1) of untied layers with a common basis of eigenvectors, over FLOATS.

    .. math:: W^{(l)\top} = V \Lambda_l V^{-1} \implies
              \delta^{(1)} = V \Bigl( \prod_{l=1}^{L-1} \Lambda_l \Bigr) V^{-1} \delta^{(L)}

    The basis is that of a generic combination of the layers; that it diagonalizes each of them is checked.
    Shapes: ``weights`` (L - 1, N, N), ``delta_top`` (N,); result (N,).    Error: governed by cond(V).
    Cost: one eigendecomposition, and L products of N numbers once the :math:`\Lambda_l` are known.
    Raises ``Invalid`` for wrong shapes, ``Unable`` when no common basis is found to working precision.
    Paper: thm:simultaneous.

    >>> simultaneous_delta([[[2, 1], [1, 2]], [[0, 1], [1, 0]]], [1, 0])
    array([1., 2.])
    """
    layers, top = FLOATS.array(weights), FLOATS.array(delta_top)
    if layers.ndim != 3 or layers.shape[1:] != (len(top), len(top)):
        found = f"shapes {layers.shape} and {top.shape}"
        raise Invalid("weights and delta^(L)", found, "give shapes (L - 1, N, N) and (N,)")
    transposed = layers.transpose(0, 2, 1)
    # A generic combination has equal eigenvalues only where all layers have; the weights that fail form a null set.
    combination = np.tensordot(np.sqrt(1.0 + np.arange(len(layers))), transposed, axes=1)
    _, basis = np.linalg.eig(combination)
    condition = np.linalg.cond(basis)
    if not condition * ROUNDING < 1:
        raise Unable("a common basis", f"cond(V) = {condition:.1e}: no basis of eigenvectors", "use the recursion")
    diagonals = []
    for l, layer in enumerate(transposed, start=1):
        form = np.linalg.solve(basis, layer @ basis)
        off = np.abs(form - np.diag(np.diag(form))).max()
        if off > ROUNDING * condition * max(np.abs(layer).max(), np.finfo(float).tiny):
            raise Unable("a common basis", f"W^({l}) is not diagonal in it (entry {off:.1e})", "use the recursion")
        diagonals.append(np.diag(form))
    return (basis @ (np.prod(diagonals, axis=0) * np.linalg.solve(basis, top.astype(basis.dtype)))).real


def polynomial_delta(matrix: Any, polynomials: Sequence[Any], delta_top: Any, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return delta^(1) of the untied layers :math:`W^{(l)} = q_l(A)`, for any matrix A, diagonalizable or not.

    .. math:: \delta^{(1)} = r(A^{\top})\, \delta^{(L)}, \qquad r = q_1 q_2 \cdots q_{L-1} \bmod \chi_A

    Shapes: ``matrix`` (N, N), each polynomial its coefficients, constant term first, ``delta_top`` (N,); result (N,).
    Error: exact over RATIONALS, an enclosure over BALLS.
    Cost: the characteristic polynomial, L products of polynomials of degree < N, N products of a matrix and a vector.
    Raises ``Invalid`` for wrong shapes.
    Paper: cor:polynomial-layers.

    >>> from closedprop.scalars import RATIONALS
    >>> polynomial_delta([[0, 1], [0, 0]], [[1, 2], [1, 3]], [1, 0], over=RATIONALS)  # (I + 2A)(I + 3A), A nilpotent
    array([1, 5], dtype=object)
    """
    transposed, top = over.array(matrix).T, over.array(delta_top)
    if transposed.shape != (len(top), len(top)):
        found = f"shapes {transposed.shape} and {top.shape}"
        raise Invalid("A and delta^(L)", found, "give shapes (N, N) and (N,)")
    modulus = characteristic_polynomial(transposed, over)
    product = remainder(over.array([1]), modulus)
    for polynomial in polynomials:
        product = remainder(multiply(product, over.array(polynomial)), modulus)
    # Horner's rule.
    result = product[-1] * top
    for coefficient in product[-2::-1]:
        result = transposed @ result + coefficient * top
    return result
