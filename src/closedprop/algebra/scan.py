"""Prefix products in parallel, with their work and their depth counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from closedprop.scalars import Invalid, nearest

Combine = Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Scan:
    """Prefix products with their cost: ``work`` combinations in all, ``depth`` of them one after another."""

    prefixes: tuple[Any, ...]
    work: int
    depth: int


@dataclass
class _Counter:
    """Combine pairs (value, depth at which it is known) and count."""

    combine: Combine
    work: int = 0

    def __call__(self, left: tuple[Any, int], right: tuple[Any, int]) -> tuple[Any, int]:
        self.work += 1
        return self.combine(left[0], right[0]), max(left[1], right[1]) + 1


def _sequential(items: list, combine: Combine) -> list:
    prefixes = items[:1]
    for item in items[1:]:
        prefixes.append(combine(prefixes[-1], item))
    return prefixes


def _halves(items: list, combine: Combine, split: Callable[[int], int]) -> list:
    """Scan both parts, then multiply every prefix of the right part by the whole left part."""
    if len(items) <= 1:
        return items
    middle = split(len(items))
    left, right = _halves(items[:middle], combine, split), _halves(items[middle:], combine, split)
    return left + [combine(left[-1], prefix) for prefix in right]


def _pairs(items: list, combine: Combine) -> list:
    """Combine neighbors, scan the pairs, and fill in the prefixes that end between them."""
    if len(items) <= 1:
        return items
    pairs = [combine(left, right) for left, right in zip(items[::2], items[1::2], strict=False)]
    inner = _pairs(pairs, combine)
    prefixes = [items[0]]
    for i in range(1, len(items)):
        prefixes.append(inner[i // 2] if i % 2 else combine(inner[i // 2 - 1], items[i]))
    return prefixes


#: Four ways to all prefix products. Their costs satisfy (W: work, D: depth)
#: sequential W(n) = n - 1 = D(n);  halves W(n) = 2 W(n/2) + n/2, D(n) = D(n/2) + 1;
#: thirds W(n) = W(n/3) + W(2n/3) + 2n/3, D(n) = D(2n/3) + 1;  pairs W(n) = W(n/2) + n - 1, D(n) = D(n/2) + 2.
SCANS: dict[str, Callable[[list, Combine], list]] = {
    "sequential": _sequential,
    "halves": lambda items, combine: _halves(items, combine, lambda n: (n + 1) // 2),
    "thirds": lambda items, combine: _halves(items, combine, lambda n: (n + 2) // 3),
    "pairs": _pairs,
}


def scan(items: Sequence[Any], combine: Combine, method: str = "pairs") -> Scan:
    r"""Return all prefix products of an associative operation, and what they cost in parallel.

    .. math:: p_k = x_1 \cdot x_2 \cdots x_k, \qquad 1 \le k \le n

    With the layer matrices :math:`M_k = D_{L-k} W^{(L-k)\top}` and ``combine(a, b) = b @ a`` the prefixes applied to
    :math:`\delta^{(L)}` are all the deltas. Methods: ``sequential``, ``halves`` (Sklansky), ``thirds`` (the same, split
    unevenly), ``pairs`` (Ladner-Fischer, Brent-Kung).
    Shapes: n items; n prefixes.    Error: that of ``combine``, applied in another order than by the recursion.
    Cost: ``pairs`` work < 2 n, depth < 2 log2 n + 1; ``halves`` work (n/2) log2 n, depth log2 n (n a power of 2).
    Raises ``Invalid`` for no items or an unknown method.
    Source: Ladner & Fischer, J. ACM 27 (1980) 831-838; Blelloch, CMU-CS-90-190.
    Paper: prop:scan.

    >>> import operator
    >>> done = scan([1, 2, 3, 4, 5], operator.mul)
    >>> done.prefixes, done.work, done.depth
    ((1, 2, 6, 24, 120), 5, 3)
    """
    if method not in SCANS:
        raise Invalid(f"the scan {method}", "unknown", nearest(method, SCANS))
    if not len(items):
        raise Invalid("a scan", "no items", "give at least one")
    counter = _Counter(combine)
    prefixes = SCANS[method]([(item, 0) for item in items], counter)
    return Scan(tuple(value for value, _ in prefixes), counter.work, max(depth for _, depth in prefixes))


def product_tree(items: Sequence[Any], combine: Combine) -> Scan:
    r"""Return the product of all items alone, multiplied as a balanced tree.

    Cost: work n - 1, depth :math:`\lceil \log_2 n \rceil`.    Raises ``Invalid`` for no items.

    >>> product_tree([1, 2, 3, 4, 5], lambda a, b: a * b)
    Scan(prefixes=(120,), work=4, depth=3)
    """
    if not len(items):
        raise Invalid("a product tree", "no items", "give at least one")
    counter = _Counter(combine)
    level = [(item, 0) for item in items]
    while len(level) > 1:
        paired = [counter(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(level) - len(level) % 2 :]
    return Scan((level[0][0],), counter.work, level[0][1])
