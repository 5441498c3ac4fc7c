r"""Delta at a critical fixed point, closed in depth: :math:`\delta_n = \alpha'(x) / \alpha'(z_n)` with Abel's function alpha."""

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.abel import AbelSeries, abel_series, vanishes
from closedprop.approximations.depth.abel_bound import AbelBound, abel_bound
from closedprop.approximations.depth.parabolic import ParabolicLayer, parabolic_layer
from closedprop.networks import Network
from closedprop.scalars import BALLS, FLOATS, Enclosure, Invalid, Scalars, Truncation, Unable, Undefined
from closedprop.validated.precision import precision
from closedprop.validated.rounding import enter

_TOLERANCE = 2.0**-40  # arbitrary: 12 digits; more layers come first until the proved error is below it
_FIRST = 128  # arbitrary: the most layers that come first unless more are asked for
_BITS = 128  # tuned: a product of a hundred slopes loses seven of them
_EXTRA = 16  # tuned: coefficients of the residual that are known exactly; more make the bound no sharper
_ROUNDED = 2.0**-51  # derived: one rounding of a ball to a double, and one product


@dataclass(frozen=True, eq=False)
class Side:
    """The truncated Abel series on one side of the fixed point, and its proved error."""

    series: AbelSeries
    bound: AbelBound


@dataclass(frozen=True)
class _Passed:
    """Layers that were passed exactly: the point and the product of the slopes, and what remains."""

    z: flint.arb
    slope: flint.arb
    remaining: int


@dataclass(frozen=True, eq=False)
class CriticalExpansion:
    r"""The depth asymptotics of a layer at a fixed point with multiplier 1 or -1, in powers up to h^order.

    Everything that depends on the layer alone is computed once; a delta takes the same time at every depth.
    """

    layer: ParabolicLayer
    order: int

    @cached_property
    def right(self) -> Side:
        """The series right of the fixed point; ``Unable`` where that side repels."""
        return _side(self.layer, self.order, 1)

    @cached_property
    def left(self) -> Side:
        """The series left of the fixed point."""
        return _side(self.layer, self.order, -1)

    def side(self, side: int) -> Side:
        """Return the series right (1) or left (-1) of the fixed point."""
        return self.right if side > 0 else self.left

    def delta(self, x: Any, delta_top: Any, depth: int, first: int | None = None, over: Scalars = FLOATS) -> np.ndarray:
        """Return delta^(1) alone. See :func:`critical`."""
        value, _, _ = self._evaluated(x, delta_top, depth, first, over)
        return value

    def truncation(
        self, x: Any, delta_top: Any, depth: int, first: int | None = None, over: Scalars = FLOATS
    ) -> Truncation:
        """Return delta^(1) with its order and its proved error. See :func:`critical`."""
        value, relative, side = self._evaluated(x, delta_top, depth, first, over)
        series = self.side(side).series
        bound = None
        if self.layer.exact:
            size = float(abs(value[0]).upper()) if over is BALLS else abs(float(value[0]))
            bound = size * (relative * (1 + _ROUNDED) + (0 if over is BALLS else _ROUNDED))
        return Truncation((value,), series.omitted + 2 * series.exponent, bound=bound)

    def constant(self, x: Any, first: int | None = None) -> Enclosure:
        r"""Return the constant :math:`C(x) = \lim n^{1 + 1/m} |\delta_n|` as a ball that is proved to contain it.

        .. math:: C(x) = a\, (m a)^{-1-1/m}\, |\alpha'(x)|

        Raises ``Undefined`` where the multiplier is 1 up to rounding only, and as :func:`critical` does.

        >>> expansion = critical_expansion(Network.tied([[1]], 2), 8)
        >>> expansion.constant("4/5").value
        [3.34800225341 +/- ...]
        """
        if not self.layer.exact:
            raise Undefined("the constant of the depth asymptotics", "a rounded multiplier", "give exact weights")
        with precision(max(_BITS, flint.ctx.prec)):
            passed, bound = self._pass(enter([x], FLOATS if isinstance(x, float) else BALLS)[0], None, first)
            h, side = self._distance(passed.z)
            if side == 0:
                raise Undefined("the constant of the depth asymptotics", "x is the fixed point", "choose another x")
            series = self.side(side).series
            m, a = series.exponent, flint.arb(series.leading)
            limit = a * (m * a) ** (-flint.arb(m + 1) / m) * flint.arb(self.layer.stride) ** (flint.arb(m + 1) / m)
            return Enclosure(abs(passed.slope * series.slope(h)) * limit * flint.arb(1, bound))

    def _evaluated(
        self, x: Any, delta_top: Any, depth: int, first: int | None, over: Scalars
    ) -> tuple[np.ndarray, float, int]:
        if over is FLOATS:
            with precision(_BITS):
                value, relative, side = self._ratio(enter(x, over), depth, first)
            return float(value.mid()) * over.array(delta_top), relative, side
        if over is not BALLS:
            raise Undefined(f"depth asymptotics over {over}", "a logarithm", "use over=FLOATS or BALLS")
        value, relative, side = self._ratio(over.array(x), depth, first)
        return value * over.array(delta_top), relative, side

    def _ratio(self, x: np.ndarray, depth: int, first: int | None) -> tuple[flint.arb, float, int]:
        if x.shape != (1,):
            raise Invalid("the input x", f"shape {x.shape}", "give it shape (1,)")
        if isinstance(depth, bool) or not hasattr(depth, "__index__") or depth < 1:
            raise Invalid(f"depth asymptotics at depth {depth}", "no number of layers", "give an integer of at least 1")
        passed, relative = self._pass(x[0], int(depth) - 1, first)
        h, side = self._distance(passed.z)
        if passed.remaining == 0 or side == 0:
            return passed.slope, 0.0, side or 1
        series = self.side(side).series
        level = series.value(h) + passed.remaining
        return passed.slope * series.slope(h) / series.slope(series.inverse(level, h)), relative, side

    def _pass(self, x: flint.arb, steps: int | None, first: int | None) -> tuple[_Passed, float]:
        """Pass layers exactly until the error that is proved for the rest is small; return it, too."""
        stride = self.layer.stride
        z, slope, remaining = x, flint.arb(1), None if steps is None else steps // stride
        if steps is not None and steps % stride:
            z, slope = self.layer.step(z)
        for count in range((_FIRST if first is None else first) // stride + 1):
            h, side = self._distance(z)
            relative = 0.0 if side == 0 else self.side(side).bound.relative(float(h.upper()), remaining)
            done = count * stride >= first if first is not None else relative <= _TOLERANCE
            if done or remaining == 0:
                break
            for _ in range(stride):
                z, factor = self.layer.step(z)
                slope = slope * factor
            remaining = None if remaining is None else remaining - 1
        if relative == inf and remaining != 0:
            raise Unable(
                f"the depth asymptotics of order {self.order}",
                f"outside of their reach: {float(h):.3g} from the fixed point after {count * stride} layers",
                "let more layers come first, or ask for a lower order",
            )
        return _Passed(z, slope, 0 if remaining is None else remaining), relative

    def _distance(self, z: flint.arb) -> tuple[flint.arb, int]:
        h = z - self.layer.middle()
        if not z.is_finite():
            raise Unable("the depth asymptotics", "an orbit that does not stay finite", "choose another input")
        return (h, 1) if h > 0 else (-h, -1) if h < 0 else (h, 0)


def _side(layer: ParabolicLayer, order: int, side: int) -> Side:
    with precision(2 * _BITS):
        coefficients = layer.taylor(side, order + 2 * layer.stride + 12)
        m = next((k - 1 for k in range(2, len(coefficients)) if not vanishes(coefficients[k])), 1)
        coefficients = layer.taylor(side, order + 2 * m + 2 + _EXTRA)
        series = abel_series(coefficients, order)
        return Side(series, abel_bound(series, coefficients, lambda h: layer.on_disc(side, h), layer.radius))


def critical_expansion(network: Network, order: int = 8, center: Any = 0) -> CriticalExpansion:
    """Return the depth asymptotics of a tied layer of one neuron at a fixed point with multiplier 1 or -1.

    Raises as :func:`critical` does.
    """
    if order < 0:
        raise Invalid(f"depth asymptotics of order {order}", "negative", "ask for an order of at least 0")
    return CriticalExpansion(parabolic_layer(network, center), order)


def critical(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    depth: int,
    center: Any = 0,
    first: int | None = None,
    over: Scalars = FLOATS,
) -> Truncation:
    r"""Return delta^(1) of a tied layer of one neuron at a fixed point with multiplier 1 or -1, closed in depth.

    .. math:: \Psi_M(\tilde h_n) = \Psi_M(h) + n, \qquad \tilde\delta_n = \frac{\Psi_M'(h)}{\Psi_M'(\tilde h_n)}, \qquad
              h = |z_k - z^*|, \quad n = L - 1 - k

    The first k = ``first`` layers are passed exactly, their slopes multiplied; if it is left out, as few as bring the proved
    relative error below 2^-40, at most 128. At multiplier -1 two layers are taken together.
    Shapes: ``x``, ``delta_top`` (1,).
    Error: :math:`O(h^{J+2m})` at a fixed depth, relative :math:`O(h^{J+m})` at all depths, J the first omitted power; the
    bound is proved, and None where fixed point and multiplier hold up to rounding only.
    Cost: independent of the depth.
    Raises ``Invalid`` for a network that is untied or has more than one neuron, ``Undefined`` for kinks, ``Unable`` for another
    multiplier, on a side that repels, and outside of the reach of the series.
    Source: Abel's equation; Milnor, Dynamics in One Complex Variable, section 10.
    Paper: cor:critical-delta.

    >>> critical(Network.tied([[1]], 2), [0.8], [1.0], order=8, depth=10**6 + 1).value[0] * 10**9
    array([3.34798...])
    """
    return critical_expansion(network, order, center).truncation(x, delta_top, depth, first, over)
