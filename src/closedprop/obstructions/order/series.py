"""Truncated power series modulo a prime, and the states of a gate along a given preactivation."""

from collections.abc import Sequence
from typing import Any

import flint

from closedprop.errors import Unable
from closedprop.networks.gates import Gate

_NUMBERS = (int, flint.nmod)


class Series:
    r"""A power series modulo a prime, known to ``length`` terms; a result is known as far as its operands.

    Integers and residues beside a series are constants.
    Error: exact.    Cost: that of FLINT's polynomials, O(n log n) for a product of n terms.
    Raises ``Unable`` for a quotient by a series without constant term.

    >>> t = Series.of([0, 1, 0, 0], 101)
    >>> (1 / (1 - t)).coefficients()
    [1, 1, 1, 1]
    """

    __slots__ = ("length", "terms")

    def __init__(self, terms: flint.nmod_poly, length: int):
        self.terms, self.length = terms, length

    @classmethod
    def of(cls, coefficients: Sequence[int], prime: int) -> "Series":
        """Return the series with these coefficients."""
        return cls(flint.nmod_poly(list(coefficients), prime), len(coefficients))

    def coefficients(self) -> list[int]:
        """Return the known coefficients as integers."""
        return [int(self.terms[k]) for k in range(self.length)]

    def first(self, length: int) -> "Series":
        """Return the series known to fewer terms."""
        return Series(self.terms.truncate(length), length)

    def __add__(self, other: Any) -> "Series":
        if isinstance(other, Series):
            return _cut(self.terms + other.terms, self, other)
        return Series(self.terms + other, self.length) if isinstance(other, _NUMBERS) else NotImplemented

    __radd__ = __add__

    def __neg__(self) -> "Series":
        return Series(-self.terms, self.length)

    def __sub__(self, other: Any) -> "Series":
        if isinstance(other, Series):
            return _cut(self.terms - other.terms, self, other)
        return Series(self.terms - other, self.length) if isinstance(other, _NUMBERS) else NotImplemented

    def __rsub__(self, other: Any) -> "Series":
        return -self + other

    def __mul__(self, other: Any) -> "Series":
        if isinstance(other, Series):
            length = min(self.length, other.length)
            return Series(self.terms.mul_low(other.terms, length), length)
        return Series(self.terms * other, self.length) if isinstance(other, _NUMBERS) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Series":
        if isinstance(other, Series):
            return self * other._inverse()
        if not isinstance(other, _NUMBERS):
            return NotImplemented
        return Series(self.terms * flint.nmod(other, self.terms.modulus()) ** -1, self.length)

    def __rtruediv__(self, other: Any) -> "Series":
        return self._inverse() * other

    def _inverse(self) -> "Series":
        if self.terms[0] == 0:
            raise Unable("a power series of a gate", "a pole at the random point", "use another seed")
        return Series(self.terms.inverse_series_trunc(self.length), self.length)

    def derivative(self) -> "Series":
        """Return the derivative: one term fewer is known."""
        return Series(self.terms.derivative(), self.length - 1)

    def integral(self, constant: int) -> "Series":
        """Return the integral with this constant term: one term more is known."""
        return Series(self.terms.integral() + constant, self.length + 1)


def _cut(terms: flint.nmod_poly, a: Series, b: Series) -> Series:
    length = min(a.length, b.length)
    return Series(terms if a.length == b.length else terms.truncate(length), length)


def states_along(gate: Gate, initial: Sequence[int], h: Series) -> list[Series]:
    r"""Return the series of the states with :math:`D u = G(u, h)\, D h` and the given constant terms.

    Picard's iteration: each step makes one more coefficient right.
    Error: exact.    Cost: as many evaluations of the field as the preactivation h has terms.

    >>> from closedprop.networks import ACTIVATIONS
    >>> from closedprop.networks.gates import gate_of
    >>> h = Series.of([0, 1, 0, 0], 10007)
    >>> tanh = states_along(gate_of(ACTIVATIONS["tanh"]), [0], h)[0].coefficients()
    >>> tanh[:3], tanh[3] * 3 % 10007  # t - t^3/3
    ([0, 1, 0], 10006)
    """
    prime = h.terms.modulus()
    states = [Series.of([value], prime) for value in initial]
    for length in range(1, h.length):
        part, rate = h.first(length), h.first(length + 1).derivative()
        rates = [component * rate for component in gate.field(states, part)]
        states = [slope.integral(value) for slope, value in zip(rates, initial, strict=True)]
    return states
