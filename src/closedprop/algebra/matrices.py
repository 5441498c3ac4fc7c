"""Matrices: characteristic polynomial, its factors, Jordan form."""

from dataclasses import dataclass
from functools import lru_cache

import flint
import numpy as np
import sympy as sp

from closedprop.algebra.polynomials import multiply
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Scalars, Unable, Undefined


def rational_matrix(matrix: np.ndarray) -> flint.fmpq_mat:
    """Return an array over RATIONALS, a matrix or a vector (as one column), in FLINT's own form.

    >>> rational_matrix(RATIONALS.array([[1, "1/2"]]))
    [1, 1/2]
    """
    rows, columns = matrix.shape if matrix.ndim == 2 else (len(matrix), 1)
    return flint.fmpq_mat(rows, columns, list(matrix.ravel()))


def characteristic_polynomial(matrix: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return the coefficients of :math:`\chi(x) = \det(x I - A)`, constant term first.

    Shapes: ``matrix`` (N, N); result (N + 1,), its last entry 1.
    Error: exact over RATIONALS, enclosures over BALLS; over FLOATS they are formed from the computed eigenvalues, and
    the error relative to the largest coefficient is that of the eigenvalues times a factor that grows with N.
    Cost: O(N^3) over FLOATS.    Raises ``Undefined`` over any other system.

    >>> characteristic_polynomial(RATIONALS.array([[1, 1], [1, 0]]), RATIONALS)
    array([-1, -1, 1], dtype=object)
    """
    if over is RATIONALS:
        return np.array(rational_matrix(matrix).charpoly().coeffs(), dtype=object)
    if over is BALLS:
        return np.array(flint.arb_mat(len(matrix), len(matrix), list(matrix.ravel())).charpoly().coeffs(), dtype=object)
    if over is FLOATS:
        product = np.ones(1)
        for factor in factors(matrix, over):
            product = multiply(product, factor)
        return product
    raise Undefined(f"a characteristic polynomial over {over}", "not implemented there", "use over=RATIONALS")


def factors(matrix: np.ndarray, over: Scalars) -> list[np.ndarray]:
    r"""Return monic polynomials over the system whose product is the characteristic polynomial.

    Over RATIONALS the irreducible factors, repeated as often as they divide; over FLOATS :math:`x - \lambda` for a real
    eigenvalue and :math:`x^2 - 2 \operatorname{Re} \lambda\, x + |\lambda|^2` for a conjugate pair, largest modulus
    first; over BALLS the polynomial itself, because no ball can decide whether two eigenvalues coincide.
    Shapes: ``matrix`` (N, N); degrees that add up to N.

    >>> factors(RATIONALS.array([[0, 2, 1, 0], [1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 1, 0]]), RATIONALS)
    [array([-2, 0, 1], dtype=object), array([-2, 0, 1], dtype=object)]
    """
    if over is RATIONALS:
        _, powers = rational_matrix(matrix).charpoly().factor()
        return [
            np.array([c / factor.coeffs()[-1] for c in factor.coeffs()], dtype=object)
            for factor, multiplicity in powers
            for _ in range(multiplicity)
        ]
    if over is FLOATS:
        # LAPACK returns the eigenvalues of a real matrix in exact conjugate pairs; keep one of each.
        upper = [value for value in np.linalg.eigvals(matrix).astype(complex) if value.imag >= 0]
        upper.sort(key=lambda value: (-abs(value), value.real, value.imag))
        return [
            np.array([-value.real, 1.0]) if value.imag == 0 else np.array([abs(value) ** 2, -2 * value.real, 1.0])
            for value in upper
        ]
    return [characteristic_polynomial(matrix, over)]


@dataclass(frozen=True, eq=False)
class JordanForm:
    r"""An exact Jordan form :math:`A = V J V^{-1}` over the rationals; ``blocks`` are pairs (eigenvalue, size)."""

    basis: np.ndarray
    inverse: np.ndarray
    blocks: tuple[tuple[flint.fmpq, int], ...]

    @property
    def is_diagonal(self) -> bool:
        """Whether every block has size 1."""
        return all(size == 1 for _, size in self.blocks)


def jordan_form(matrix: np.ndarray) -> JordanForm:
    r"""Return the Jordan form of a rational matrix whose eigenvalues are rational.

    Shapes: ``matrix`` (N, N) over RATIONALS.    Error: exact.
    Raises ``Unable`` when an eigenvalue is irrational, naming the method that needs no eigenvalue.

    >>> jordan_form(RATIONALS.array([[3, 1], [-1, 1]])).blocks
    ((2, 2),)
    """
    for factor in factors(matrix, RATIONALS):
        if len(factor) > 2:
            polynomial = sp.Poly([sp.Rational(int(c.p), int(c.q)) for c in factor[::-1]], sp.Symbol("x")).as_expr()
            raise Unable(
                "a Jordan form over RATIONALS",
                f"irrational eigenvalues, the roots of {polynomial}",
                "use method='putzer', which stays rational",
            )
    return _jordan_form(matrix.shape[0], tuple(matrix.ravel()))


@lru_cache(maxsize=64)
def _jordan_form(width: int, entries: tuple[flint.fmpq, ...]) -> JordanForm:
    basis, form = sp.Matrix(width, width, [sp.Rational(int(x.p), int(x.q)) for x in entries]).jordan_form()
    blocks: list[tuple[flint.fmpq, int]] = []
    start = 0
    while start < width:
        stop = start + 1
        while stop < width and form[stop - 1, stop] != 0:
            stop += 1
        blocks.append((RATIONALS.convert(form[start, start]), stop - start))
        start = stop
    rational_basis = RATIONALS.array(basis.tolist())
    inverse = np.array(rational_matrix(rational_basis).inv().tolist(), dtype=object)
    return JordanForm(rational_basis, inverse, tuple(blocks))
