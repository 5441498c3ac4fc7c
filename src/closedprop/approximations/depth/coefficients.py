r"""All Taylor coefficients of an activation at a point, bounded: the first ones by enclosures, the rest by Cauchy."""

from dataclasses import dataclass
from functools import cache

import flint
import numpy as np
import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Undefined
from closedprop.validated.analytic import bound_on_disc, taylor_balls
from closedprop.validated.precision import precision

KNOWN = (
    64  # tuned: from here on Cauchy's bound of tanh, at 0.9 of its radius, is below what its first coefficients ask for
)
_BITS = 128  # tuned: 64 coefficients of the registered activations keep 20 digits
_SHARES = (0.9, 0.8, 0.6, 0.4)  # arbitrary: discs to try, as shares of the radius of convergence
_RADII = (3.0, 2.0, 1.0)  # arbitrary: discs to try where the radius is infinite, or a branch is crossed


@dataclass(frozen=True, eq=False)
class CoefficientBounds:
    r"""Bounds :math:`|a_m| \le` ``known[m]`` for 1 <= m < KNOWN and :math:`|a_m| \le` ``most`` / ``radius`` :math:`^m` for all m.

    ``is_odd`` says that all even coefficients but :math:`a_0` are 0. For a polynomial of degree below KNOWN ``most`` is 0.
    They are upper ends of balls, rounded to doubles: a relative 1e-15, which whoever uses them has to add.
    """

    known: np.ndarray
    radius: float
    most: float
    is_odd: bool


def coefficient_bounds(act: Activation, center: flint.arb) -> CoefficientBounds:
    r"""Return bounds of the Taylor coefficients at every point of a ball.

    .. math:: |a_m| \le R^{-m} \max_{|y| \le R} |f(c + y)|

    At the center 0 exactly, a symmetry of the activation about it is kept. ``most`` is infinite if no disc is proved.
    Cost: a few dozen values over complex balls, once for a center in doubles.
    Raises ``Undefined`` for an activation with kinks.
    Source: Cauchy's estimate.

    >>> from closedprop.networks import ACTIVATIONS
    >>> bounds = coefficient_bounds(ACTIVATIONS["tanh"], flint.arb(0))
    >>> bounds.known[:6].round(4).tolist(), bounds.is_odd
    ([0.0, 1.0, 0.0, 0.3333, 0.0, 0.1333], True)
    """
    if not act.is_analytic:
        raise Undefined(f"the Taylor series of {act.name}", "it has kinks", "use an analytic activation, such as tanh")
    with precision(_BITS):
        balls = taylor_balls(act.expression, Z, center, KNOWN - 1)
        middle = float(center.mid())
        away = float((center - middle).abs_upper())
    known = np.array([float(ball.abs_upper()) for ball in balls])
    degree, odd = _degree(act), bool(center == 0) and _is_odd(act)
    if odd:
        known[0::2] = 0.0
    if degree is not None and degree < KNOWN:
        known[degree + 1 :] = 0.0
        return CoefficientBounds(known, np.inf, 0.0, odd)
    radius, most = _disc(act, middle)
    return CoefficientBounds(known, radius - away, most, odd)


@cache
def _disc(act: Activation, center: float) -> tuple[float, float]:
    """Return the largest disc of those tried on which the activation is proved to be bounded, and the bound."""
    reach = act.radius(center)
    shares = [share * reach for share in _SHARES if np.isfinite(reach)]
    for radius in [*shares, *(radius for radius in _RADII if radius < reach)]:
        most = bound_on_disc(act.expression, Z, center, radius)
        if most is not None and np.isfinite(most):
            return radius, most
    return 1.0, np.inf


@cache
def _is_odd(act: Activation) -> bool:
    return sp.simplify(act.expression.subs(Z, -Z) + act.expression - 2 * act.expression.subs(Z, 0)) == 0


@cache
def _degree(act: Activation) -> int | None:
    return int(sp.degree(act.expression, Z)) if act.expression.is_polynomial(Z) else None
