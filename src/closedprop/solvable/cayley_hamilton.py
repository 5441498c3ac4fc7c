"""Cayley-Hamilton: delta satisfies a recurrence with constant coefficients, like the Fibonacci numbers."""

from typing import Any

import numpy as np

from closedprop.algebra import Recurrence, characteristic_polynomial, minimal_recurrence, power_of_x
from closedprop.scalars import RATIONALS, Invalid, Scalars
from closedprop.solvable.recursion import recursive_power


def cayley_hamilton_power(matrix: np.ndarray, vector: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^n v` from the first N powers, with scalar coefficients that alone depend on n.

    .. math:: x^n \bmod \chi(x) = \sum_{k < N} c_k(n)\, x^k \implies A^n v = \sum_{k < N} c_k(n)\, A^k v

    Shapes: ``matrix`` (N, N), ``vector`` (N,); result (N,).
    Error: exact over RATIONALS, an enclosure over BALLS; over FLOATS the powers of x lose digits as N grows.
    Cost: the characteristic polynomial, at most 2 N^2 log2 n multiplications for the coefficients, N^3 for the vectors.

    >>> cayley_hamilton_power(RATIONALS.array([[1, 1], [1, 0]]), RATIONALS.array([1, 0]), 10, RATIONALS)
    array([89, 55], dtype=object)
    """
    coefficients = power_of_x(steps, characteristic_polynomial(matrix, over), over)
    result, power = coefficients[0] * vector, vector
    for coefficient in coefficients[1:]:
        power = matrix @ power
        result = result + coefficient * power
    return result


def delta_recurrence(weight: Any, delta_top: Any, unit: int, minimal: bool = True) -> Recurrence:
    r"""Return the recurrence of one component of delta, as a function of the number of layers below the top.

    .. math:: a_m = \delta^{(L-m)}_i, \qquad a_{m+N} = -\chi_{N-1} a_{m+N-1} - \dots - \chi_0 a_m, \qquad
              \sum_m a_m t^m = \frac{p(t)}{\det(I - t W)}, \quad \deg p < N

    ``minimal`` asks for the shortest recurrence, which may have a smaller order; else it is the one above. Every
    sequence with a recurrence of order N is a component of delta for some weight of width N.
    Shapes: ``weight`` (N, N), ``delta_top`` (N,), ``unit`` counts from 0.    Error: exact.
    Raises ``Invalid`` for a unit that is not there.
    Paper: thm:cayley-hamilton.

    >>> delta_recurrence([[1, 1], [1, 0]], [1, 0], unit=0).coefficients
    (1, 1)
    """
    matrix, vector = RATIONALS.array(weight).T, RATIONALS.array(delta_top)
    size = len(vector)
    if not 0 <= unit < size:
        raise Invalid(f"the recurrence of unit {unit}", f"width {size}", f"give a unit from 0 to {size - 1}")
    terms = []
    for _ in range(2 * size):
        terms.append(vector[unit])
        vector = recursive_power(matrix, vector, 1, RATIONALS)
    if minimal:
        return minimal_recurrence(terms)
    return Recurrence(tuple(-characteristic_polynomial(matrix, RATIONALS)[-2::-1]), terms[:size])


def network_of(recurrence: Recurrence) -> tuple[np.ndarray, np.ndarray]:
    r"""Return a weight and a delta at the top whose first component follows the given recurrence.

    The transposed weight is the companion matrix: it shifts :math:`(a_m, .., a_{m+r-1})` by one.
    Shapes: (r, r) and (r,) for order r >= 1.    Error: exact.

    >>> weight, delta_top = network_of(Recurrence([1, 1], [0, 1]))
    >>> weight.T, delta_top
    (array([[0, 1],
           [1, 1]], dtype=object), array([0, 1], dtype=object))
    """
    order = recurrence.order
    if order == 0:
        raise Invalid("a network of a recurrence", "order 0, the zero sequence", "use any weight and delta^(L) = 0")
    companion = RATIONALS.array(np.eye(order, k=1, dtype=int))
    companion[-1] = recurrence.coefficients[::-1]
    return companion.T, RATIONALS.array(recurrence.initial)
