r"""Truncated power series in N variables, degree by degree: a homogeneous part is an array over the monomials of its degree."""

from functools import cache
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

#: The homogeneous parts of a series, or of several side by side, by degree; a part that is 0 is left out.
#: Shapes: a part (..., number of monomials of the degree).
Graded = dict[int, np.ndarray]


@cache
def exponents(width: int, degree: int) -> np.ndarray:
    r"""Return the exponents m of the monomials :math:`t^m`, :math:`|m| = d`.

    Shapes: result (:math:`\binom{N+d-1}{d}`, N).

    >>> exponents(2, 2).tolist()
    [[2, 0], [1, 1], [0, 2]]
    """
    chosen = list(combinations_with_replacement(range(width), degree))
    table = np.zeros((len(chosen), width), dtype=np.int64)
    for row, variables in enumerate(chosen):
        for variable in variables:
            table[row, variable] += 1
    return table


@cache
def positions(width: int, degree: int) -> dict[tuple[int, ...], int]:
    """Return where each exponent stands in the table of its degree."""
    return {tuple(row): place for place, row in enumerate(exponents(width, degree).tolist())}


@cache
def parents(width: int, degree: int) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each monomial of a degree, a monomial of the degree below and the variable by which it is multiplied.

    >>> [column.tolist() for column in parents(2, 2)]
    [[0, 1, 1], [0, 0, 1]]
    """
    rows = exponents(width, degree)
    variables = np.argmax(rows > 0, axis=1)
    lowered = rows.copy()
    lowered[np.arange(len(rows)), variables] -= 1
    place = positions(width, degree - 1)
    return np.array([place[tuple(row)] for row in lowered.tolist()], dtype=np.int64), variables


@cache
def _pairs(width: int, first: int, second: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the order that gathers the products of two parts by the monomial they give, and where each gathering starts."""
    target = positions(width, first + second)
    sums = exponents(width, first)[:, None, :] + exponents(width, second)[None, :, :]
    targets = np.array([target[tuple(row)] for row in sums.reshape(-1, width).tolist()], dtype=np.int64)
    order = np.argsort(targets, kind="stable")
    return order, np.searchsorted(targets[order], np.arange(len(target)))


def part_product(width: int, left: tuple[int, np.ndarray], right: tuple[int, np.ndarray]) -> np.ndarray:
    """Return the product of two homogeneous parts, each given with its degree.    Cost: the product of their sizes.

    >>> part_product(2, (1, np.array([1.0, 2.0])), (1, np.array([1.0, -2.0])))  # (x + 2 y)(x - 2 y)
    array([ 1.,  0., -4.])
    """
    order, starts = _pairs(width, left[0], right[0])
    products = left[1][..., :, None] * right[1][..., None, :]
    flat = products.reshape(*products.shape[:-2], -1)
    return np.add.reduceat(flat[..., order], starts, axis=-1)


def product_part(width: int, left: Graded, right: Graded, degree: int) -> np.ndarray | None:
    """Return the part of one degree of a product, None where it vanishes for want of parts."""
    terms = [
        part_product(width, (low, left[low]), (degree - low, right[degree - low]))
        for low in sorted(left)
        if degree - low in right
    ]
    return sum(terms[1:], terms[0]) if terms else None


def monomial_values(width: int, degree: int, at: np.ndarray) -> list[np.ndarray]:
    """Return the values of all monomials at a point, degree by degree from 0.    Cost: one product a monomial.

    >>> [values.tolist() for values in monomial_values(2, 2, np.array([2, 3]))]
    [[1], [2, 3], [4, 6, 9]]
    """
    values: list[Any] = [at[:1] * 0 + 1]
    for d in range(1, degree + 1):
        parent, variable = parents(width, d)
        values.append(values[-1][parent] * at[variable])
    return values


def gradient_parts(width: int, series: Graded) -> Graded:
    r"""Return the parts of all derivatives :math:`\partial_j P`, a new axis j before that of the monomials.

    >>> gradient_parts(2, {2: np.array([1.0, 3.0, 0.0])})[1].tolist()  # x^2 + 3 x y
    [[2.0, 3.0], [3.0, 0.0]]
    """
    found = {}
    for degree, part in series.items():
        rows, place = exponents(width, degree), positions(width, degree - 1)
        derived = np.zeros((*part.shape[:-1], width, len(place)), dtype=part.dtype) + part.flat[0] * 0
        for variable in range(width):
            with_it = np.flatnonzero(rows[:, variable])
            lowered = rows[with_it].copy()
            lowered[:, variable] -= 1
            target = [place[tuple(row)] for row in lowered.tolist()]
            factors = rows[with_it, variable]
            if part.dtype == object:
                factors = np.array([int(factor) for factor in factors], dtype=object)
            derived[..., variable, target] = part[..., with_it] * factors
        found[degree - 1] = derived
    return found
