r"""How far a truncated Abel series is from the truth: the residual of Abel's equation on complex circles, in ball arithmetic.

.. math:: R(h) = \Psi_M(F(h)) - \Psi_M(h) - 1 = \sum_{k \ge J + m} r_k h^k, \qquad |r_k| \le r^{-k} \max_{|\zeta| = r} |R(\zeta)|

by Cauchy's estimate, because R is analytic on the disc; the first coefficients are known exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import expm1, inf
from typing import Any

import flint

from closedprop.approximations.depth.abel import AbelSeries, number

Terms = tuple[tuple[int, float], ...]
OnDisc = Callable[[flint.acb], tuple[flint.acb, flint.acb] | None]

_SHARES = tuple(0.95 * 0.8**k for k in range(20))  # tuned: circles at these shares of the radius are tried in turn
_CIRCLES = 8  # tuned: a large h wants a large circle; one below a fifth of the largest helps no h
_WIDEST = 8.0  # arbitrary: the radius taken for an entire layer map
_ARCS = 32  # tuned: arcs of a half circle, each cut in two where it is not decided
_MOST_ARCS = 512  # arbitrary: then the circle is given up
_ROUNDING = 1 + 2.0**-40  # derived: some hundred rounded operations on positive numbers


@dataclass(frozen=True)
class Circle:
    """Upper bounds on a circle: of ``|R|``, and of ``|g - a|`` where ``F(h) = h - g(h) h^(m+1)``."""

    radius: float
    residual: float
    spread: float


@dataclass(frozen=True, eq=False)
class AbelBound:
    r"""The proved relative error of :math:`\tilde\delta_n = \Psi_M'(h) / \Psi_M'(\tilde h_n)`, uniformly in the depth n.

    ``leading`` is a. Pairs are powers and absolute coefficients: ``shape`` those of g - a below the power ``shape_tail``,
    ``terms`` those of :math:`-a h^{m+1} \Psi_M'(h) - 1`, ``residual`` those of R below the power ``tail``.
    """

    circles: tuple[Circle, ...]
    exponent: int
    leading: float
    shape: Terms
    shape_tail: int
    terms: Terms
    residual: Terms
    tail: int

    def relative(self, h: float, steps: int | None = None) -> float:
        r"""Return a bound on :math:`|\delta_n / \tilde\delta_n - 1|` from the distance h on, for n = ``steps`` or for all n.

        It is :math:`O(h^{J+m})` for all n, :math:`O(h^{J+2m})` for one n, and infinite where nothing is proved.
        """
        m, a = self.exponent, self.leading
        slopes, gap, q = self._sums(h, steps)
        if q >= 1:
            return inf
        bend = sum(size * h**power * abs(power - m - 1) / (m + 1) for power, size in self.terms)
        drift = gap * (m + 1) * a * h**m * (1 + bend) / (1 - q) ** 2
        total = (slopes + drift) * _ROUNDING
        return expm1(total) if total < 700 else inf

    def _sums(self, h: float, steps: int | None) -> tuple[float, float, float]:
        """Return bounds on the sums of ``|log(1 + R'/Psi')|`` and of ``|R|`` over the orbit, and on ``|a h^(m+1) Psi' + 1|``."""
        circles = [circle for circle in self.circles if h < circle.radius]
        m, a = self.exponent, self.leading
        beyond = (c.spread * (h / c.radius) ** self.shape_tail / (1 - h / c.radius) for c in circles)
        spread = sum(size * h**power for power, size in self.shape) + min(beyond, default=inf)
        slowest, nearest = a - spread, 1 - h**m * (a + spread)
        q = sum(size * h**power for power, size in self.terms)
        if slowest <= 0 or nearest <= 0 or q >= 1:
            return inf, inf, inf

        def orbit_sum(power: int) -> float:
            # of h_k^power: by comparison with an integral, or by the number of terms
            s = power - m
            whole = nearest ** (1 - s) * h**s / (s * slowest)
            return whole if steps is None else min(whole, steps * h**power)

        def tail(circle: Circle, slope: bool) -> float:
            # Cauchy's estimate of the coefficients beyond those that are known
            x, size = h / circle.radius, circle.residual / circle.radius**self.tail
            return size * (self.tail * (1 - x) + x) / (1 - x) ** 2 if slope else size / (1 - x)

        rest, steep = (min(tail(circle, slope) for circle in circles) for slope in (False, True))
        known = [(power, power * size) for power, size in self.residual]
        factor = a / (1 - q)
        largest = factor * (steep * h ** (self.tail + m) + sum(size * h ** (power + m) for power, size in known))
        if largest >= 0.5:
            return inf, inf, inf
        slopes = steep * orbit_sum(self.tail + m) + sum(size * orbit_sum(power + m) for power, size in known)
        gap = rest * orbit_sum(self.tail) + sum(size * orbit_sum(power) for power, size in self.residual)
        return factor * slopes / (1 - largest), gap, q


def abel_bound(series: AbelSeries, layer: Sequence[Any], on_disc: OnDisc, radius: float) -> AbelBound:
    r"""Return the bound from the coefficients of F, and from enclosures of the residual on circles of up to that radius.

    A circle is used where ball arithmetic proves :math:`\operatorname{Re} F(\zeta)/\zeta > 0` on it; by the minimum principle
    this holds inside, so that :math:`\log(F(h)/h)` is analytic there. F is real on the real line: half a circle will do.
    Error: none, upper bounds.    Cost: some hundred values of the layer map.
    Paper: thm:abel-bound.
    """
    floats = series.rounded()
    m, a = series.exponent, floats.leading
    terms = [(j + m, j * c) for j, c in enumerate(floats.above, start=1)]
    terms += [(m - j, j * c) for j, c in enumerate(floats.below[:-1], start=1)] + [(m, floats.residue)]
    tried = (_circle(series, on_disc, min(radius, _WIDEST) * share) for share in _SHARES)
    circles = islice((circle for circle in tried if circle is not None), _CIRCLES)
    return AbelBound(
        circles=tuple(circles),
        exponent=m,
        leading=a,
        shape=tuple(
            (power, abs(number(c)) * _ROUNDING) for power, c in enumerate(layer[m + 2 :], start=1) if number(c)
        ),
        shape_tail=len(layer) - m - 1,
        terms=tuple((power, abs(a * size) * _ROUNDING) for power, size in terms if size),
        residual=tuple((power, abs(r) * _ROUNDING) for power, r in enumerate(floats.residual, start=series.start) if r),
        tail=series.start + len(series.residual),
    )


def _circle(series: AbelSeries, on_disc: OnDisc, radius: float) -> Circle | None:
    residual = spread = 0.0
    arcs = [(k, k + 1, _ARCS) for k in range(_ARCS)]
    for _ in range(_MOST_ARCS):
        if not arcs:
            return Circle(radius, residual, spread)
        start, end, parts = arcs.pop()
        middle = radius * flint.acb(flint.arb(start + end) / (2 * parts)).exp_pi_i()
        image = on_disc(middle)
        if image is None or not (image[0] / middle).real > 0:
            return None  # no smaller arc will prove it
        found = _on_arc(series, on_disc, radius, start, end, parts)
        if found is None:
            arcs += [(2 * start, start + end, 2 * parts), (start + end, 2 * end, 2 * parts)]
        else:
            residual, spread = max(residual, found[0]), max(spread, found[1])
    return None


def _on_arc(
    series: AbelSeries, on_disc: OnDisc, radius: float, start: int, end: int, parts: int
) -> tuple[float, float] | None:
    """Return bounds of ``|R|`` and ``|g - a|`` on an arc, from ``start`` to ``end`` of ``parts`` in a half turn."""
    turn = flint.arb(start).union(flint.arb(end)) / parts
    arc = radius * flint.acb(turn).exp_pi_i()
    image = on_disc(arc)
    if image is None or not (image[0].is_finite() and image[1].is_finite()) or not (image[0] / arc).real > 0:
        return None
    change = series.slope(image[0]) * image[1] - series.slope(arc)
    middle = arc.mid()
    inner = on_disc(middle)
    if inner is None:
        return None
    # the mean value form: sharper than the residual of the arc, in which large terms cancel
    residual = series.increment(middle, inner[0]) - 1 + change * (arc - middle)
    leading = series.leading if isinstance(series.leading, flint.arb) else flint.arb(series.leading)
    spread = (arc - image[0]) / arc ** (series.exponent + 1) - leading
    bounds = float(residual.abs_upper()), float(spread.abs_upper())
    return (bounds[0] * _ROUNDING, bounds[1] * _ROUNDING) if max(bounds) < inf else None
