"""C-finite sequences: recurrences with constant coefficients, their generating functions, the shortest one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from closedprop.algebra.polynomials import power_of_x
from closedprop.scalars import RATIONALS, Invalid, Unable


@dataclass(frozen=True)
class Recurrence:
    r"""A sequence given by a recurrence of order ``r`` and its first ``r`` terms.

    .. math:: a_{m+r} = c_1 a_{m+r-1} + \dots + c_r a_m, \qquad m \ge 0

    Shapes: ``coefficients`` (c_1, .., c_r), ``initial`` (a_0, .., a_{r-1}); rational.    Error: exact.
    Raises ``Invalid`` when their lengths differ.

    >>> fibonacci = Recurrence([1, 1], [0, 1])
    >>> [int(term.p) for term in fibonacci.terms(8)], fibonacci.term(100)
    ([0, 1, 1, 2, 3, 5, 8, 13], 354224848179261915075)
    """

    coefficients: Sequence[Any]
    initial: Sequence[Any]

    def __post_init__(self):
        if len(self.coefficients) != len(self.initial):
            found = f"{len(self.coefficients)} coefficients and {len(self.initial)} initial terms"
            raise Invalid("a recurrence", found, "give as many of each as its order")
        object.__setattr__(self, "coefficients", tuple(RATIONALS.convert(c) for c in self.coefficients))
        object.__setattr__(self, "initial", tuple(RATIONALS.convert(a) for a in self.initial))

    @property
    def order(self) -> int:
        """The number of earlier terms in the recurrence."""
        return len(self.coefficients)

    def terms(self, count: int) -> list[flint.fmpq]:
        """Return the first ``count`` terms, one after the other."""
        terms = list(self.initial[:count])
        while len(terms) < count:
            recent = reversed(terms[len(terms) - self.order :])
            terms.append(sum((c * a for c, a in zip(self.coefficients, recent, strict=True)), flint.fmpq(0)))
        return terms

    def term(self, m: int) -> flint.fmpq:
        r"""Return :math:`a_m` without its predecessors, from the remainder of :math:`x^m`.

        Cost: :math:`O(r^2 \log m)` rational operations.
        """
        if self.order == 0:
            return flint.fmpq(0)
        characteristic = np.array([-c for c in self.coefficients[::-1]] + [flint.fmpq(1)], dtype=object)
        weights = power_of_x(m, characteristic, RATIONALS)
        return sum((w * a for w, a in zip(weights, self.initial, strict=True)), flint.fmpq(0))

    def generating_function(self) -> tuple[flint.fmpq_poly, flint.fmpq_poly]:
        r"""Return numerator and denominator of :math:`\sum_m a_m t^m`, in lowest terms, denominator 1 at t = 0.

        >>> Recurrence([1, 1], [0, 1]).generating_function()
        (x, (-1)*x^2 + (-1)*x + 1)
        """
        denominator = flint.fmpq_poly([1, *(-c for c in self.coefficients)])
        product = denominator * flint.fmpq_poly(list(self.initial))
        # From degree r on, the coefficients of the product vanish by the recurrence.
        numerator = flint.fmpq_poly(product.coeffs()[: self.order])
        common = numerator.gcd(denominator)
        numerator, denominator = numerator // common, denominator // common
        return numerator / denominator[0], denominator / denominator[0]


def minimal_recurrence(terms: Sequence[Any]) -> Recurrence:
    r"""Return the shortest recurrence that produces the given terms (Berlekamp-Massey over the rationals).

    If the sequence is known to satisfy some recurrence of order at most ``len(terms) / 2``, the answer is the shortest
    recurrence of the whole sequence.
    Shapes: ``terms`` (n,).    Error: exact.    Cost: O(n^2) rational operations.
    Raises ``Unable`` when more than ``len(terms) / 2`` earlier terms are needed, so that the terms determine nothing.
    Source: Massey, IEEE Trans. Inform. Theory 15 (1969) 122-127.

    >>> minimal_recurrence([1, 3, 7, 15, 31, 63]).coefficients
    (3, -2)
    """
    sequence = [RATIONALS.convert(term) for term in terms]
    # `connection` C satisfies sum_i C_i a_{m-i} = 0 for all m seen with m >= order; `previous` is C before the order grew.
    connection, previous = flint.fmpq_poly([1]), flint.fmpq_poly([1])
    order, since, previous_discrepancy = 0, 1, flint.fmpq(1)
    for m, _ in enumerate(sequence):
        discrepancy = sum((connection[i] * sequence[m - i] for i in range(order + 1)), flint.fmpq(0))
        if discrepancy == 0:
            since += 1
            continue
        shifted = flint.fmpq_poly([0] * since + [discrepancy / previous_discrepancy]) * previous
        if 2 * order <= m:
            connection, previous = connection - shifted, connection
            order, since, previous_discrepancy = m + 1 - order, 1, discrepancy
        else:
            connection, since = connection - shifted, since + 1
    if 2 * order > len(sequence):
        raise Unable(
            f"the shortest recurrence of {len(sequence)} terms",
            f"order {order}, which they do not determine",
            f"give at least {2 * order} terms",
        )
    return Recurrence([-connection[i] for i in range(1, order + 1)], sequence[:order])
