r"""Analytic expressions in ball arithmetic: Taylor coefficients at a ball, and a bound on a disc in the complex plane."""

from typing import Any

import flint
import sympy as sp
from flint.utils.flint_exceptions import DomainError

from closedprop.scalars import BALLS, Scalars, Undefined, evaluate

_CUTS = (
    8  # tuned: halvings of a square or an arc; with 0.9 of the radius of convergence 6 suffice for the registered ones
)
_SHARP = 4  # arbitrary: an arc is halved until its bound is at most so many times the modulus at its middle


def _series(value: Any) -> flint.arb_series:
    return value if isinstance(value, flint.arb_series) else flint.arb_series([BALLS.convert(value)])


def _complex(value: Any) -> flint.acb:
    return value if isinstance(value, flint.acb) else flint.acb(BALLS.convert(value))


def _log(z: flint.acb) -> flint.acb:
    return z.log(analytic=True)


def _sqrt(z: flint.acb) -> flint.acb:
    return z.sqrt(analytic=True)


def _atan(z: flint.acb) -> flint.acb:
    turned = z * flint.acb(0, 1)
    return (_log(1 + turned) - _log(1 - turned)) / flint.acb(0, 2)


#: Truncated power series whose coefficients are balls: what :func:`taylor_balls` evaluates an expression over.
_SERIES = Scalars(
    "BALL_SERIES",
    _series,
    {
        name: getattr(flint.arb_series, name)
        for name in ("exp", "log", "sin", "cos", "tan", "erf", "erfc", "sqrt", "atan")
    }
    | {
        "sinh": lambda s: (s.exp() - (-s).exp()) / 2,
        "cosh": lambda s: (s.exp() + (-s).exp()) / 2,
        "tanh": lambda s: 1 - 2 / ((2 * s).exp() + 1),
        "asinh": lambda s: (s + (s * s + 1).sqrt()).log(),
    },
    None,
)

#: Complex balls. A value is finite only where the expression is analytic: a ball that meets a pole or a cut gives NaN.
COMPLEX_BALLS = Scalars(
    "COMPLEX_BALLS",
    _complex,
    {name: getattr(flint.acb, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "erfc")}
    | {"log": _log, "sqrt": _sqrt, "atan": _atan, "asinh": lambda z: _log(z + _sqrt(z * z + 1))},
    None,
)


def taylor_balls(expression: sp.Expr, symbol: sp.Symbol, center: flint.arb, order: int) -> list[flint.arb]:
    r"""Return enclosures of the Taylor coefficients of an expression at every point of a ball, up to an order.

    Error: none; the balls enclose.    Cost: that of FLINT's series, once for each node of the expression.
    Raises ``Undefined`` where the expression is not analytic.

    >>> z = sp.Symbol("z")
    >>> taylor_balls(sp.exp(z), z, flint.arb(0), 3)
    [1.00000000000000, 1.00000000000000, 0.500000000000000, [0.166666666666667 +/- 3.71e-16]]
    """
    before = flint.ctx.cap
    flint.ctx.cap = order + 1
    try:
        series = _series(evaluate(expression, symbol, flint.arb_series([center, 1]), _SERIES))
        coefficients = [series[k] for k in range(order + 1)]
    except (ValueError, ZeroDivisionError, DomainError):
        coefficients = [flint.arb("nan")]
    finally:
        flint.ctx.cap = before
    if not all(coefficient.is_finite() for coefficient in coefficients):
        raise Undefined(f"the series of {expression} at {center}", "not analytic there", "choose another point")
    return coefficients


def bound_on_disc(expression: sp.Expr, symbol: sp.Symbol, center: float, radius: float) -> float | None:
    r"""Return a bound on :math:`|f|` on the closed disc around a real center, None if f is not proved to be analytic on it.

    A composite of functions that are analytic where FLINT returns finite values is analytic there; squares that fill the
    upper half of the disc are halved until the values are finite. The lower half is its mirror image, because f is real on
    the real line. By the maximum principle the largest modulus is on the circle, which arcs cover.
    Error: none.    Cost: a few dozen values.

    >>> z = sp.Symbol("z", real=True)
    >>> 2.7 < bound_on_disc(sp.exp(z), z, 0.0, 1.0) < 11, bound_on_disc(1 / (1 + z), z, 0.0, 1.5)
    (True, None)
    """

    def value(z: flint.acb) -> flint.acb:
        return _complex(evaluate(expression, symbol, z, COMPLEX_BALLS))

    c, r = flint.arb(center), flint.arb(radius)
    squares = [(c - r / 2, r / 2, r / 2, 0), (c + r / 2, r / 2, r / 2, 0)]  # centers x, y, half a side, halvings
    while squares:
        x, y, half, cuts = squares.pop()
        nearest_x, nearest_y = (flint.arb(side.lower()) for side in (abs(x - c) - half, y - half))
        if nearest_x > 0 and nearest_x * nearest_x + nearest_y * nearest_y > r * r:  # outside the disc
            continue
        if value(flint.acb(_ball(x, half), _ball(y, half))).is_finite():
            continue
        if cuts == _CUTS:
            return None
        step = half / 2
        squares += [(x + i * step, y + j * step, step, cuts + 1) for i in (-1, 1) for j in (-1, 1)]
    arcs = [
        (flint.arb.pi() / 16 * k, flint.arb.pi() / 16, 0) for k in range(1, 16, 2)
    ]  # middles, angles to the ends, halvings
    largest = flint.arb(0)
    while arcs:
        angle, reach, cuts = arcs.pop()
        middle = c + r * flint.acb(0, angle).exp()
        values = value(flint.acb(_ball(middle.real, r * reach), _ball(middle.imag, r * reach)))
        finite = values.is_finite()
        if cuts < _CUTS and not (finite and values.abs_upper() < _SHARP * value(middle).abs_upper()):
            half = reach / 2
            arcs += [(angle - half, half, cuts + 1), (angle + half, half, cuts + 1)]
            continue
        if not finite:
            return None
        largest = largest.max(flint.arb(values.abs_upper()))
    return float(largest.upper()) * (1 + 2**-50)  # derived: more than the rounding to a double


def _ball(middle: flint.arb, radius: flint.arb) -> flint.arb:
    return middle + flint.arb(0, radius.upper())
