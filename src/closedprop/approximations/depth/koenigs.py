r"""The amplitude expansion of a scalar weight-tied network: delta as a sum of powers of the multiplier."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.fixed_points import BITS, LayerFixedPoint, activated
from closedprop.approximations.depth.koenigs_series import koenigs_series, slope_at, value_at
from closedprop.approximations.depth.straightening_bounds import StraighteningBounds, straightening_bounds
from closedprop.approximations.depth.tails import (
    KNOWN,
    Majorant,
    activation_majorant,
    magnitudes,
    next_degree,
    present_degrees,
    taylor_coefficients,
)
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Unable
from closedprop.validated.precision import precision
from closedprop.validated.rounding import enter

_SEARCHED = 10_000  # arbitrary: layers in which an orbit is followed to where the expansion holds
_PIECES = 16  # arbitrary: pieces of an interval on which the sign of f' is looked at
_SMALLEST = 2.0**-1000  # derived: a bound on |lambda|^n that the other factors of an error do not push out of doubles


@dataclass(frozen=True, eq=False)
class KoenigsExpansion:
    r"""The expansion of delta about a fixed point of a scalar layer, to order k in the amplitude.

    .. math:: \tilde\delta_n(x) = \sum_{j=1}^{k} c_j(x)\, \lambda^{jn}, \qquad
              c_j(x) = j\, p_j\, \varphi_k(x - z^*)^{j-1}\, \varphi_k'(x - z^*)

    with :math:`\varphi_k` and :math:`P_k = \sum_j p_j t^j` the Taylor polynomials of degree k of the Koenigs function and of
    its inverse. ``koenigs`` and ``poincare`` hold more coefficients than k, for the bound; index 0 is 0.
    """

    order: int
    over: Scalars
    fixed: LayerFixedPoint
    multiplier: flint.arb
    koenigs: tuple[flint.arb, ...]
    poincare: tuple[flint.arb, ...]
    exponent: int | None

    @cached_property
    def bounds(self) -> StraighteningBounds:
        """The majorants of the two series."""
        known = activation_majorant(self.fixed.activation, self.fixed.point[0])
        if not np.isfinite(known.supremum):
            raise Unable(
                f"an amplitude expansion about {self.fixed.location[0]:.6g}",
                f"no disc around it in which {self.fixed.activation.name} is proved to converge",
                "choose another fixed point",
            )
        size = _upper(self.fixed.weight[0, 0])
        nonlinear = Majorant(size * known.coefficients, known.radius, size * known.supremum)
        series = (magnitudes(series) for series in (self.koenigs, self.poincare))
        return straightening_bounds(float(abs(self.multiplier).mid()), nonlinear, *series)

    @property
    def radius(self) -> float:
        """The radius of the disc about the fixed point in which the Koenigs series is proved to converge."""
        return self.bounds.radius

    def terms(self, x: Any, first: int = 0) -> list[Any]:
        r"""Return :math:`c_1(x), .., c_k(x)`: :math:`\tilde\delta_n = \sum_j c_j \lambda^{j (n - m)}`, m = ``first``.

        >>> from closedprop.networks import Network
        >>> from closedprop.approximations.depth.fixed_points import layer_fixed_point
        >>> expansion = koenigs_expansion(layer_fixed_point(Network.tied([[0.5]], 2)), order=3)
        >>> [round(term, 6) for term in expansion.terms([0.1])]
        [0.986667, 0.0, 0.013039]
        """
        with self._context():
            u, slope = self._iterated(x, first)
            value, growth = self._koenigs_at(u, self.order)
            terms = [j * self.poincare[j] * value ** (j - 1) * growth * slope for j in range(1, self.order + 1)]
        return [float(term.mid()) for term in terms] if self.over is FLOATS else terms

    def delta(self, x: Any, delta_top: Any, depth: int, first: int = 0) -> np.ndarray:
        r"""Return delta^(1) at a depth.

        Shapes: ``x``, ``delta_top`` and the result (1,).    Error: see :meth:`bound`.    Cost: independent of the depth.
        Raises ``Unable`` outside the proved discs; what would help is ``first``, layers that are done exactly.
        """
        with self._context():
            total, *_ = self._evaluated(x, delta_top, depth, first)
        return np.array([float(total.mid())]) if self.over is FLOATS else np.array([total], dtype=object)

    def bound(self, x: Any, delta_top: Any, depth: int, first: int = 0) -> float:
        r"""Return a proved bound on the error of :meth:`delta`, rounding included; for BALLS on that of every number in it.

        The distance from the expansion of order 63, and the bound of that one's error by the majorants.
        """
        with self._context():
            total, factor, u, power = self._evaluated(x, delta_top, depth, first)
            error = float(total.rad())
            if self.over is FLOATS:
                error += float(total.abs_upper()) * 2.0**-52 + 2.0**-1074
            if self.exponent is not None:
                value, growth = self._koenigs_at(u, KNOWN)
                inverse_slope = slope_at(self.poincare, power * value)
                error += _upper(inverse_slope * power * growth * factor - total)
                h, *sizes = (_upper(number) for number in (u, value, growth, inverse_slope))
                error += _upper(factor) * self.bounds.error(
                    h, (sizes[0], sizes[1], sizes[2]), max(_upper(power), _SMALLEST)
                )
        return error

    def _context(self) -> Any:
        return precision(BITS) if self.over is FLOATS else nullcontext()

    def _evaluated(
        self, x: Any, delta_top: Any, depth: int, first: int
    ) -> tuple[flint.arb, flint.arb, flint.arb, flint.arb]:
        """Return delta^(1), the factor of what is done exactly, the distance from the fixed point, and lambda^n."""
        steps = depth - 1 - first
        if first < 0 or steps < 1:
            raise Invalid(
                f"an amplitude expansion at depth {depth} after {first} layers", "no layer map is left", "iterate fewer"
            )
        u, iterated = self._iterated(x, first)
        top = enter(np.atleast_1d(np.array(delta_top, dtype=object)), self.over)
        if top.shape != (1,):
            raise Invalid("delta^(L)", f"shape {top.shape}", "give it shape (1,)")
        trouble = self._trouble(u, steps)
        if trouble:
            raise Unable(
                f"an amplitude expansion at a distance of {float(u.abs_upper()):.4g} from the fixed point",
                trouble,
                self._remedy(x, depth),
            )
        value, growth = self._koenigs_at(u, self.order)
        power, factor = self.multiplier**steps, iterated * top[0]
        return (
            slope_at(self.poincare[: self.order + 1], power * value) * power * growth * factor,
            factor,
            u,
            power,
        )

    def _iterated(self, x: Any, first: int) -> tuple[flint.arb, flint.arb]:
        """Return the distance from the fixed point after some layers, and the product of their slopes."""
        z = enter(np.atleast_1d(np.array(x, dtype=object)), self.over)
        if z.shape != (1,):
            raise Invalid("the input x", f"shape {z.shape}", "give it shape (1,)")
        slope, act, weight = flint.arb(1), self.fixed.activation, self.fixed.weight[0, 0]
        for _ in range(first):
            slope = slope * weight * activated(act, z, BALLS, slope=True)[0]
            z = weight * activated(act, z, BALLS) + self.fixed.bias
        return z[0] - self.fixed.point[0], slope

    def _koenigs_at(self, u: flint.arb, order: int) -> tuple[flint.arb, flint.arb]:
        series = self.koenigs[: order + 1]
        return value_at(series, u), slope_at(series, u)

    def _trouble(self, u: flint.arb, steps: int) -> str:
        """Return why the expansion is not proved to converge there, or nothing."""
        if self.exponent is None:
            return ""
        h = _upper(u)
        if not h < self.radius:
            return f"the disc in which the Koenigs series is proved to converge has radius {self.radius:.4g}"
        scale = _upper(self.multiplier**steps)
        # P inverts phi along the segment from the fixed point to x if phi stays in the disc of P there.
        argument = scale * float(self.bounds.koenigs.value(h).min())
        if not argument < self.bounds.reach and self._is_monotone(h):
            value = _upper(self._koenigs_at(u, KNOWN)[0]) + float(self.bounds.koenigs.value(h, KNOWN + 1).min())
            argument = scale * max(value, _upper(self._koenigs_at(u, self.order)[0]))
        if not argument < self.bounds.reach:
            return (
                f"after {steps} layers the argument of the Poincare function may be {argument:.4g}, outside the disc of"
                f" radius {self.bounds.reach:.4g} in which it is proved to converge"
            )
        return ""

    def _is_monotone(self, h: float) -> bool:
        """Return whether f', hence phi', is proved to have no zero within h of an attracting fixed point."""
        if not abs(self.multiplier) < 1:
            return False
        middles = (np.arange(_PIECES) * 2 + 1 - _PIECES) / _PIECES
        balls = [self.fixed.point[0] + h * flint.arb(middle, 1 / _PIECES) for middle in middles.tolist()]
        slopes = activated(self.fixed.activation, np.array(balls, dtype=object), BALLS, slope=True)
        return all(slope * self.fixed.slopes[0] > 0 for slope in slopes)

    def _remedy(self, x: Any, depth: int) -> str:
        if abs(self.multiplier) > 1:
            return "take a smaller depth or amplitude: about a repelling fixed point nothing is uniform in depth"
        z = np.array([float(enter(np.atleast_1d(np.array(x, dtype=object)), self.over)[0].mid())])
        weight, bias, point = (
            float(ball.mid()) for ball in (self.fixed.weight[0, 0], self.fixed.bias[0], self.fixed.point[0])
        )
        for first in range(1, min(depth - 1, _SEARCHED)):
            z = weight * self.fixed.activation(z) + bias
            if not np.isfinite(z[0]):
                break
            if not self._trouble(flint.arb(float(z[0])) - point, depth - 1 - first):
                return f"iterate first: first={first} does so many layers exactly"
        return "choose another fixed point, or a greater depth: this orbit does not come near it in time"


def koenigs_expansion(fixed: LayerFixedPoint, order: int, over: Scalars = FLOATS) -> KoenigsExpansion:
    """Return the amplitude expansion of a scalar network about a fixed point.

    Error: enclosures, of :math:`2^{-128}` over FLOATS, at the precision in force over BALLS.    Cost: 63 products of series.
    Raises ``Unable`` at a multiplier that is 0 or of modulus 1, ``Undefined`` for an activation with kinks, ``Invalid`` for
    an order below 1 or above 63.
    Source: Koenigs (1884); Milnor, Dynamics in one complex variable, section 8.
    """
    if not 1 <= order <= KNOWN:
        raise Invalid(
            f"an amplitude expansion of order {order}", f"not between 1 and {KNOWN}", "ask for an order in between"
        )
    with precision(BITS) if over is FLOATS else nullcontext():
        coefficients = taylor_coefficients(fixed.activation, fixed.point[0])
        weight = fixed.weight[0, 0]
        layer = [flint.arb(0), *(weight * coefficient for coefficient in coefficients[1:])]
        koenigs, poincare = koenigs_series(layer)
    degree = next_degree(present_degrees(np.array([coefficients], dtype=object)), order)
    exponent = None if degree is None else degree - 1
    return KoenigsExpansion(order, over, fixed, layer[1], koenigs, poincare, exponent)


def _upper(ball: flint.arb) -> float:
    return float(ball.abs_upper()) * (1 + 2**-50)  # derived: more than one rounding
