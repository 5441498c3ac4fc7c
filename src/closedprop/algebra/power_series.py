r"""Truncated power series :math:`a_0 + a_1 h + \dots + a_{n-1} h^{n-1} + O(h^n)` over any number system.

A series is the list of its coefficients; its length is what is known of it, and a result is as long as its operands allow.
Over GF(p) every operation divides by numbers below its length only, and by constant terms.
"""

from collections.abc import Sequence
from typing import Any

from closedprop.scalars import Invalid

Series = Sequence[Any]


def product(a: Series, b: Series) -> list[Any]:
    """Return a b, as far as both are known.    Cost: n^2 / 2 products.

    >>> product([1, 1, 0], [1, -1, 1])
    [1, 0, 0]
    """
    return [sum((a[j] * b[n - j] for j in range(1, n + 1)), a[0] * b[n]) for n in range(min(len(a), len(b)))]


def quotient(a: Series, b: Series) -> list[Any]:
    """Return a / b for b with a constant term.    Cost: n^2 / 2 products.

    Raises ``Invalid`` where that term is 0.
    """
    if b[0] == 0:
        raise Invalid("a quotient of power series", "a divisor without constant term", "cancel the common power first")
    c: list[Any] = []
    for n in range(min(len(a), len(b))):
        c.append(sum((-b[j] * c[n - j] for j in range(1, n + 1)), a[n]) / b[0])
    return c


def derivative(a: Series) -> list[Any]:
    """Return da/dh: one term is lost.

    >>> derivative([5, 1, 2])
    [1, 4]
    """
    return [n * a[n] for n in range(1, len(a))]


def primitive(a: Series, constant: Any) -> list[Any]:
    """Return the integral of a with that constant term: one term is gained."""
    return [constant, *(a[n] / (constant * 0 + n + 1) for n in range(len(a)))]


def composition(outer: Series, inner: Series) -> list[Any]:
    r"""Return :math:`\sum_j a_j\, b(h)^j` for an inner series b without constant term (Horner).    Cost: n^3 / 2 products.

    Raises ``Invalid`` for a constant term.

    >>> composition([1, 1, 1], [0, 2, 1])
    [1, 2, 5]
    """
    if inner[0] != 0:
        raise Invalid("a composition of power series", "an inner one with constant term", "expand the outer one there")
    length = min(len(outer), len(inner))
    total = [outer[length - 1], *[outer[0] * 0] * (length - 1)]
    for coefficient in reversed(outer[: length - 1]):
        total = product(total, inner[:length])
        total[0] = total[0] + coefficient
    return total


def power(a: Series, exponent: Any, constant: Any) -> list[Any]:
    r"""Return :math:`a^r`, whose constant term :math:`a_0^r` is given, from :math:`a (a^r)' = r a' a^r`.

    The exponent is a number of the system.    Cost: n^2 products.    Raises ``Invalid`` where a_0 is 0.
    """
    if a[0] == 0:
        raise Invalid("a power of a power series", "no constant term", "take the power of the leading term apart")
    c = [constant]
    for n in range(1, len(a)):
        c.append(sum(((exponent * j - (n - j)) * a[j] * c[n - j] for j in range(1, n + 1)), constant * 0) / (a[0] * n))
    return c


def exponential(a: Series, constant: Any) -> list[Any]:
    """Return exp(a), whose constant term is given."""
    c = [constant]
    for n in range(1, len(a)):
        c.append(sum((j * a[j] * c[n - j] for j in range(1, n + 1)), constant * 0) / (constant * 0 + n))
    return c


def logarithm(a: Series, constant: Any) -> list[Any]:
    """Return log(a), whose constant term is given."""
    return primitive(quotient(derivative(a), a), constant)


def arctangent(a: Series, constant: Any) -> list[Any]:
    """Return arctan(a), whose constant term is given."""
    square = product(a, a)
    square[0] = square[0] + 1
    return primitive(quotient(derivative(a), square), constant)
