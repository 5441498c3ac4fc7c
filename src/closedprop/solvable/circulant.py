"""Convolutional linear networks: untied, and closed all the same, because one basis diagonalizes every layer."""

from collections.abc import Sequence
from typing import Any

import flint
import numpy as np

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Scalars, Undefined


def circulant(kernel: np.ndarray) -> np.ndarray:
    r"""Return the matrix of the circular convolution with a kernel, :math:`W_{ij} = c_{(i-j) \bmod N}`.

    Shapes: ``kernel`` (N,); result (N, N).

    >>> circulant(np.array([1, 2, 3]))
    array([[1, 3, 2],
           [2, 1, 3],
           [3, 2, 1]])
    """
    index = np.arange(len(kernel))
    return kernel[(index[:, None] - index[None, :]) % len(kernel)]


def circulant_delta(kernels: Sequence[Any], delta_top: Any, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return delta^(1) of untied layers that are circular convolutions, with the kernels multiplied, not the layers.

    .. math:: W^{(l)} = \operatorname{circ}(c^{(l)}) \implies
              \delta^{(1)} = F^{-1} \Bigl( \prod_{l=1}^{L-1} \overline{F c^{(l)}} \odot F \delta^{(L)} \Bigr)

    F is the discrete Fourier transform. Over RATIONALS the same product is taken in :math:`\mathbb{Q}[x]/(x^N - 1)`.
    Shapes: ``kernels`` (L - 1, N), ``delta_top`` (N,); result (N,).
    Error: exact over RATIONALS; over FLOATS normwise O(L sqrt(N) log N) units in the last place of
    :math:`\prod_l \max_k |F c^{(l)}|_k`.
    Cost: L + 1 transforms of N log N and L N products; the recursion costs L N^2.
    Raises ``Invalid`` for wrong shapes, ``Undefined`` over other systems.
    Paper: thm:circulant.

    >>> circulant_delta([[0, 1, 0], [0, 1, 0]], [1, 2, 3], over=RATIONALS)  # two shifts, undone
    array([3, 1, 2], dtype=object)
    """
    rows, top = over.array(kernels), over.array(delta_top)
    if rows.ndim != 2 or top.shape != rows.shape[1:]:
        found = f"shapes {rows.shape} and {top.shape}"
        raise Invalid("kernels and delta^(L)", found, "give shapes (L - 1, N) and (N,)")
    if over is FLOATS:
        symbol = np.prod(np.conj(np.fft.rfft(rows, axis=1)), axis=0)
        return np.fft.irfft(symbol * np.fft.rfft(top), n=len(top))
    if over is not RATIONALS:
        raise Undefined(f"a circulant product over {over}", "not implemented there", "use over=RATIONALS or FLOATS")
    # The transpose of circ(c) is circ of the kernel read backwards.
    modulus = flint.fmpq_poly([-1] + [0] * (len(top) - 1) + [1])
    product = flint.fmpq_poly(list(top))
    for kernel in rows:
        product = product * flint.fmpq_poly(list(np.roll(kernel[::-1], 1))) % modulus
    return np.array([product[k] for k in range(len(top))], dtype=object)
