r"""The osculating Moebius map in place of a layer map: value, slope and curvature agree at a fixed or operating point."""

from dataclasses import dataclass
from functools import cached_property
from math import inf, log
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.algebra.geometric import geometric_sum, products_and_sum
from closedprop.approximations.depth.fixed_points import BITS, layer_fixed_point
from closedprop.approximations.depth.perturbation import Perturbation, assembled_bound, coefficient_on, supremum
from closedprop.approximations.local.envelope import upper
from closedprop.networks import Activation, Network, forward
from closedprop.networks.activation import Z
from closedprop.scalars import BALLS, FLOATS, Exact, Invalid, Scalars, Truncation, Unable, Undefined
from closedprop.validated.analytic import taylor_balls
from closedprop.validated.precision import precision
from closedprop.validated.rounding import depth_of, enter

_HIGHEST = 9  # arbitrary: coefficients compared with those of the Moebius map before it is asked whether f is one
_UP = 1 + 1e-9  # derived: covers the rounding of a value, and the radius of the ball that it is the middle of


@dataclass(frozen=True, eq=False)
class MoebiusLayer:
    r"""The map :math:`h \mapsto \lambda h / (1 - \kappa h)` that osculates a layer map at a center, h the distance from it."""

    center: flint.arb
    slope: flint.arb
    bend: flint.arb


@dataclass(frozen=True, eq=False)
class MoebiusSurrogate:
    """The osculating Moebius maps of a network of one neuron a layer: one for equal layers, else one a layer.

    ``order`` is the exponent of the error of delta, None where the layers are Moebius maps themselves.
    """

    network: Network
    layers: tuple[MoebiusLayer, ...]
    order: int | None

    @cached_property
    def tied(self) -> bool:
        """Whether there is one map for all layers."""
        return len(self.layers) == 1 and self.network.is_tied

    def delta(self, x: Any, delta_top: Any, depth: int, over: Scalars = FLOATS) -> np.ndarray:
        """Return delta^(1) of the surrogate. See :func:`moebius_surrogate`."""
        if over not in (FLOATS, BALLS):
            raise Undefined(f"a Moebius surrogate over {over}", "enclosures of its center", "use over=FLOATS or BALLS")
        if not self.tied and depth != self.network.depth:
            raise Invalid(
                f"a Moebius surrogate at depth {depth}",
                f"an untied network of depth {self.network.depth}",
                "leave the depth out",
            )
        for name, given in (("x", x), ("delta^(L)", delta_top)):
            if np.shape(given) != (1,):
                raise Invalid(f"{name} of a Moebius surrogate", f"shape {np.shape(given)}", "give it shape (1,)")
        if over is FLOATS:
            with precision(BITS):
                return float(self._ratio(enter(x, over)[0], depth_of(depth - 1)).mid()) * over.array(delta_top)
        return self._ratio(over.array(x)[0], depth_of(depth - 1)) * over.array(delta_top)

    def truncation(self, x: Any, delta_top: Any, depth: int, over: Scalars = FLOATS) -> Truncation | Exact:
        """Return delta^(1) of the surrogate with its order and its bound. See :func:`moebius_surrogate`."""
        value = self.delta(x, delta_top, depth, over)
        if self.order is None:
            return Exact((value,))
        if not self.tied:
            return Truncation((value,), self.order)
        with precision(max(BITS, flint.ctx.prec)):
            distance = upper(abs(enter(x, over)[0] - self.layers[0].center))
            top = upper(abs(enter(delta_top, over)[0]))
            bound = self._bound(distance, depth_of(depth - 1), top) * _UP
        return Truncation((value,), self.order, bound=bound if bound < inf else None)

    def _ratio(self, x: flint.arb, steps: int) -> flint.arb:
        h = x - self.layers[0].center
        slopes, bends = ([getattr(layer, name) for layer in self.layers] for name in ("slope", "bend"))
        if self.tied:
            counts = sorted({min(1, steps), min(2, steps), steps})  # the sums S_n lie between S_1, S_2 and the last
            sums = [bends[0] * geometric_sum(slopes[0], n, BALLS) for n in counts]
            product = slopes[0] ** steps
        else:
            sums = [products_and_sum(slopes[:n], bends[:n], BALLS)[1] for n in range(1, steps + 1)]
            product = products_and_sum(slopes, bends, BALLS)[0]
        if not all(1 - h * total > 0 for total in sums):
            raise Unable(
                "a Moebius surrogate",
                f"outside of its interval: a pole between the center and a distance of {float(h.mid()):.4g}",
                "start nearer to the center",
            )
        return product / (1 - h * sums[-1]) ** 2 if sums else product

    def _bound(self, reach: float, steps: int, top: float) -> float:
        """Return the bound of the paper's theorem where the layer contracts within ``reach`` of the fixed point; else infinity.

        There a slope at distance r is at most lambda + K r, and r shrinks by s = lambda + K reach a layer.
        """
        layer = self.layers[0]
        weight = upper(abs(enter(self.network.weights[0], FLOATS)[0, 0]))
        ball = layer.center + flint.arb(0, reach)
        pole = 1 - abs(layer.bend) * reach
        if not pole > 0:
            return inf
        expression = self.network.activation.expression
        low, high = (float(end) for end in (ball.lower(), ball.upper()))
        second, third = (
            weight * factor * supremum(coefficient_on(expression, k), low, high) for k, factor in ((2, 2), (3, 6))
        )
        own_second, own_third = (
            upper(abs(value))
            for value in (2 * layer.slope * layer.bend / pole**3, 6 * layer.slope * layer.bend**2 / pole**4)
        )
        curvature = max(second, own_second)
        slope, shrink = float(abs(layer.slope).lower()), upper(abs(layer.slope)) + curvature * reach
        if not shrink < 1:
            return inf
        first, powers = (reach**s * geometric_sum(shrink**s, steps) for s in (1, 2))
        logarithm = steps * log(upper(abs(layer.slope))) + curvature / slope * first
        return assembled_bound(
            Perturbation(slope, (third + own_third) / 2, 2, curvature), logarithm, first, powers, top
        )


def moebius_expansion(network: Network, center: Any = None, x: Any = None, over: Scalars = FLOATS) -> MoebiusSurrogate:
    """Return the osculating Moebius maps of a network with one neuron a layer.

    Raises as :func:`moebius_surrogate` does.
    """
    if set(network.widths) != {1}:
        raise Invalid("a Moebius surrogate", f"widths {network.widths}", "give a network of width 1, or use surrogate")
    if not network.activation.is_analytic:
        raise Undefined(f"a Moebius surrogate of {network.activation.name}", "it has kinks", "use a smooth activation")
    with precision(BITS if over is FLOATS else flint.ctx.prec):
        if network.is_tied:
            start = None if center is None else np.atleast_1d(np.array(center, dtype=object))
            centers = [layer_fixed_point(network, start, x, over).point[0]]
            weights = [enter(network.weights[0], over)[0, 0]]
        else:
            balls = Network(
                [enter(w, over) for w in network.weights], [enter(b, over) for b in network.biases], network.activation
            )
            reference = enter([0] if center is None else np.atleast_1d(np.array(center, dtype=object)), over)
            centers = [z[0] for z in forward(balls, reference, BALLS).preactivations[:-1]]
            weights = [weight[0, 0] for weight in balls.weights]
        coefficients = [taylor_balls(network.activation.expression, Z, point, _HIGHEST) for point in centers]
        layers = tuple(_layer(*parts) for parts in zip(centers, weights, coefficients, strict=True))
        order = min(map(_first_difference, coefficients))
    if order > _HIGHEST:
        if not _is_moebius(network.activation):
            raise Unable("a Moebius surrogate", f"agreement to order {_HIGHEST}", "give another center")
        return MoebiusSurrogate(network, layers, None)
    return MoebiusSurrogate(network, layers, order - 1)


def moebius_surrogate(
    network: Network, x: Any, delta_top: Any, depth: int, center: Any = None, over: Scalars = FLOATS
) -> Truncation | Exact:
    r"""Return delta^(1) of the network whose layer maps are replaced by Moebius maps, closed in depth.

    .. math:: F(c + h) \approx F(c) + \frac{\lambda h}{1 - \kappa h}, \quad \lambda = F'(c), \quad \kappa = \frac{F''(c)}{2 F'(c)}
    .. math:: \tilde\delta^{(1)} = \frac{\lambda^n}{(1 - \kappa h S)^2}\, \delta^{(L)}, \quad S = \sum_{k<n} \lambda^k

    Tied: c is a fixed point, found from ``center``, or else as
    :func:`closedprop.approximations.depth.fixed_points.layer_fixed_point` does, at 0 if that is one. Untied: the centers are the
    preactivations at the input ``center`` (0 if left out), :math:`\lambda^k` becomes a product, :math:`\kappa` a factor under the
    sum.
    Shapes: ``x`` and ``delta_top`` (1,).
    Error: :math:`O(h^2)`, with the Schwarzian derivative of F at c in the leading coefficient; of higher order where that
    vanishes, none (``Exact``) for an activation that is a Moebius map. The bound is proved where F contracts on the interval of
    half width h around the fixed point; elsewhere, and for untied layers, it is None.
    Cost: O(log n) for equal layers.
    Raises ``Invalid`` for several neurons or wrong shapes, ``Undefined`` for kinks or a slope 0 at the center, ``Unable`` without
    a fixed point and beyond a pole.
    Source: the [1/1] Pade approximant; the composition of Moebius maps.
    Paper: prop:osculating.

    >>> network = Network.tied([[0.5]], depth=2, activation="softplus")
    >>> print(round(float(moebius_surrogate(network, [0.8], [1.0], depth=101).value[0][0] * 1e51), 4))
    1.1977
    """
    return moebius_expansion(network, center, x, over).truncation(x, delta_top, depth, over)


def _layer(center: flint.arb, weight: flint.arb, coefficients: list[flint.arb]) -> MoebiusLayer:
    if not coefficients[1] != 0:
        raise Undefined("a Moebius surrogate", f"slope 0 at the center {float(center):.4g}", "give another center")
    return MoebiusLayer(center, weight * coefficients[1], coefficients[2] / coefficients[1])


def _first_difference(coefficients: list[flint.arb]) -> int:
    r"""Return the first index at which f and its Moebius map :math:`f_1 h / (1 - (f_2/f_1) h)` differ for certain."""
    ratio = coefficients[2] / coefficients[1]
    own = (coefficients[1] * ratio ** (k - 1) for k in range(3, _HIGHEST + 1))
    differ = (k for k, value in enumerate(own, start=3) if coefficients[k] - value != 0)
    return next(differ, _HIGHEST + 1)


def _is_moebius(act: Activation) -> bool:
    """Return whether the Schwarzian derivative vanishes."""
    first, second, third = (sp.diff(act.expression, Z, k) for k in (1, 2, 3))
    return bool(sp.simplify(third / first - sp.Rational(3, 2) * (second / first) ** 2) == 0)
