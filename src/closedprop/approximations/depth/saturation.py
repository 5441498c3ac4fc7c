r"""Solvable stand-ins of a saturating activation: :math:`g(z) = c z / (1 + a |z|^p)^{1/p}`, matched at 0 or fitted."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Invalid, Undefined

FITS = ("matched", "fitted")

_POINTS = np.linspace(0.025, 10, 400)  # derived: beyond 10 the weight is below 1e-21; a kink at 0 is not between points
_DIGITS = 6  # arbitrary: six digits of a fit are the same on all machines, and the distance is flat there
_HIGHEST = 11  # arbitrary: an odd activation that agrees with its surrogate to this order is taken for it
_SAMPLE = np.array([0.3, 1.1, 2.7])  # arbitrary: three points tell most functions that are not odd


@dataclass(frozen=True)
class Saturation:
    r"""The function :math:`g(z) = c z / (1 + a |z|^p)^{1/p}`, c = ``slope``, a = ``strength``, p = ``exponent``.

    ``offset`` is f(0), so that f is replaced by f(0) + g. ``order`` is the exponent q in :math:`f' - g' = O(|z|^q)`, None where
    f is f(0) + g.
    """

    slope: sp.Expr
    strength: sp.Expr
    exponent: Fraction
    offset: sp.Expr
    order: float | None

    @property
    def parameters(self) -> tuple[float, float, float]:
        """The numbers c, a and p as floats."""
        return float(self.slope), float(self.strength), float(self.exponent)

    def slopes(self, z: np.ndarray) -> np.ndarray:
        """Return g' at an array of points."""
        c, a, p = self.parameters
        return c * (1 + a * np.abs(z) ** p) ** (-1 - 1 / p)


@cache
def saturation(act: Activation, fit: str = "matched") -> Saturation:
    r"""Return the surrogate of an activation that is odd about (0, f(0)) and bends towards 0 there.

    ``matched``: p = 2 and the a for which the cubic terms agree, :math:`a = -2 f_3 / f_1` with the Taylor coefficients
    :math:`f_j`; a member of the family, softsign too, is its own surrogate. ``fitted``: the a and p with the least
    :math:`\mathbb E\,(f'(Z) - g'(Z))^2`, Z standard normal, to six digits; c = f'(0) in both.
    Raises ``Undefined`` for another activation, ``Invalid`` for an unknown fit.

    >>> from closedprop.networks import ACTIVATIONS
    >>> [saturation(ACTIVATIONS[name]).strength for name in ("tanh", "erf", "arctan", "sigmoid", "isru", "softsign")]
    [2/3, 2/3, 2/3, 1/6, 1, 1]
    >>> saturation(ACTIVATIONS["tanh"], "fitted").exponent
    Fraction(114459, 50000)
    """
    if fit not in FITS:
        raise Invalid(f"the fit {fit} of a surrogate", "unknown", f"use {' or '.join(FITS)}")
    own = _member(act)
    if own is not None:
        return own
    matched = _matched(act)
    return matched if fit == "matched" else _fitted(act, matched)


def _refuse(act: Activation, found: str) -> Undefined:
    return Undefined(
        f"a saturating surrogate of {act.name}",
        found,
        "use one that is odd about 0, such as tanh, or moebius_surrogate",
    )


def _member(act: Activation) -> Saturation | None:
    """Return the activation itself where it is in the family with p = 1 or p = 2, kinks or not."""
    if [float(kink) for kink in act.kink_points] not in ([], [0.0]):
        return None
    right = act.pieces[-1]
    slope = sp.diff(right, Z).subs(Z, 0)
    if not (slope.is_finite and slope != 0):
        return None
    for p in (1, 2):
        strength = -sp.diff(right, Z, p + 1).subs(Z, 0) * p / (sp.factorial(p + 1) * slope)
        if not (strength.is_finite and strength > 0):
            continue
        sides = ((right, 1), (act.pieces[0], -1))
        differences = [
            piece - slope * Z / (1 + strength * (side * Z) ** p) ** sp.Rational(1, p) for piece, side in sides
        ]
        near = [abs(sp.N(d.subs(Z, side))) < 1e-12 for d, (_, side) in zip(differences, sides, strict=True)]
        if all(near) and all(sp.simplify(difference) == 0 for difference in differences):
            return Saturation(slope, strength, Fraction(p), sp.S.Zero, None)
    return None


def _matched(act: Activation) -> Saturation:
    if not act.is_analytic:
        raise _refuse(act, "it has kinks")
    coefficients = act.taylor(0, 3)
    offset, slope = coefficients[:2]
    base = float(offset)
    odd = np.allclose(act(_SAMPLE) + act(-_SAMPLE), 2 * base, rtol=1e-12, atol=1e-12 * (1 + abs(base)))
    if not odd or slope == 0 or coefficients[2] != 0:
        raise _refuse(act, "it is not odd about 0, or flat there")
    strength = sp.simplify(-2 * coefficients[3] / slope)
    if not strength > 0:
        raise _refuse(act, "it does not bend towards 0")
    # g = c z sum_j binom(-1/2, j) (a z^2)^j
    for k in range(5, _HIGHEST, 2):
        own = slope * sp.binomial(sp.Rational(-1, 2), k // 2) * strength ** (k // 2)
        if sp.simplify(act.taylor(0, k)[-1] - own) != 0:
            return Saturation(slope, strength, Fraction(2), offset, k - 1)
    raise _refuse(act, f"it agrees with its surrogate to order {_HIGHEST}")


def _fitted(act: Activation, matched: Saturation) -> Saturation:
    from scipy.optimize import least_squares

    c, a, _ = matched.parameters
    slopes, root_weights = act.slope(_POINTS) / c, np.exp(-(_POINTS**2) / 4)

    def distance(logarithms: np.ndarray) -> np.ndarray:
        strength, p = np.exp(logarithms)
        return root_weights * (slopes - (1 + strength * _POINTS**p) ** (-1 - 1 / p))

    found = least_squares(distance, [np.log(a), np.log(2)], xtol=1e-14, ftol=1e-14, gtol=1e-14).x
    strength, p = (Fraction(f"{value:.{_DIGITS - 1}e}") for value in np.exp(found))
    return Saturation(
        matched.slope,
        sp.Rational(strength.numerator, strength.denominator),
        p,
        matched.offset,
        2 if p >= 2 else float(p),
    )
