"""A weight-tied layer of one neuron at a fixed point with multiplier 1 or -1, as a series and on complex discs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint
import sympy as sp

from closedprop.algebra.power_series import composition
from closedprop.algebra.taylor import composed
from closedprop.networks import Network
from closedprop.networks.activation import Z
from closedprop.scalars import BALLS, EXPRESSIONS, Invalid, Unable, Undefined, evaluate
from closedprop.validated.analytic import COMPLEX_BALLS, taylor_balls

Number = Any

#: A multiplier of floats this near to +-1 is taken for it; then no bound is proved.
_NEAR = sp.Rational(1, 2**48)  # derived: f'(0) and 1/f'(0), rounded, and a sum of two such numbers


@dataclass(frozen=True, eq=False)
class ParabolicLayer:
    r"""A layer map :math:`F(z) = w f(z) + b` with :math:`F(z^*) = z^*` and :math:`F'(z^*) = \pm 1`.

    ``center`` is the fixed point, ``multiplier`` the slope there. At multiplier -1 the series are those of F(F(z)). ``exact``
    tells whether fixed point and multiplier are proved, or hold up to rounding; ``radius`` is the distance from the fixed
    point to the nearest complex singularity of F.
    """

    layer: sp.Expr
    center: sp.Expr
    multiplier: int
    exact: bool
    radius: float

    @cached_property
    def slope(self) -> sp.Expr:
        """The derivative of the layer map."""
        return sp.diff(self.layer, Z)

    @property
    def stride(self) -> int:
        """How many layers the series describes: 1, or 2 at multiplier -1."""
        return 1 if self.multiplier == 1 else 2

    def step(self, z: flint.arb) -> tuple[flint.arb, flint.arb]:
        """Return F(z) and F'(z)."""
        return evaluate(self.layer, Z, z, BALLS), evaluate(self.slope, Z, z, BALLS)

    def middle(self) -> flint.arb:
        """Return the fixed point as a ball."""
        return evaluate(self.center, Z, flint.arb(0), BALLS)

    def taylor(self, side: int, length: int) -> list[Number]:
        r"""Return the coefficients of :math:`s\,(F(z^* + s h) - z^*)`, s = ``side``; of F(F(z)) at multiplier -1.

        Error: exact where they are rational, else enclosures at the precision in force; what is known to be 0 or 1 is exact.
        """
        series: list[Number]
        try:
            series = list(composed(self.layer, Z, [self.center, 1, *[0] * (length - 2)]))
        except Undefined:
            enclosed = taylor_balls(self.layer, Z, self.middle(), length - 1)
            series = [self._vanishing(k, value) for k, value in enumerate(enclosed)]
        one = series[1] * 0 + 1
        series[:2] = [one * 0, one * self.multiplier]
        if self.stride == 2:
            series = composition(series, series)
        return [value * side ** abs(k - 1) for k, value in enumerate(series)]

    def on_disc(self, side: int, h: flint.acb) -> tuple[flint.acb, flint.acb] | None:
        """Return the map of :meth:`taylor` and its slope on a complex ball; None where F(F) leaves the disc."""
        total: tuple[flint.acb, flint.acb] = (h, flint.acb(1))
        for _ in range(self.stride):
            if not total[0].abs_upper() < self.radius:
                return None
            z = self.middle() + side * total[0]
            value, slope = (evaluate(formula, Z, z, COMPLEX_BALLS) for formula in (self.layer, self.slope))
            total = side * (value - self.middle()), slope * total[1]
        return total

    def _vanishing(self, k: int, value: flint.arb) -> flint.arb:
        if k < 2 or not value.contains(0) or value == 0:
            return value
        return flint.arb(0) if sp.simplify(sp.diff(self.layer, Z, k).subs(Z, self.center)) == 0 else value


def parabolic_layer(network: Network, center: Any = 0) -> ParabolicLayer:
    """Return the layer map of a tied network of one neuron at a fixed point with multiplier 1 or -1.

    ``center`` is the fixed point, a number as networks take them.
    Raises ``Invalid`` unless the network is tied and of width 1, ``Undefined`` for an activation with kinks, ``Unable`` where
    the point is not fixed or its multiplier is not 1 or -1.

    >>> parabolic_layer(Network.tied([[4]], 2, [-2], "sigmoid")).multiplier
    1
    >>> parabolic_layer(Network.tied([["1/2"]], 2))
    Traceback (most recent call last):
    closedprop.errors.Unable: the depth asymptotics at z = 0: the multiplier is 0.5; use the amplitude expansion
    """
    act = network.activation
    if set(network.widths) != {1}:
        raise Invalid("depth asymptotics", f"widths {network.widths}", "give a network of width 1")
    if not network.is_tied:
        raise Invalid("depth asymptotics", "an untied network", "give one layer map, used at every depth")
    if not act.is_analytic:
        raise Undefined(f"depth asymptotics of {act.name}", "it has kinks", "use an analytic activation, such as tanh")
    exact = network.exactly()
    weight, bias = (EXPRESSIONS.convert(value) for value in (exact.weights[0][0, 0], exact.biases[0][0]))
    layer = weight * act.expression + bias
    point = sp.Rational(center) if isinstance(center, float) else sp.sympify(EXPRESSIONS.convert(center))
    miss, slope = (layer.subs(Z, point) - point, sp.diff(layer, Z).subs(Z, point))
    shown = f"the depth asymptotics at z = {float(point):.6g}"
    if not abs(sp.N(miss, 30)) <= _NEAR * (1 + abs(point)):
        raise Unable(
            shown, f"no fixed point, F(z) - z = {float(miss):.3g}", "give a fixed point with multiplier +-1 as center"
        )
    multiplier = 1 if sp.N(slope, 30) > 0 else -1
    if not abs(sp.N(slope, 30) - multiplier) <= _NEAR:
        raise Unable(shown, f"the multiplier is {float(slope):.6g}", "use the amplitude expansion")
    proved = bool(sp.simplify(miss) == 0 and sp.simplify(slope - multiplier) == 0)
    return ParabolicLayer(layer, point, multiplier, proved, act.radius(float(point)))
