r"""Geometric sums: what weight-tied layers add up, at every ratio and depth."""

from collections.abc import Sequence
from math import exp, expm1, log, log1p
from typing import Any

from closedprop.scalars import FLOATS, Scalars

Number = Any


def geometric_sum(ratio: Number, n: int, over: Scalars = FLOATS) -> Number:
    r"""Return the sum of the first n powers of a ratio, for every ratio, 1 included.

    .. math:: S = \sum_{k<n} r^k = \frac{r^n - 1}{r - 1}, \qquad S = n \text{ at } r = 1

    Error: over FLOATS a few units in the last place times :math:`1 + n |\log r|` where :math:`r^n` does not overflow (``inf``
    where it does): ``expm1(n log1p(r - 1)) / (r - 1)`` near 1. Elsewhere by
    :math:`S_{2m} = S_m (1 + r^m)`, without a division: exact over exact numbers, an enclosure over BALLS.
    Cost: O(1) over FLOATS, 2 log2 n products otherwise.

    >>> geometric_sum(1 + 1e-12, 10**6)  # n + n(n-1)/2 (r - 1), and the next term
    1000000.5000...
    >>> geometric_sum(-1.0, 7)
    1.0
    """
    if over is FLOATS:
        return _float_sum(float(ratio), n)
    total, power = over.zero, over.one
    for bit in bin(n)[2:]:
        total, power = total * (1 + power), power * power
        if bit == "1":
            total, power = total * ratio + 1, power * ratio
    return total


def _float_sum(ratio: float, n: int) -> float:
    size = abs(ratio)
    if n == 0 or ratio == 1:
        return float(n)
    if size <= 0.5:
        return (1 - ratio**n) / (1 - ratio)
    exponent = n * (log1p(size - 1) if size < 2 else log(size))
    if exponent > 709:
        return _huge(ratio, n)
    if ratio < 0 and n % 2:
        return (1 + exp(exponent)) / (1 - ratio)
    return expm1(exponent) / (ratio - 1)


def _huge(ratio: float, n: int) -> float:
    return float("inf") if ratio > 0 or n % 2 else float("-inf")


def products_and_sum(weights: Sequence[Number], summands: Sequence[Number], over: Scalars) -> tuple[Number, Number]:
    r"""Return the product of untied weights and the sum of their partial products, weighted.

    .. math:: P_n = \prod_{k<n} w_k, \qquad S = \sum_{k<n} s_k P_k, \qquad P_0 = 1

    Error: exact over exact numbers, an enclosure over BALLS.    Cost: 2 n products.

    >>> from closedprop.scalars import RATIONALS
    >>> products_and_sum([2, 3], [1, 1], RATIONALS)
    (6, 3)
    """
    product, total = over.one, over.zero
    for weight, summand in zip(weights, summands, strict=True):
        total, product = total + summand * product, product * weight
    return product, total
