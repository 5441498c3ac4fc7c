r"""A Lattes layer: duplication of points on the elliptic curve :math:`y^2 = x^3 + a x + b`, seen through x.

.. math:: F(x) = \frac{x^4 - 2 a x^2 - 8 b x + a^2}{4 (x^3 + a x + b)}, \qquad F(\wp(u)) = \wp(2u), \qquad
          z_n = \wp(2^n u), \quad \delta = 2^n\, \frac{\wp'(2^n u)}{\wp'(u)}\, \delta_n

Closed is the function :math:`\wp`: over BALLS it is evaluated through an angle (:mod:`closedprop.solvable.landen`), over RATIONALS
:math:`\wp(2^n u)` is :math:`x - \psi_{m-1} \psi_{m+1} / \psi_m^2` with the division polynomials, m = 2^n.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable
from closedprop.solvable.landen import multiplied
from closedprop.solvable.scalar_form import Number, quotient, scalar_family

Curve = tuple[Number, Number]

_EXACT_DEPTH = 8  # arbitrary: the iterate has degree 4^n in x, so its digits grow fourfold a layer


def read(layer: Any, convert: Callable[[Any], Number]) -> Curve:
    """Return ``(a, b)``; ``Invalid`` for a singular curve."""
    a, b = (convert(entry) for entry in layer)
    if 4 * a * a * a + 27 * b * b == 0:
        raise Invalid(f"the curve a = {a}, b = {b}", "4 a^3 + 27 b^2 = 0, a singular curve", "change a or b")
    return a, b


def cubic(curve: Curve, x: Number) -> Number:
    """Return :math:`x^3 + a x + b`."""
    a, b = curve
    return (x * x + a) * x + b


def layer_map(curve: Curve, x: Number, over: Scalars) -> Number:
    """Return the duplication map F(x)."""
    a, b = curve
    square = x * x
    return quotient(square * square - 2 * a * square - 8 * b * x + a * a, 4 * cubic(curve, x), over)


def _quadruple(curve: Curve, x: Number) -> Number:
    """Return :math:`\\psi_4/(4y)`."""
    a, b = curve
    inner = ((x * x + 5 * a) * x + 20 * b) * x - 5 * a * a
    return (inner * x - 4 * a * b) * x - 8 * b * b - a * a * a


def layer_slope(curve: Curve, x: Number, over: Scalars) -> Number:
    """Return F'(x), which is :math:`\\psi_4 / (16 y^5)`."""
    y_squared = cubic(curve, x)
    return quotient(_quadruple(curve, x), 4 * y_squared * y_squared, over)


def division_polynomials(curve: Curve, x: Number) -> Callable[[int], Number]:
    r"""Return the function m -> psi_m(x), for even m divided by 2 y; each needs O(log m) others.

    >>> psi = division_polynomials((-1, 0), 2)  # y^2 = x^3 - x at x = 2, y^2 = 6
    >>> [psi(m) for m in range(5)]
    [0, 1, 1, 23, -70]
    """
    a, b = curve
    sixteen_y4 = (4 * cubic(curve, x)) * (4 * cubic(curve, x))
    square = x * x
    third = 3 * square * square + 6 * a * square + 12 * b * x - a * a
    small = [x * 0, x * 0 + 1, x * 0 + 1, third, 2 * _quadruple(curve, x)]

    @cache
    def psi(m: int) -> Number:
        if m < len(small):
            return small[m]
        k = m // 2
        if m % 2 == 0:
            return psi(k) * (psi(k + 2) * psi(k - 1) * psi(k - 1) - psi(k - 2) * psi(k + 1) * psi(k + 1))
        left, right = psi(k + 2) * psi(k) * psi(k) * psi(k), psi(k - 1) * psi(k + 1) * psi(k + 1) * psi(k + 1)
        return left - sixteen_y4 * right if k % 2 else sixteen_y4 * left - right

    return psi


def value(composed: tuple[Curve, int], x: Number, over: Scalars) -> Number:
    """Return the first coordinate of :math:`[2^n] P`, where x is that of P."""
    return _doubled(composed, x, over)[0]


def slope(composed: tuple[Curve, int], x: Number, over: Scalars) -> Number:
    """Return :math:`2^n y_n / y`."""
    return _doubled(composed, x, over)[1]


def _doubled(composed: tuple[Curve, int], x: Number, over: Scalars) -> tuple[Number, Number]:
    curve, n = composed
    if n == 0:
        return x, over.one
    if over is not RATIONALS:
        return multiplied(curve, x, n)
    if n > _EXACT_DEPTH:
        raise Unable(f"{n} duplications over RATIONALS", f"4^{n} times as many digits", "use over=BALLS")
    psi, m, y_squared = division_polynomials(curve, x), 2**n, cubic(curve, x)
    denominator = 4 * y_squared * psi(m) * psi(m)
    z = x - quotient(psi(m - 1) * psi(m + 1), denominator, over)
    # y_n / y = psi_2m / (2 psi_m^4 y), with the even ones divided by 2 y.
    return z, m * quotient(psi(2 * m), denominator * denominator, over)


def lattes_iterate(a: Any, b: Any, x: Any, n: int, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return the n-th iterate of the duplication map of :math:`y^2 = x^3 + a x + b`.

    .. math:: z_n = \wp(2^n \wp^{-1}(x))

    Shapes: ``x`` (1,); result (1,).
    Error: exact over RATIONALS (n <= 8); over FLOATS below one unit in the last place at the doubles a, b, x.
    Cost: O(log n) square roots, one arctangent, one sine and cosine, all at n + 53 bits.
    Source: Lattes (1918); Milnor, On Lattes maps; Silverman, The Arithmetic of Elliptic Curves, III.
    Paper: thm:lattes.

    >>> lattes_iterate(-1, 0, [2], 1, RATIONALS), lattes_iterate(-1, 0, [2.0], 1)
    (array([25/24], dtype=object), array([1.04166667]))
    """
    return LATTES.tied((a, b), over).iterate(x, n)


def _draw(rng: np.random.Generator, exact: bool) -> tuple[Any, Any]:
    a, b = int(rng.integers(-12, 13)), 2 * int(rng.integers(-6, 6)) + 1  # b odd: 4 a^3 + 27 b^2 is not 0
    return (Fraction(a, 4), Fraction(b, 8)) if exact else (a / 4 + float(rng.uniform(0, 0.1)), b / 8)


LATTES = scalar_family(
    name="lattes",
    formulas={
        "layer": r"\frac{z^4 - 2 a z^2 - 8 b z + a^2}{4 (z^3 + a z + b)}",
        "phi": r"\wp^{-1}(z)",
        "A": r"u \mapsto 2u",
        "iterate": r"\wp(2^n \wp^{-1}(z))",
        "delta": r"2^n \wp'(2^n u) / \wp'(u), \quad z = \wp(u)",
    },
    classes=frozenset({"CF5", "CF6"}),
    domain="all real x but the poles of the first n iterates; 4 a^3 + 27 b^2 != 0",
    source="Lattes (1918)",
    label="thm:lattes",
    read=read,
    layer_map=layer_map,
    layer_slope=layer_slope,
    power=lambda curve, n, over: (curve, n),
    product=None,
    value=value,
    slope=slope,
    draw=_draw,
    start=lambda rng, layer, exact: [
        Fraction(int(rng.integers(-40, 50)), 17) if exact else float(rng.uniform(-2.5, 3))
    ],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=lambda layers, n: n,
)
