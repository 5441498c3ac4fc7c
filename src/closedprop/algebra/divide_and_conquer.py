"""Divide-and-conquer recurrences, which the Akra-Bazzi theorem solves; delta's own recurrence is not one of them."""

from dataclasses import dataclass
from math import log

from closedprop.scalars import Invalid, Unable


@dataclass(frozen=True)
class DivideAndConquer:
    r"""The recurrence :math:`T(n) = \sum_i a_i T(b_i n) + c\, n^q` with :math:`a_i > 0`, :math:`0 < b_i < 1`, c > 0, q >= 0.

    Akra and Bazzi: with p the solution of :math:`\sum_i a_i b_i^p = 1`,

    .. math:: T(n) = \Theta\Bigl( n^p \Bigl( 1 + \int_1^n \frac{c\, u^q}{u^{p+1}}\, du \Bigr) \Bigr),

    which is :math:`n^q`, :math:`n^p \log n` or :math:`n^p` for q > p, q = p, q < p.
    ``parts`` holds the pairs (a_i, b_i).    Raises ``Invalid`` for parts outside these ranges.
    Source: Akra & Bazzi, Comput. Optim. Appl. 10 (1998) 195-210.
    Paper: thm:akra-bazzi.

    >>> uneven = DivideAndConquer(((1, 1 / 3), (1, 2 / 3)), coefficient=2 / 3, power=1)
    >>> round(uneven.exponent, 12), uneven.order
    (1.0, 'n log n')
    """

    parts: tuple[tuple[float, float], ...]
    coefficient: float
    power: float

    def __post_init__(self):
        ranges = all(a > 0 and 0 < b < 1 for a, b in self.parts) and self.coefficient > 0 and self.power >= 0
        if not self.parts or not ranges:
            raise Invalid(
                "a divide-and-conquer recurrence", f"parts {self.parts}", "give a > 0, 0 < b < 1, c > 0, q >= 0"
            )

    @property
    def exponent(self) -> float:
        r"""The solution p of :math:`\sum_i a_i b_i^p = 1`; the left side decreases strictly from infinity to zero."""
        from scipy.optimize import brentq  # here, because it takes half a second to load and few jobs need it

        bound = 1.0
        while self._sum(bound) > 1 or self._sum(-bound) < 1:
            bound *= 2
        return float(brentq(lambda p: self._sum(p) - 1, -bound, bound, xtol=1e-15))

    @property
    def order(self) -> str:
        """The order of growth in words."""
        p, q = self.exponent, self.power
        if abs(p - q) > 1e-9:  # arbitrary: far above the rounding of p
            return _monomial(max(p, q))
        return "log n" if abs(p) < 1e-9 else f"{_monomial(q)} log n"

    def leading(self, n: float) -> float:
        r"""Return the leading term of T(n), constant included, where the theorem's integral determines it.

        For q > p it is :math:`c n^q / (1 - \sum_i a_i b_i^q)`, for q = p it is :math:`c n^q \ln n / \sum_i a_i b_i^q \ln(1/b_i)`:
        both satisfy the recurrence exactly.    Raises ``Unable`` for q < p, where the constant depends on the start.
        """
        p, q = self.exponent, self.power
        if abs(p - q) <= 1e-9:
            entropy = -sum(a * b**q * log(b) for a, b in self.parts)
            return self.coefficient * n**q * log(n) / entropy
        if q < p:
            raise Unable("the leading constant", f"the start decides it (q = {q} < p = {p:.3g})", "use .order")
        return self.coefficient * n**q / (1 - self._sum(q))

    def _sum(self, p: float) -> float:
        return sum(a * b**p for a, b in self.parts)


def _monomial(power: float) -> str:
    return {0.0: "1", 1.0: "n"}.get(round(power, 9), f"n^{power:.4g}")
