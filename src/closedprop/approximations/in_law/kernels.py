r"""Closed kernels: :math:`\mathbb E f(u) f(v)` of correlated normal u and v, for the activations that have one.

An activation is recognized by its expression, so that one of your own (``cube: z**3``) is served as well. To add a kernel: its
function below, and its name in :data:`FAMILIES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, exp, expm1, factorial, log1p, pi, sin, sqrt

import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z

Q = sp.Symbol("q", positive=True)
_SERIES = 0.5  # tuned: below this angle sin - angle cos cancels, and ten terms of its series are exact


@dataclass(frozen=True)
class ClosedKernel:
    r"""The Gaussian expectations of one activation, for u and v of variances q1, q2 and correlation c.

    ``value(q1, q2, c)`` is :math:`\mathbb E f(u) f(v)`, ``slope(q1, q2, c)`` is :math:`\mathbb E f'(u) f'(v)`, and
    ``gap(q, 1 - c)`` is :math:`\frac12 \mathbb E (f(u) - f(v))^2` at equal variances, without cancellation near c = 1 (``None``
    if no such form is known). ``second_moment`` is :math:`\mathbb E f(\sqrt q Z)^2` as an expression in ``q``.
    """

    family: str
    value: Callable[[float, float, float], float]
    slope: Callable[[float, float, float], float]
    gap: Callable[[float, float], float] | None
    second_moment: sp.Expr


@lru_cache(maxsize=256)
def closed_kernel(act: Activation) -> ClosedKernel | None:
    r"""Return the closed kernel of an activation, or None if none is known.

    Known: polynomials; :math:`a \max(z, 0) - b \max(-z, 0)` (relu, leaky relu, abs); :math:`\erf(w z)`, :math:`\sin(w z + p)` and
    :math:`e^{w z}` with a factor; gelu.
    Error: rounding.    Cost: a few operations an evaluation.
    Source: Williams, NIPS 9 (1997), for erf; Cho & Saul, NIPS 22 (2009), for relu; the paper derives the others.
    Paper: prop:kernels.

    >>> from closedprop.networks import ACTIVATIONS
    >>> round(closed_kernel(ACTIVATIONS["relu"]).value(1.3, 0.7, 0.4), 8)
    0.25953432
    >>> closed_kernel(ACTIVATIONS["erf"]).second_moment
    2*asin(2*q/(2*q + 1))/pi
    """
    return next((kernel for family in FAMILIES if (kernel := family(act)) is not None), None)


def _two_slopes(act: Activation) -> ClosedKernel | None:
    """One kink, at 0, and a line through 0 on each side: alpha z + beta |z|."""
    if list(act.kink_points) != [0.0] or any(
        piece.subs(Z, 0) != 0 or sp.diff(piece, Z, 2) != 0 for piece in act.pieces
    ):
        return None
    left, right = (sp.diff(piece, Z) for piece in act.pieces)
    line, fold = float((left + right) / 2) ** 2, float((right - left) / 2) ** 2

    def value(q1: float, q2: float, c: float) -> float:
        folded = 2 / pi * (sqrt((1 - c) * (1 + c)) + c * asin(c))
        return sqrt(q1 * q2) * (line * c + fold * folded)

    def gap(q: float, distance: float) -> float:
        angle = 2 * asin(sqrt(distance / 2))
        return q * ((line + fold) * distance - fold * 2 / pi * _lag(angle))

    moment = (left**2 + right**2) / 2 * Q
    return ClosedKernel("two slopes", value, lambda q1, q2, c: line + fold * 2 / pi * asin(c), gap, moment)


def _lag(angle: float) -> float:
    """Return ``sin(angle) - angle cos(angle)`` without cancellation at small angles."""
    if angle > _SERIES:
        return sin(angle) - angle * cos(angle)
    return sum((-1) ** (k + 1) * 2 * k / factorial(2 * k + 1) * angle ** (2 * k + 1) for k in range(1, 11))


def _error_function(act: Activation) -> ClosedKernel | None:
    found = _matched(act, lambda a, w, p: a * sp.erf(w * Z))
    if found is None:
        return None
    a, w = found[:2]
    size, scale = float(a) ** 2, 2 * float(w) ** 2

    def value(q1: float, q2: float, c: float) -> float:
        return size * 2 / pi * asin(scale * c * sqrt(q1 * q2) / sqrt((1 + scale * q1) * (1 + scale * q2)))

    def slope(q1: float, q2: float, c: float) -> float:
        return size * 2 / pi * scale / sqrt((1 + scale * q1) * (1 + scale * q2) - scale**2 * c**2 * q1 * q2)

    def gap(q: float, distance: float) -> float:
        top = scale * q / (1 + scale * q)
        low = top * (1 - distance)
        cosines = top * sqrt(1 - low**2) + low * sqrt(1 - top**2)  # the difference of two arcsines, rationalized
        if low <= 0:
            return size * 2 / pi * (asin(top) - asin(low))
        return size * 2 / pi * asin(top * distance * (top + low) / cosines)

    moment = a**2 * 2 / sp.pi * sp.asin(2 * w**2 * Q / (1 + 2 * w**2 * Q))
    return ClosedKernel("erf", value, slope, gap, moment)


def _sine(act: Activation) -> ClosedKernel | None:
    found = _matched(act, lambda a, w, p: a * sp.sin(w * Z + p)) or _matched(act, lambda a, w, p: a * sp.cos(w * Z + p))
    if found is None:
        return None
    a, w, p = found
    if act.expression.has(sp.cos):
        p = p + sp.pi / 2
    size, scale, turn = float(a) ** 2, float(w) ** 2, float(sp.cos(2 * p))

    def value(q1: float, q2: float, c: float) -> float:
        mean, k = scale * (q1 + q2) / 2, scale * c * sqrt(q1 * q2)
        return size / 2 * (exp(k - mean) - turn * exp(-k - mean))

    def slope(q1: float, q2: float, c: float) -> float:
        mean, k = scale * (q1 + q2) / 2, scale * c * sqrt(q1 * q2)
        return size * scale / 2 * (exp(k - mean) + turn * exp(-k - mean))

    def gap(q: float, distance: float) -> float:
        k = scale * q
        return size / 2 * (-expm1(-k * distance) + turn * exp(-2 * k) * expm1(k * distance))

    return ClosedKernel("sine", value, slope, gap, a**2 * (1 - sp.cos(2 * p) * sp.exp(-2 * w**2 * Q)) / 2)


def _exponential(act: Activation) -> ClosedKernel | None:
    found = _matched(act, lambda a, w, p: a * sp.exp(w * Z))
    if found is None:
        return None
    a, w = found[:2]
    size, scale = float(a) ** 2, float(w) ** 2

    def value(q1: float, q2: float, c: float) -> float:
        return size * exp(scale * ((q1 + q2) / 2 + c * sqrt(q1 * q2)))

    def gap(q: float, distance: float) -> float:
        return -size * exp(2 * scale * q) * expm1(-scale * q * distance)

    return ClosedKernel(
        "exponential", value, lambda q1, q2, c: scale * value(q1, q2, c), gap, a**2 * sp.exp(2 * w**2 * Q)
    )


def _polynomial(act: Activation) -> ClosedKernel | None:
    if act.kinks or not act.expression.is_polynomial(Z):
        return None
    coefficients = [float(a) for a in sp.Poly(act.expression, Z).all_coeffs()[::-1]]
    derivative = [k * a for k, a in enumerate(coefficients)][1:]

    def gap(q: float, distance: float) -> float:
        weights = [h**2 * factorial(j) for j, h in enumerate(_hermite(coefficients, q))]
        if distance >= 1:
            return sum(weight * (1 - (1 - distance) ** j) for j, weight in enumerate(weights))
        return sum(-weight * expm1(j * log1p(-distance)) for j, weight in enumerate(weights))

    square = sp.Poly(act.expression**2, Z)
    moment = sum(a * sp.factorial2(m - 1) * Q ** (m // 2) for (m,), a in square.terms() if m % 2 == 0)
    return ClosedKernel(
        "polynomial",
        lambda q1, q2, c: _diagonal(coefficients, q1, q2, c),
        lambda q1, q2, c: _diagonal(derivative, q1, q2, c),
        gap,
        sp.expand(moment),
    )


def _hermite(coefficients: list[float], q: float) -> list[float]:
    r"""Return the coefficients of :math:`f(\sqrt q x)` in the polynomials He_j, from those of f in powers."""
    degree = len(coefficients) - 1
    return [
        sum(
            coefficients[m]
            * q ** (m / 2)
            * factorial(m)
            / (2 ** ((m - j) // 2) * factorial((m - j) // 2) * factorial(j))
            for m in range(j, degree + 1, 2)
        )
        for j in range(degree + 1)
    ]


def _diagonal(coefficients: list[float], q1: float, q2: float, c: float) -> float:
    pairs = zip(_hermite(coefficients, q1), _hermite(coefficients, q2), strict=True)
    return sum(factorial(j) * a * b * c**j for j, (a, b) in enumerate(pairs))


def _gelu(act: Activation) -> ClosedKernel | None:
    if act.kinks or sp.expand(act.expression.rewrite(sp.erf)) != sp.expand(Z * (1 + sp.erf(Z / sp.sqrt(2))) / 2):
        return None

    def terms(q1: float, q2: float, c: float) -> tuple[float, float, float, float]:
        k, product = c * sqrt(q1 * q2), (1 + q1) * (1 + q2)
        return k, 0.25 + asin(k / sqrt(product)) / (2 * pi), product - k**2, 1 / (1 + q1) + 1 / (1 + q2) - 1

    def value(q1: float, q2: float, c: float) -> float:
        k, both, rest, mixed = terms(q1, q2, c)
        return k * both + (q1 * q2 + k**2 * mixed) / (2 * pi * sqrt(rest))

    def slope(q1: float, q2: float, c: float) -> float:
        k, both, rest, mixed = terms(q1, q2, c)
        return both + k * (1 + (q1 * q2 + k**2 * mixed) / rest + 2 * mixed) / (2 * pi * sqrt(rest))

    moment = Q / 4 + Q * sp.asin(Q / (1 + Q)) / (2 * sp.pi) + Q**2 / (sp.pi * (1 + Q) * sp.sqrt(1 + 2 * Q))
    return ClosedKernel("gelu", value, slope, None, moment)


def _matched(act: Activation, form: Callable[..., sp.Expr]) -> tuple[sp.Expr, sp.Expr, sp.Expr] | None:
    """Return amplitude, scale and phase of an analytic activation of that form, or None."""
    a, w, p = (sp.Wild(name, exclude=[Z]) for name in "awp")
    found = None if act.kinks else act.expression.match(form(a, w, p))
    if not found or 0 in (found.get(a, 1), found.get(w, 1)):
        return None
    return found.get(a, sp.Integer(1)), found.get(w, sp.Integer(1)), found.get(p, sp.Integer(0))


#: Ways to recognize an activation, in order.
FAMILIES: tuple[Callable[[Activation], ClosedKernel | None], ...] = (
    _two_slopes,
    _polynomial,
    _error_function,
    _sine,
    _exponential,
    _gelu,
)
