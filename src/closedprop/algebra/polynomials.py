"""Polynomials as arrays of coefficients, constant term first, over any number system."""

import numpy as np

from closedprop.scalars import Scalars


def multiply(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    r"""Return the coefficients of the product of two polynomials.

    Shapes: (m,), (n,); result (m + n - 1,).    Error: that of the scalars.    Cost: m n multiplications.

    >>> multiply(np.array([1, 1]), np.array([-1, 1]))
    array([-1,  0,  1])
    """
    product = np.full(len(left) + len(right) - 1, left[0] * 0, dtype=left.dtype)
    for i, coefficient in enumerate(left):
        product[i : i + len(right)] = product[i : i + len(right)] + coefficient * right
    return product


def remainder(polynomial: np.ndarray, monic: np.ndarray) -> np.ndarray:
    r"""Return the remainder of division by a monic polynomial of degree ``d >= 1``.

    Shapes: (m,), (d + 1,) with last entry 1; result (d,).    Error: that of the scalars.    Cost: at most (m - d) d.

    >>> remainder(np.array([0, 0, 0, 1]), np.array([-1, -1, 1]))
    array([1, 2])
    """
    degree = len(monic) - 1
    rest = np.full(max(len(polynomial), degree), polynomial[0] * 0, dtype=polynomial.dtype)
    rest[: len(polynomial)] = polynomial
    for top in range(len(rest) - 1, degree - 1, -1):
        rest[top - degree : top] = rest[top - degree : top] - rest[top] * monic[:-1]
    return rest[:degree]


def power_of_x(exponent: int, monic: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return the remainder of ``x**exponent`` by a monic polynomial, by repeated squaring.

    Shapes: ``monic`` (d + 1,) with last entry 1; result (d,).    Error: that of the scalars.
    Cost: at most :math:`2 d^2 \log_2 n + O(d \log n)` multiplications.
    Source: Fiduccia, SIAM J. Comput. 14 (1985) 106-112.

    >>> from closedprop.scalars import RATIONALS
    >>> power_of_x(10, RATIONALS.array([-1, -1, 1]), RATIONALS)  # x^10 = F_9 + F_10 x for the Fibonacci polynomial
    array([34, 55], dtype=object)
    """
    power = remainder(over.array([1]), monic)
    for bit in bin(exponent)[2:]:
        power = multiply(power, power)
        if bit == "1":
            power = np.concatenate([over.array([0]), power])
        power = remainder(power, monic)
    return power
