r"""Moebius layers :math:`(a z + b)/(c z + d)`, tied or untied, biases included: products of 2x2 matrices.

.. math:: z_n = \frac{A z + B}{C z + D}, \qquad \begin{pmatrix} A & B \\ C & D \end{pmatrix} = M_n \cdots M_1, \qquad
          \delta = \frac{\prod_k \det M_k}{(C z + D)^2}\, \delta_n
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars
from closedprop.solvable.scalar_form import Number, quotient, scalar_family

Matrix = tuple[Number, Number, Number, Number]


def times(left: Matrix, right: Matrix) -> Matrix:
    """Return the product of two matrices ``(a, b, c, d)``, row by row.

    >>> times((1, 1, 1, 0), (1, 1, 1, 0))
    (2, 1, 1, 1)
    """
    a, b, c, d = left
    e, f, g, h = right
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


def determinant(matrix: Matrix) -> Number:
    """Return ``a d - b c``."""
    return matrix[0] * matrix[3] - matrix[1] * matrix[2]


def read(layer: Any, convert: Callable[[Any], Number]) -> Matrix:
    """Return ``(a, b, c, d)`` as numbers; ``Invalid`` where the determinant is zero for certain."""
    a, b, c, d = (convert(entry) for entry in layer)
    if determinant((a, b, c, d)) == 0:
        raise Invalid(f"the layer {layer}", "determinant 0, a constant map", "give a d != b c")
    return a, b, c, d


def layer_map(matrix: Matrix, z: Number, over: Scalars) -> Number:
    """Return :math:`(a z + b)/(c z + d)`."""
    a, b, c, d = matrix
    return quotient(a * z + b, c * z + d, over)


def layer_slope(matrix: Matrix, z: Number, over: Scalars) -> Number:
    """Return :math:`\\det/(c z + d)^2`."""
    return quotient(determinant(matrix), (matrix[2] * z + matrix[3]) ** 2, over)


def power(matrix: Matrix, n: int, over: Scalars) -> tuple[Matrix, Number]:
    r"""Return ``(matrix**n, det**n)`` by repeated squaring.

    Paper: thm:moebius.

    >>> power((1, 1, 1, 0), 10, RATIONALS)[0]  # 1 + 1/z: Fibonacci numbers
    (89, 55, 55, 34)
    """
    result, square, left = (over.one, over.zero, over.zero, over.one), matrix, n
    while left:
        if left % 2:
            result = times(result, square)
        square, left = times(square, square), left // 2
    return result, determinant(matrix) ** n


def product(matrices: Sequence[Matrix], over: Scalars) -> tuple[Matrix, Number]:
    """Return the product of the layers, the last on the left, and the product of their determinants."""
    result, det = (over.one, over.zero, over.zero, over.one), over.one
    for matrix in matrices:
        result, det = times(matrix, result), det * determinant(matrix)
    return result, det


def value(composed: tuple[Matrix, Number], z: Number, over: Scalars) -> Number:
    """Return the iterate from the matrix of the composed layers."""
    return layer_map(composed[0], z, over)


def slope(composed: tuple[Matrix, Number], z: Number, over: Scalars) -> Number:
    """Return the slope of the iterate; the determinant is a product, so nothing cancels in it."""
    (_, _, c, d), det = composed
    return quotient(det, (c * z + d) ** 2, over)


def draw(rng: np.random.Generator, exact: bool) -> tuple[Any, Any, Any, Any]:
    """Return random positive entries: no iterate of a positive input meets a pole."""
    entries = [int(entry) for entry in rng.integers(1, 12, 4)]
    entries[0] += 12 if entries[0] * entries[3] == entries[1] * entries[2] else 0
    a, b, c, d = (Fraction(entry, 4) if exact else entry / 4 + float(rng.uniform(0, 0.1)) for entry in entries)
    return a, b, c, d


MOEBIUS = scalar_family(
    name="moebius",
    formulas={
        "layer": r"(a z + b) / (c z + d)",
        "phi": r"z",
        "A": r"\begin{psmallmatrix} a & b \\ c & d \end{psmallmatrix}",
        "iterate": r"(A z + B) / (C z + D), \quad \begin{psmallmatrix} A & B \\ C & D \end{psmallmatrix} = M_n \cdots M_1",
        "delta": r"\prod_k \det M_k / (C z + D)^2",
    },
    classes=frozenset({"CF3", "CF4", "CF5", "CF6", "CF7"}),
    domain="all real x but the n poles of the first n iterates",
    source="PGL(2) acts on the projective line",
    label="thm:moebius",
    read=read,
    layer_map=layer_map,
    layer_slope=layer_slope,
    power=power,
    product=product,
    value=value,
    slope=slope,
    draw=draw,
    start=lambda rng, layer, exact: [Fraction(int(rng.integers(1, 40)), 16) if exact else float(rng.uniform(0.1, 3))],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=lambda layers, n: 16 * n.bit_length(),
)
