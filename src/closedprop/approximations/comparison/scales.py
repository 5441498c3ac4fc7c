r"""For each method a family of problems with a small quantity h: on them the measured order is the predicted one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property, partial
from inspect import signature
from math import log2
from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.approximations.methods import Method
from closedprop.networks import Activation, Network, backward
from closedprop.networks.residual import ResidualNetwork, residual_backward
from closedprop.scalars import BALLS, Exact, Unable
from closedprop.validated.precision import precision

_BITS = 500  # derived: h = 2^-21 to the power 20 and a condition of 2^80 leave 1e-6 relative


@dataclass(frozen=True, eq=False)
class Problem:
    """A network with an input and a delta at the top, exact numbers all; options, and the fixed point if h is about one."""

    network: Network | ResidualNetwork
    x: Sequence[Any]
    top: Sequence[Any]
    options: dict[str, Any] = field(default_factory=dict)
    center: tuple[Fraction, ...] = ()

    def value(self, method: Method, order: int | None) -> Any:
        """Return what the method returns, over balls."""
        options = dict(self.options)
        told = {"center", "fixed_point"} & set(signature(method.apply).parameters)
        if any(self.center) and not method.closed_in_depth:  # a recursion is told the fixed point, the others find it
            options |= dict.fromkeys(told, self.center if len(self.center) > 1 else self.center[0])
        if order is not None:
            options["order"] = order
        if method.closed_in_depth:
            options["depth"] = self.network.depth
        return method.apply(self.network, self.x, self.top, over=BALLS, **options)

    @cached_property
    def truth(self) -> np.ndarray:
        """delta^(1) by the recursion, over balls of the precision in force at the first call."""
        if isinstance(self.network, ResidualNetwork):
            return residual_backward(self.network, self.x, self.top, over=BALLS).deltas[0]
        return backward(self.network, self.x, self.top, over=BALLS).deltas[0]


Scale = Callable[[Activation, Fraction], Problem]

# arbitrary: contracting, generic, and binary fractions, so that a ball knows that a fixed point at 0 is 0
_WEIGHT = ((Fraction(3, 8), Fraction(1, 8)), (Fraction(3, 32), Fraction(-5, 16)))
_SHIFT = Fraction(1, 8)  # arbitrary: moves the fixed point of a layer away from 0


@cache
def about_fixed_point(act: Activation, distance: Fraction, width: int = 2) -> Problem:
    r"""Two neurons, tied, four layers; h is the distance of the input from the attracting fixed point.

    The bias cancels f(0) where this is rational, so that the fixed point is 0; it is a small one where 0 would be a fixed
    point with vanishing slope.
    """
    weight = tuple(row[:width] for row in _WEIGHT[:width])
    value, slope = act.taylor(0, 1)
    known = value.is_Rational and slope != 0
    bias = tuple(-sum(row) * _rational(value) if known else Fraction(slope == 0) * _SHIFT for row in weight)
    center = _fixed_point(act, weight, bias)
    x = [start + distance * side for start, side in zip(center, (Fraction(1), Fraction(-2, 3)), strict=False)]
    return Problem(Network.tied(weight, 4, bias, act), x, [Fraction(1), Fraction(-1, 2)][:width], center=center)


@cache
def short_time(act: Activation, time: Fraction, tied: bool = False) -> Problem:
    """A residual network of two neurons and four layers; h is the step times the number of its layers."""
    weights = [[[entry + Fraction(0 if tied else l, 3) for entry in row] for row in _WEIGHT] for l in range(3)]
    network = ResidualNetwork(Network(weights, [[Fraction(1, 4), Fraction(-1, 5)]] * 3, act), time / 3)
    return Problem(network, [Fraction(3, 7), Fraction(-2, 5)], [Fraction(1), Fraction(-1, 2)])


@cache
def critical_layer(act: Activation, distance: Fraction) -> Problem:
    """One neuron, tied, four layers, with multiplier 1 at the fixed point 0 (1/2 for an even activation); h as above.

    The input is on the side that attracts: left where f bends upwards.

    Raises ``Unable`` where such a layer has no rational weight and bias.
    """
    center, (value, slope, bend) = sp.Integer(0), act.taylor(0, 2)
    if slope == 0:
        center = sp.Rational(1, 2)
        value, slope, bend = act.taylor(center, 2)
    weight, bias = 1 / slope, center - value / slope
    if not (weight.is_Rational and bias.is_Rational):
        raise Unable(f"a critical {act.name} layer", "no rational multiplier", "measure the order for tanh")
    network = Network.tied([[_rational(weight)]], 4, [_rational(bias)], act)
    x = _rational(center) + (-distance if bend * weight > 0 else distance)
    return Problem(network, [x], [Fraction(1)], {"center": _rational(center)})


def _rational(value: sp.Expr) -> Fraction:
    return Fraction(int(value.p), int(value.q))


#: The family of each method whose small quantity is not the distance from the fixed point, as in `about_fixed_point`.
SCALES: dict[str, Scale] = {
    "magnus": short_time,
    "magnus_frozen": partial(short_time, tied=True),
    "critical": critical_layer,
    "moebius_surrogate": partial(about_fixed_point, width=1),
}


def measured_order(method: Method, act: Activation, order: int | None) -> tuple[int, float] | None:
    r"""Return the predicted and the measured exponent of the error of delta^(1); None for a method that is exact there.

    .. math:: \text{measured} = \log_2 \frac{\|\tilde\delta^{(1)} - \delta^{(1)}\|(h)}
              {\|\tilde\delta^{(1)} - \delta^{(1)}\|(h/2)}, \qquad h = 2^{-20}

    Raises what the method raises.

    >>> from closedprop.approximations.methods import APPROXIMATIONS
    >>> from closedprop.networks import ACTIVATIONS
    >>> predicted, measured = measured_order(APPROXIMATIONS["taylor"], ACTIVATIONS["tanh"], 3)
    >>> predicted, round(measured, 3)
    (4, 4.0)
    """
    scale = SCALES.get(method.name, about_fixed_point)
    errors, predicted = [], 0
    with precision(_BITS):
        for bits in (20, 21):
            problem = scale(act, Fraction(1, 2**bits))
            rough = problem.value(method, order)
            if isinstance(rough, Exact):
                return None
            predicted = rough.order
            pairs = zip(rough.value[0], problem.truth, strict=True)
            errors.append(sum(((a - b) ** 2 for a, b in pairs), flint.arb(0)).sqrt())
        return predicted, log2(float((errors[0] / errors[1]).mid()))


def takes_balls(method: Method) -> bool:
    """Return whether a method runs over balls, without which a small h drowns in rounding."""
    return "over" in signature(method.apply).parameters


@cache
def _fixed_point(act: Activation, weight: tuple, bias: tuple) -> tuple[Fraction, ...]:
    """Return the fixed point that attracts 0, as fractions that differ from it by less than 2^-450."""
    with precision(_BITS):
        matrix, shift = BALLS.array(weight), BALLS.array(bias)
        z = BALLS.array([0] * len(bias))
        for _ in range(_BITS):
            z = np.array([value.mid() for value in matrix @ act(z, BALLS) + shift])
        return tuple(_fraction(value) for value in z)


def _fraction(value: flint.arb) -> Fraction:
    mantissa, exponent = value.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
