"""From a matrix of deficient rank to an equation with integer coefficients: the smallest bounds, the null space, the lift."""

from fractions import Fraction
from math import gcd, isqrt, lcm

import flint

from closedprop.obstructions.differential.monomials import Bounds, coefficient_matrix

#: A coefficient, the power of the variable, the exponents of the function and its derivatives.
Term = tuple[Fraction, int, tuple[int, ...]]
_MORE_ROWS = 32  # arbitrary: a random square matrix is singular with probability about 1/p


def smallest_equation(series: flint.nmod_poly, within: Bounds, terms: int) -> list[Term]:
    """Return the equation of least order, then of fewest columns, that the first terms allow; empty if none lifts.

    It holds modulo the prime to the terms used; whether it holds over the rationals is for the caller to see.
    Cost: a rank for each choice of smaller bounds.

    >>> series = flint.nmod_poly([0, *[1] * 60], 1000003)  # x / (1 - x)
    >>> [(str(c), i, e) for c, i, e in smallest_equation(series, Bounds(1, 1, 2), 60)]
    [('1', 1, (0, 0)), ('-1', 0, (1, 0)), ('1', 1, (1, 0))]
    """
    for bounds in _smaller(within):
        rows = min(terms, bounds.columns + _MORE_ROWS)
        matrix = coefficient_matrix(series, bounds, rows)
        if matrix.rank() < bounds.columns:
            return _lifted(matrix, bounds, within.order)
    return []


def _smaller(within: Bounds) -> list[Bounds]:
    found = [
        Bounds(k, d, m)
        for k in range(within.order + 1)
        for d in range(1, within.degree + 1)
        for m in range(within.coefficient_degree + 1)
    ]
    return sorted(found, key=lambda bounds: (bounds.order, bounds.columns, bounds.degree))


def _lifted(matrix: flint.nmod_mat, bounds: Bounds, order: int) -> list[Term]:
    """Return the relation between the rows of the matrix with the fewest terms, primitive over the integers."""
    p = int(matrix.modulus())
    null, nullity = matrix.transpose().nullspace()
    echelon = flint.nmod_mat(
        nullity, bounds.columns, [int(null[i, j]) for j in range(nullity) for i in range(bounds.columns)], p
    )
    reduced = echelon.rref()[0]
    vectors = [[int(reduced[j, i]) for i in range(bounds.columns)] for j in range(nullity)]
    vector = min(vectors, key=lambda entries: sum(entry != 0 for entry in entries))
    fractions = [rational(entry, p) for entry in vector]
    if any(fraction is None for fraction in fractions):
        return []
    found = [fraction for fraction in fractions if fraction is not None]
    scale = Fraction(lcm(*(f.denominator for f in found)), gcd(*(f.numerator for f in found)))
    return [
        (entry * scale, i, (*exponents, *[0] * (order - bounds.order)))
        for entry, (i, exponents) in zip(found, bounds.monomials(), strict=True)
        if entry
    ]


def rational(residue: int, prime: int) -> Fraction | None:
    """Return the fraction a/b with 2 a^2, 2 b^2 < prime that is the residue, or ``None``.

    Source: Wang, A p-adic algorithm for univariate partial fractions (1981).

    >>> rational(pow(3, -1, 1000003) * 2 % 1000003, 1000003)
    Fraction(2, 3)
    """
    bound = isqrt(prime // 2)
    a, b, s, t = prime, residue % prime, 0, 1
    while b > bound:
        q = a // b
        a, b, s, t = b, a - q * b, t, s - q * t
    if t == 0 or abs(t) > bound or gcd(b, t) != 1:
        return None
    return Fraction(b, t)
