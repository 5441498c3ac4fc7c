r"""The Lie algebra that the layers of one activation generate, from power series over a field.

A field :math:`v(z)\,\partial` near the base point z_0 is the series of v in :math:`h = z - z_0`; a layer F that fixes z_0 is
the series of :math:`F - z_0`. Pulling back is :math:`F^*(v\,\partial) = (v \circ F / F')\,\partial`, the bracket is
:math:`[u\,\partial, v\,\partial] = (u v' - v u')\,\partial`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from closedprop.algebra.power_series import Series, composition, derivative, product, quotient
from closedprop.scalars import Invalid, Unable


def pull_back(layer: Series, field: Series) -> list[Any]:
    """Return F^* of a field.

    >>> pull_back([0, 1, 1], [1, 0])  # 1 / (1 + 2 h)
    [1.0, -2.0]
    """
    return quotient(composition(field, layer), derivative(layer))


def bracket(u: Series, v: Series) -> list[Any]:
    """Return the bracket of two fields: one term fewer than the shorter of them.

    >>> bracket([1, 0, 0], [0, 0, 1])
    [0, 2]
    """
    du, dv = derivative(u), derivative(v)
    return [a - b for a, b in zip(product(u, dv), product(v, du), strict=False)]


class Span:
    """The span of the first ``order`` coefficients of the series added so far, in echelon form."""

    def __init__(self, order: int):
        self.order = order
        self._rows: dict[int, list[Any]] = {}

    @property
    def rank(self) -> int:
        """The number of independent series seen."""
        return len(self._rows)

    def add(self, series: Series) -> bool:
        """Add a series; return whether it was independent of those before."""
        rest = list(series[: self.order])
        for pivot in range(self.order):
            if rest[pivot] == 0:
                continue
            if pivot not in self._rows:
                self._rows[pivot] = [entry / rest[pivot] for entry in rest]
                return True
            factor = rest[pivot]
            rest = [a - factor * b for a, b in zip(rest, self._rows[pivot], strict=True)]
        return False


@dataclass(frozen=True)
class Closure:
    """The rank that was found, and whether the span is closed to the order of the truncation."""

    rank: int
    closed: bool


def closure(generators: Sequence[Series], layers: Sequence[Series], order: int, limit: int = 8) -> Closure:
    r"""Return the rank of the smallest space that contains the generators, their pull-backs and brackets.

    They are multiplied out until nothing new appears to ``order``, or the rank is ``limit``. The rank is a lower bound on
    the dimension of the layer algebra, also modulo a prime; the theorem says that this dimension is 1, 2, 3 or infinite,
    so a rank of 4 proves that it is infinite. That the span is closed is seen to ``order`` only.

    .. math:: \dim \mathfrak g < \infty \iff f \text{ Moebius (weights and biases)}, \quad
              f^p = \mu(z^p),\ \log f = \mu(\log z),\ \tan(\beta \log f) = \mu(\tan(\beta \log z)) \text{ (weights)}

    Shapes: generators and layers are series; the layers have one term more.    Error: exact over a field.
    Cost: about 2 limit^2 brackets and limit len(layers) compositions, of order^3 products each.
    Raises ``Unable`` where brackets use up the terms of the series, ``Invalid`` for series that are too short.
    Source: S. Lie; the proof in the paper is self-contained.
    Paper: thm:lie-classification.

    >>> from closedprop.scalars import RATIONALS
    >>> one, zero = RATIONALS.one, RATIONALS.zero
    >>> moebius = [zero, *([one, -one] * 15)]  # z / (1 + z) at 0
    >>> closure([[one] + [zero] * 29, [zero, one] + [zero] * 28], [moebius], order=12)
    Closure(rank=3, closed=True)
    """
    if any(len(field) < order for field in generators) or any(len(layer) <= order for layer in layers):
        raise Invalid(f"a closure to order {order}", "shorter series", "give more terms")
    span, basis = Span(order), [list(field) for field in generators if any(entry != 0 for entry in field)]
    basis = [field for field in basis if span.add(field)]
    seen = 0
    while seen < len(basis) and span.rank < limit:
        new = basis[seen]
        seen += 1
        candidates = [pull_back(layer, new) for layer in layers]
        candidates += [_bracket(basis[j], new, order) for j in range(seen - 1)]
        for field in candidates:
            if span.add(field):
                basis.append(field)
            if span.rank == limit:
                return Closure(limit, closed=False)
    return Closure(span.rank, closed=seen == len(basis))


def family_dimension(generators: Sequence[Series], layers: Sequence[Series], order: int) -> int:
    r"""Return the rank of :math:`\{\Phi_l^* e\}`: how many parameters the network of these layers has to first order.

    ``layers`` are applied first to last. The rank to ``order`` is a lower bound on the dimension of the family of
    functions that these networks, with all parameters near the given ones, compute.

    >>> from closedprop.scalars import RATIONALS
    >>> line = RATIONALS.array([0, 2, 0, 0])
    >>> family_dimension([RATIONALS.array([1, 0, 0])], [line] * 5, order=3)
    1
    """
    span = Span(order)
    below = None
    for layer in layers:
        below = list(layer) if below is None else composition(layer, below)
        for field in generators:
            span.add(pull_back(below, field))
    return span.rank


def _bracket(u: Series, v: Series, order: int) -> list[Any]:
    field = bracket(u, v)
    if len(field) < order:
        raise Unable(f"a closure to order {order}", "brackets that used up the series", "give more terms")
    return field


def generators_at(base: Any, length: int, fields: str) -> list[list[Any]]:
    """Return the generators as series at the base point: ``fields`` names 1 and z, e.g. "1 z".

    Raises ``Invalid`` for another name.
    """
    zero, one = base * 0, base * 0 + 1
    known = {"1": [one, *[zero] * (length - 1)], "z": [base, one, *[zero] * (length - 2)]}
    unknown = [name for name in fields.split() if name not in known]
    if unknown:
        raise Invalid(f"the generators {fields!r}", f"{unknown}", "use 1 and z")
    return [known[name] for name in fields.split()]
