r"""Differential monomials :math:`x^i \prod_j (\Phi^{(j)})^{e_j}` of a series, as a matrix of coefficients modulo a prime."""

from collections.abc import Iterator
from dataclasses import dataclass

import flint


@dataclass(frozen=True)
class Bounds:
    """Order, degree in the function and its derivatives, and degree of the coefficients of an equation.

    >>> Bounds(4, 4, 10).columns
    1386
    """

    order: int
    degree: int
    coefficient_degree: int

    @property
    def columns(self) -> int:
        """The number of monomials within the bounds."""
        return len(list(self.exponents())) * (self.coefficient_degree + 1)

    def exponents(self) -> Iterator[tuple[int, ...]]:
        """Yield the exponents of the function and its derivatives, the smallest degree first."""
        for degree in range(self.degree + 1):
            yield from _summing_to(degree, self.order + 1)

    def monomials(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the columns: the power of the variable, and the exponents."""
        return [(i, e) for e in self.exponents() for i in range(self.coefficient_degree + 1)]


def _summing_to(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _summing_to(total - first, parts - 1):
            yield (first, *rest)


def coefficient_matrix(series: flint.nmod_poly, bounds: Bounds, terms: int) -> flint.nmod_mat:
    r"""Return the first ``terms`` coefficients of each monomial: a row a monomial, in the order of ``bounds.monomials()``.

    Shapes: ``series`` to ``terms + order`` terms; result (columns, terms).
    Error: exact modulo the prime.    Cost: one product of series a monomial without the powers of x.

    >>> coefficient_matrix(flint.nmod_poly([0, 1, 1], 7), Bounds(0, 1, 1), 2)
    [1, 0]
    [0, 1]
    [0, 1]
    [0, 0]
    """
    p = int(series.modulus())
    derivatives = [series]
    for _ in range(bounds.order):
        derivatives.append(derivatives[-1].derivative())
    known: dict[tuple[int, ...], flint.nmod_poly] = {(0,) * (bounds.order + 1): flint.nmod_poly([1], p)}
    entries: list[int] = []
    count = 0
    for exponents in bounds.exponents():
        if exponents not in known:
            j = next(j for j, e in enumerate(exponents) if e)
            smaller = tuple(e - (i == j) for i, e in enumerate(exponents))
            known[exponents] = known[smaller].mul_low(derivatives[j], terms)
        row = [int(c) for c in known[exponents].coeffs()[:terms]]
        row += [0] * (terms - len(row))
        for i in range(bounds.coefficient_degree + 1):
            entries += [0] * min(i, terms) + row[: max(terms - i, 0)]
            count += 1
    return flint.nmod_mat(count, terms, entries, p)
