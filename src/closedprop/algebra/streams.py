"""Power series modulo a prime whose coefficients are computed one after another, when they are asked for."""

from collections.abc import Callable, Iterable
from operator import mul
from typing import Any


class Stream:
    r"""A power series :math:`\sum_k a_k t^k` over GF(p), known as far as anybody has asked.

    ``term(k)`` returns :math:`a_k` from anything that needs no later coefficient of this series; so a series may be defined by
    its own differential equation. Sums, products and quotients are the schoolbook recurrences, over Python's integers.
    Integers beside a stream are constants.
    Error: exact.    Cost: k products for coefficient k of a product.
    Raises ``ZeroDivisionError`` for a quotient by a series whose constant term is 0.

    >>> one = Stream(101, lambda k: 0, [1])
    >>> geometric = one / Stream(101, lambda k: 0, [1, -1])
    >>> [geometric[k] for k in range(4)], [(geometric * geometric)[k] for k in range(4)]
    ([1, 1, 1, 1], [1, 2, 3, 4])
    """

    __slots__ = ("known", "prime", "term")

    def __init__(self, prime: int, term: Callable[[int], int], known: Iterable[int] = ()):
        self.prime, self.term, self.known = prime, term, [value % prime for value in known]

    def __getitem__(self, k: int) -> int:
        while len(self.known) <= k:
            self.known.append(self.term(len(self.known)) % self.prime)
        return self.known[k]

    def _first(self, count: int) -> list[int]:
        self[count - 1]
        return self.known[:count]

    def __add__(self, other: Any) -> "Stream":
        if isinstance(other, Stream):
            return Stream(self.prime, lambda k: self[k] + other[k])
        return Stream(self.prime, lambda k: self[k], [self[0] + other]) if isinstance(other, int) else NotImplemented

    __radd__ = __add__

    def __neg__(self) -> "Stream":
        return Stream(self.prime, lambda k: -self[k])

    def __sub__(self, other: Any) -> "Stream":
        return self + (-other)

    def __rsub__(self, other: Any) -> "Stream":
        return -self + other

    def __mul__(self, other: Any) -> "Stream":
        if isinstance(other, Stream):
            return Stream(self.prime, lambda k: sum(map(mul, self._first(k + 1), reversed(other._first(k + 1)))))
        return Stream(self.prime, lambda k: self[k] * other) if isinstance(other, int) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Stream":
        if not isinstance(other, Stream):
            return self * _inverse(other, self.prime) if isinstance(other, int) else NotImplemented
        inverse = _inverse(other[0], self.prime)
        quotient = Stream(self.prime, lambda k: 0)

        def term(k: int) -> int:
            if k == 0:
                return self[0] * inverse
            return (self[k] - sum(map(mul, other._first(k + 1)[1:], reversed(quotient.known[:k])))) * inverse

        quotient.term = term
        return quotient

    def __rtruediv__(self, other: Any) -> "Stream":
        return Stream(self.prime, lambda k: 0, [other]) / self

    def derivative(self) -> "Stream":
        """Return the derivative."""
        return Stream(self.prime, lambda k: (k + 1) * self[k + 1])


def _inverse(value: int, prime: int) -> int:
    if value % prime == 0:
        raise ZeroDivisionError(f"0 has no inverse modulo {prime}")
    return pow(value, -1, prime)


def solution(prime: int, initial: int, derivative: Callable[[], Stream]) -> Stream:
    r"""Return the series with this constant term and this derivative, which may be built from the series itself.

    ``derivative`` is called once, when the first coefficient is asked for: coefficient ``k`` of the derivative may need
    coefficients up to ``k`` of the solution.

    >>> exponential = solution(101, 1, lambda: exponential)
    >>> exponential[2] * 2 % 101, exponential[3] * 6 % 101
    (1, 1)
    """
    right: list[Stream] = []

    def term(k: int) -> int:
        if not right:
            right.append(derivative())
        return right[0][k - 1] * pow(k, -1, prime)

    return Stream(prime, term, [initial])
