"""The recursion unrolled: three closed forms of delta^(1), given the forward pass."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from closedprop.networks.forward import forward
from closedprop.networks.network import Network
from closedprop.scalars import EXPRESSIONS, Invalid, Scalars, nearest

Matrices = Sequence[np.ndarray]


def ordered_product(weights: Matrices, slopes: Matrices, delta_top: np.ndarray) -> np.ndarray:
    r"""Return delta^(1) as one matrix product.

    .. math:: \delta^{(1)} = (D_1 W^{(1)\top}) (D_2 W^{(2)\top}) \cdots (D_{L-1} W^{(L-1)\top})\, \delta^{(L)},
              \qquad D_l = \operatorname{diag} f'(z^{(l)})

    The matrices are multiplied before the vector is: this is the product itself, not the recursion.
    Shapes: ``weights[l]`` (N_{l+1}, N_l), ``slopes[l]`` (N_l,), ``delta_top`` (N_L,); result (N_1,).
    Error: that of the scalars.    Cost: L - 2 matrix products.
    Paper: thm:ordered-product.
    """
    jacobian = slopes[0][:, None] * weights[0].T
    for weight, slope in zip(weights[1:], slopes[1:], strict=True):
        jacobian = jacobian @ (slope[:, None] * weight.T)
    return jacobian @ delta_top


def path_sum(weights: Matrices, slopes: Matrices, delta_top: np.ndarray) -> np.ndarray:
    r"""Return delta^(1) as a sum over all paths from a unit of layer 1 to a unit of layer L.

    .. math:: \delta^{(1)}_{i_1} = \sum_{i_2, \dots, i_L} \Bigl( \prod_{l=1}^{L-1} f'(z^{(l)}_{i_l})\,
              W^{(l)}_{i_{l+1} i_l} \Bigr) \delta^{(L)}_{i_L}

    Shapes and error: as for :func:`ordered_product`.    Cost: N_2 N_3 .. N_L terms for each entry.
    Paper: thm:path-sum.
    """
    delta = np.empty(weights[0].shape[1], dtype=delta_top.dtype)
    for start in range(len(delta)):
        terms = []
        for path in product(*(range(weight.shape[0]) for weight in weights)):
            units = (start, *path)
            term = delta_top[units[-1]]
            for l, weight in enumerate(weights):
                term = term * slopes[l][units[l]] * weight[units[l + 1], units[l]]
            terms.append(term)
        delta[start] = sum(terms[1:], terms[0])
    return delta


def block_matrix(weights: Matrices, slopes: Matrices, zero: Any) -> np.ndarray:
    r"""Return the nilpotent matrix ``N`` with the blocks :math:`D_l W^{(l)\top}` above its diagonal.

    Stacking all deltas, the recursion is :math:`\delta = N \delta + e` with :math:`e = (0, .., 0, \delta^{(L)})`.
    """
    widths = [weights[0].shape[1], *(weight.shape[0] for weight in weights)]
    offsets = np.concatenate([[0], np.cumsum(widths)])
    matrix = np.full((offsets[-1], offsets[-1]), zero, dtype=weights[0].dtype)
    for l, (weight, slope) in enumerate(zip(weights, slopes, strict=True)):
        matrix[offsets[l] : offsets[l + 1], offsets[l + 1] : offsets[l + 2]] = slope[:, None] * weight.T
    return matrix


def back_substitution(weights: Matrices, slopes: Matrices, delta_top: np.ndarray) -> np.ndarray:
    r"""Return delta^(1) by solving the unit upper triangular system of all layers at once.

    .. math:: (I - N)\, \delta = e, \qquad \delta = (I - N)^{-1} e = \sum_{k < L} N^k e

    Shapes and error: as for :func:`ordered_product`.    Cost: one triangular solve of the total width.
    Source: Edelman, Akyurek & Wang, SIAM J. Matrix Anal. Appl. 45 (2024) 429-449.
    Paper: thm:back-substitution.
    """
    matrix = block_matrix(weights, slopes, delta_top[0] * 0)
    stacked = np.full(len(matrix), delta_top[0] * 0, dtype=delta_top.dtype)
    stacked[-len(delta_top) :] = delta_top
    for row in reversed(range(len(matrix) - 1)):
        stacked[row] = stacked[row] + matrix[row, row + 1 :] @ stacked[row + 1 :]
    return stacked[: weights[0].shape[1]]


FORMS: dict[str, Callable[[Matrices, Matrices, np.ndarray], np.ndarray]] = {
    "product": ordered_product,
    "paths": path_sum,
    "blocks": back_substitution,
}


def unroll(network: Network, x: Any, delta_top: Any, form: str = "product", over: Scalars = EXPRESSIONS) -> np.ndarray:
    """Return delta^(1) unrolled; over EXPRESSIONS, the exact formula in whatever symbols ``x`` and the weights hold.

    ``form`` is ``product``, ``paths`` or ``blocks``; they are equal (thm:ordered-product and the two after it).
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); result (widths[0],).
    Cost: over EXPRESSIONS the size of the formula, which doubles or worse with each layer.
    Raises ``Invalid`` for an unknown form or a wrong shape.

    >>> import sympy as sp
    >>> x, w = sp.symbols("x w")
    >>> unroll(Network([[[w]], [[w]]], activation="tanh"), [x], [1])[0]
    w**2*(1 - tanh(x)**2)*(1 - tanh(w*tanh(x))**2)
    """
    if form not in FORMS:
        raise Invalid(f"the unrolled form {form}", "unknown", nearest(form, FORMS))
    z = forward(network, x, over).preactivations
    top = over.array(delta_top)
    if top.shape != (network.widths[-1],):
        raise Invalid("delta^(L)", f"shape {top.shape}", f"give it shape ({network.widths[-1]},)")
    slopes = [network.activation.slope(preactivation, over) for preactivation in z[:-1]]
    return FORMS[form]([over.array(weight) for weight in network.weights], slopes, top)
