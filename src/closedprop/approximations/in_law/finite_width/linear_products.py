r"""Linear networks of finite width: the density of an output, and the Lyapunov exponents of a deep product.

Every length in a linear network with Gaussian weights is a product of independent chi-squares; its density is a Meijer
G-function, and the growth rates of a deep product are digamma functions.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import mpmath
import numpy as np
from scipy.special import psi

from closedprop.scalars import Invalid


def output_kurtosis(widths: Sequence[int]) -> Fraction:
    r"""Return :math:`\mathbb E y^4 / (\mathbb E y^2)^2 = 3 \prod_l (1 + 2/n_l)` of a linear output at one input.

    ``widths`` are those of the hidden layers.    Error: none.

    >>> output_kurtosis([3, 5])
    Fraction(7, 1)
    """
    return 3 * prod((1 + Fraction(2, n) for n in widths), start=Fraction(1))


def output_density(y: float, widths: Sequence[int], digits: int = 15) -> float:
    r"""Return the density at ``y`` of an output of a linear network, of variance 1, at one input.

    .. math:: p(y) = \frac{\sqrt c}{\prod_{l=0}^{d-1} \Gamma(n_l / 2)}\;
              G^{d,0}_{0,d}\Bigl( c\, y^2 \Bigm| \tfrac{n_0 - 1}{2}, \ldots, \tfrac{n_{d-1} - 1}{2} \Bigr),
              \qquad n_0 = 1, \quad c = \prod_l \frac{n_l}{2}

    ``widths`` are :math:`n_1, .., n_{d-1}`, those of the hidden layers; without any the density is the normal one.
    Error: relative :math:`10^{-\text{digits}}`, as mpmath evaluates the G-function.
    Raises ``Invalid`` at ``y = 0``, where the density is a limit, and for an empty layer.
    Source: Zavatone-Veth & Pehlevan, arXiv 2104.11734.
    Paper: prop:linear-output.

    >>> round(output_density(1.0, [3, 5]), 8)
    0.16907705
    """
    if y == 0 or any(n < 1 for n in widths):
        raise Invalid(f"the density at y = {y} for widths {list(widths)}", "y = 0 or n < 1", "give y != 0 and n >= 1")
    shapes = [1, *widths]
    with mpmath.workdps(digits + 5):
        half = [mpmath.mpf(n) / 2 for n in shapes]
        c = mpmath.fprod(half)
        exponents = [shape - mpmath.mpf(1) / 2 for shape in half]
        value = mpmath.meijerg([[], []], [exponents, []], c * mpmath.mpf(y) ** 2)
        return float(mpmath.sqrt(c) * mpmath.re(value) / mpmath.fprod(mpmath.gamma(shape) for shape in half))


def lyapunov_exponents(width: int) -> np.ndarray:
    r"""Return the growth rates per layer of a deep product of matrices with independent N(0, 1/n) entries.

    .. math:: \lambda_i = \frac12 \Bigl[ \psi\Bigl( \frac{n - i + 1}{2} \Bigr) + \log \frac2n \Bigr], \qquad i = 1, \ldots, n

    Shapes: (n,), decreasing.    Error: a few units in the last place.
    Raises ``Invalid`` for width 0.
    Source: Newman, Communications in Mathematical Physics 103 (1986) 121-126.
    Paper: thm:lyapunov.

    >>> lyapunov_exponents(8).round(4)
    array([-0.0651, -0.1416, -0.2318, -0.3416, -0.4818, -0.6749, -0.9818,
           -1.6749])
    """
    if width < 1:
        raise Invalid(f"the Lyapunov exponents of width {width}", "no neuron", "give a width of at least 1")
    return (psi((width - np.arange(width)) / 2) + np.log(2 / width)) / 2


def lyapunov_spectrum(x: np.ndarray) -> np.ndarray:
    r"""Return the limit of :math:`\lambda_i` for :math:`i / n \to x` as the width grows.

    .. math:: \lambda(x) = \tfrac12 \log (1 - x): \qquad e^{2 \lambda} \text{ is uniformly distributed on } (0, 1)

    Shapes: any, with values in [0, 1).    Error at width n: at most :math:`\frac{1}{n (1 - x)}`, for :math:`x = (i - 1)/n`.
    Source: Newman 1986.

    >>> lyapunov_spectrum(np.array([0.5, 0.75])).round(6)
    array([-0.346574, -0.693147])
    """
    return np.log1p(-np.asarray(x, dtype=np.float64)) / 2
