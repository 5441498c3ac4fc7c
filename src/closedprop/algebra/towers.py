r"""Towers of square roots: the elements :math:`u + v s_k` with :math:`s_k^2 = D_k`, u, v and D_k one step lower.

An element of a tower of k roots is a pair of elements of the tower of k - 1 roots; with no root it is an element of the base
ring. A tower is the list of its squares :math:`D_1, \dots, D_k`, so that a list shorter by one is the tower below.
"""

from collections.abc import Sequence
from typing import Any

Element = Any
Squares = Sequence[Element]


def lifted(value: Any, roots: int) -> Element:
    """Return an element of the base ring as one of a tower.

    >>> lifted(5, 2)
    ((5, 0), (0, 0))
    """
    for _ in range(roots):
        value = (value, scaled(value, 0))
    return value


def added(a: Element, b: Element) -> Element:
    """Return a + b."""
    return (added(a[0], b[0]), added(a[1], b[1])) if isinstance(a, tuple) else a + b


def scaled(a: Element, factor: Any) -> Element:
    """Return an element times one of the base ring."""
    return (scaled(a[0], factor), scaled(a[1], factor)) if isinstance(a, tuple) else a * factor


def multiplied(a: Element, b: Element, squares: Squares) -> Element:
    """Return a b.    Cost: five products one step lower, 5^k in all.

    >>> multiplied((1, 1), (1, -1), [2])  # (1 + sqrt 2)(1 - sqrt 2)
    (-1, 0)
    """
    if not squares:
        return a * b
    *below, square = squares
    product = multiplied(square, multiplied(a[1], b[1], below), below)
    crossed = added(multiplied(a[0], b[1], below), multiplied(a[1], b[0], below))
    return added(multiplied(a[0], b[0], below), product), crossed


def inverted(a: Element, squares: Squares) -> Element:
    """Return 1/a: the conjugate over the norm.    Raises ``ZeroDivisionError`` where there is none.

    >>> inverted((1.0, 1.0), [2.0])  # sqrt 2 - 1
    (-1.0, 1.0)
    """
    if not squares:
        return 1 / a
    below = squares[:-1]
    over = inverted(step_norm(a, squares), below)
    return multiplied(a[0], over, below), scaled(multiplied(a[1], over, below), -1)


def step_norm(a: Element, squares: Squares) -> Element:
    r"""Return :math:`u^2 - D v^2`, one step lower."""
    *below, square = squares
    return added(multiplied(a[0], a[0], below), scaled(multiplied(square, multiplied(a[1], a[1], below), below), -1))


def norm(a: Element, squares: Squares) -> Any:
    """Return the norm in the base ring: the product over all choices of the signs of the roots.

    >>> norm(((0, 1), (1, 0)), [2, (3, 0)])  # (sqrt 2 + sqrt 3)(-sqrt 2 + sqrt 3)(sqrt 2 - sqrt 3)(- sqrt 2 - sqrt 3)
    1
    """
    for k in range(len(squares), 0, -1):
        a = step_norm(a, squares[:k])
    return a
