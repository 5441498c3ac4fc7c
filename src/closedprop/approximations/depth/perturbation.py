r"""What a perturbed activation does to delta, in closed form in the depth: a bound that vanishes with the amplitude."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, exp, fsum, inf, isfinite, log, log2

import flint
import numpy as np
import sympy as sp

from closedprop.algebra.geometric import geometric_sum
from closedprop.approximations.depth.saturation import Saturation
from closedprop.approximations.local.envelope import envelope, upper
from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import BALLS, Undefined, evaluate
from closedprop.validated.analytic import taylor_balls
from closedprop.validated.precision import precision

_BITS = 106  # arbitrary: twice a double, so that f' - g' keeps its digits where it is small
_NEAR = 0.75  # tuned: below it the remainder of Taylor's formula is the sharper bound, above it the quotient
_SHARP = 1.05  # arbitrary: a supremum is found to 5 %
_CELLS = 4000  # arbitrary: then the bound is as sharp as it is
_ROUNDED = 1 + 1e-9  # derived: powers of up to 10^6 rounded factors


@dataclass(frozen=True)
class Perturbation:
    r"""Constants of two activations, f odd about 0 and g, on an interval around 0.

    .. math:: |f'|, |g'| \le S, \qquad |f'(z) - g'(z)| \le \beta |z|^q, \qquad |f'(y) - f'(z)| \le K |y - z|
    """

    slope: float
    coefficient: float
    exponent: float
    curvature: float


def perturbation_bound(constants: Perturbation, norms: Sequence[float], steps: int, size: float, top: float) -> float:
    r"""Return the proved bound on :math:`\|\tilde\delta^{(1)} - \delta^{(1)}\|` when g takes the place of f in all layers.

    .. math:: \|\tilde\delta^{(1)} - \delta^{(1)}\| \le \|\delta^{(L)}\|\, \frac{G \beta}{S}\, A_q
              \Bigl(1 + \frac{K A_1}{(q+1) S}\Bigr), \qquad A_s = \sum_{l=1}^{n} r_l^s, \quad r_l = |x| \prod_{j<l} S w_j,
              \quad G = \prod_{j=1}^{n} S w_j

    ``norms`` are :math:`w_1, .., w_n`, or one number for n = ``steps`` equal layers; ``size`` is :math:`|x|`, ``top``
    :math:`\|\delta^{(L)}\|`. Tied layers with :math:`S w < 1` have a bound on the error relative to G that no depth exceeds.
    Error: rounding, covered; infinite where a number overflows.    Cost: O(1) for equal layers, else O(n).
    Paper: thm:perturbed-activation.

    >>> constants = Perturbation(slope=1.0, coefficient=0.5, exponent=2, curvature=1.0)
    >>> round(perturbation_bound(constants, [1.0], steps=1, size=0.1, top=1.0), 6)  # 0.5 * 0.1^2 * (1 + 0.1/3)
    0.005167
    """
    S, q = constants.slope, constants.exponent
    if len(norms) == 1:
        growth = S * norms[0]
        logarithm = steps * log(growth) if growth else -inf
        first, powers = (size**s * geometric_sum(growth**s, steps) for s in (1, q))
    else:
        reach = size * np.cumprod([1.0, *(S * norm for norm in norms[:-1])])
        logarithm = fsum(log(S * norm) if norm else -inf for norm in norms)
        first, powers = float(np.sum(reach)), float(np.sum(reach**q))
    return assembled_bound(constants, logarithm, first, powers, top)


def assembled_bound(constants: Perturbation, logarithm: float, first: float, powers: float, top: float) -> float:
    """Return the bound of :func:`perturbation_bound` from log G, A_1 and A_q; infinite where it overflows."""
    if not (logarithm < 700 and isfinite(first) and isfinite(powers)):
        return inf
    S, q = constants.slope, constants.exponent
    factor = 1 + constants.curvature * first / ((q + 1) * S)
    return top * exp(logarithm) * constants.coefficient / S * powers * factor * _ROUNDED


def perturbation(act: Activation, saturation: Saturation, reach: float, radial: bool = False) -> Perturbation | None:
    r"""Return proved constants of an activation and its surrogate on [-reach, reach]; None where f' is not proved to be <= f'(0).

    ``radial``: the surrogate is :math:`c z / \sqrt{1 + a |z|^2}` of a vector, with a other than in ``saturation``, whose
    ``strength`` is taken; then q = 2, and the constants hold for the spectral norm of the Jacobians.
    Error: none, upper bounds in ball arithmetic.    Cost: a tenth of a second for an activation and a reach, then a look-up.
    """
    if not isfinite(reach):
        return None
    return _constants(act, saturation, 2.0 ** ceil(log2(max(reach, 0.25))), radial)


@cache
def _constants(act: Activation, saturation: Saturation, reach: float, radial: bool) -> Perturbation | None:
    c, a, p = (abs(value) for value in saturation.parameters)
    sign = 1 if saturation.slope > 0 else -1
    f = sign * (act.expression - saturation.offset)
    near = min(_NEAR, reach)
    with precision(_BITS):
        if not _at_most_at_zero(act, f, c, near, reach):
            return None
        slope = upper(abs(evaluate(saturation.slope, Z, flint.arb(0), BALLS)))
        third = 6 * supremum(coefficient_on(f, 3), 0.0, near)
        if saturation.order is not None and p == 2 and not radial:
            q: float = int(saturation.order)
            g = sign * saturation.slope * Z / sp.sqrt(1 + saturation.strength * Z**2)
            coefficient = (q + 1) * supremum(
                coefficient_on(f - g, int(q) + 1), 0.0, near
            )  # Taylor's formula for f' - g'
            difference = sp.diff(f, Z) - sp.diff(g, Z)
        else:
            # 0 <= c - f' and 0 <= c - g': their difference is at most the larger one
            q = min(2.0, p)
            kink = c * (a * (1 + 1 / p)) ** (q / p)
            coefficient = max(third / 2 * near ** (2 - q), kink)
            difference = sign * saturation.slope - sp.diff(f, Z)
        if reach > near:
            far = min(reach, max(near, (2 * c / coefficient) ** (1 / q)))  # beyond it |f' - g'| <= 2 c is enough
            if far > near:
                # (f' - g') / t^q; where q is no integer, t^2 stands for t^q after the division by its least quotient
                slack = 1.0 if q == int(q) else max(near, far) ** (2 - q)
                quotient = coefficient_on(difference / Z ** (int(q) if q == int(q) else 2), 0)
                coefficient = max(coefficient, slack * supremum(quotient, near, far))
    curvature = float(envelope(act, np.array([-reach]), np.array([reach])).curvature[0])
    return Perturbation(slope, coefficient * _ROUNDED, q, curvature) if isfinite(coefficient) else None


def _at_most_at_zero(act: Activation, f: sp.Expr, c: float, near: float, reach: float) -> bool:
    """Return whether |f'| <= f'(0) is proved: near 0 because f''' <= 0 there, beyond from an enclosure of f'."""
    third = coefficient_on(f, 3)
    for share in (1, 2, 4):
        edge, cells = near / share, 64 // share
        ends = [edge * k / cells for k in range(cells + 1)]
        if all(third(flint.arb(low).union(flint.arb(high))) <= 0 for low, high in pairwise(ends)):
            outer = envelope(act, np.array([0.0, edge]), np.array([edge, max(reach, edge)]))
            return bool(outer.slope[1] <= c and outer.curvature[0] * edge <= 2 * c)
    return False


def coefficient_on(expression: sp.Expr, k: int) -> Callable[[flint.arb], flint.arb]:
    """Return the k-th Taylor coefficient as a function of the center; on a ball in the mean value form, which is sharper."""

    def value(t: flint.arb) -> flint.arb:
        middle = t.mid()
        try:
            steepness = (k + 1) * taylor_balls(expression, Z, t, k + 1)[k + 1]
        except Undefined:
            return flint.arb("nan")  # the ball is too wide
        return taylor_balls(expression, Z, middle, k)[k] + steepness * (t - middle)

    return value


def supremum(function: Callable[[flint.arb], flint.arb], low: float, high: float) -> float:
    """Return an upper bound of |function| on an interval, by bisection where it is not sharp."""
    cells, bound = [(low, high)], 0.0
    known = max(float(abs(function(flint.arb(t))).mid()) for t in np.linspace(low, high, 17))
    for _ in range(_CELLS):
        if not cells:
            break
        left, right = cells.pop()
        value = upper(abs(function(flint.arb(left).union(flint.arb(right)))))
        if value <= _SHARP * known:
            bound = max(bound, value)
        else:
            middle = (left + right) / 2
            known = max(known, float(abs(function(flint.arb(middle))).mid()))
            cells += [(left, middle), (middle, right)]
    rest = (upper(abs(function(flint.arb(left).union(flint.arb(right))))) for left, right in cells)
    return max(bound, *rest, known) if cells else bound
