r"""Chebyshev layers :math:`T_d`, and what is affinely conjugate to them: z^2 - 2, the logistic maps at r = 4 and r = -2.

.. math:: z_n = T_D(z) = \cos(D \arccos z), \qquad D = \prod_k d_k, \qquad \delta = D\, U_{D-1}(z)\, \delta_n

With :math:`u = \alpha z + \beta` the layer :math:`(T_d(\alpha z + \beta) - \beta)/\alpha` has the same products.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Scalars, Unable
from closedprop.solvable.angle_layers import draw_multiplier, multiplier_bits, multiplier_power, start_inside
from closedprop.solvable.family import Family
from closedprop.solvable.scalar_form import Number, integer, scalar_family

_ALGEBRAIC_BITS = 20  # arbitrary: T_D(p/q) has D log2 q bits, so exact arithmetic stops at D = 2^20


def recurrence(d: int, z: Number) -> tuple[Number, Number]:
    r"""Return :math:`T_d(z)` and :math:`U_{d-1}(z)` by the three-term recurrence.

    >>> recurrence(3, 2)
    (26, 15)
    """
    T, T_next, U, U_next = z * 0 + 1, z, z * 0, z * 0 + 1
    for _ in range(d):
        T, T_next, U, U_next = T_next, 2 * z * T_next - T, U_next, 2 * z * U_next - U
    return T, U


def doubled(d: int, z: Number) -> tuple[Number, Number]:
    r"""Return :math:`T_d(z)` and :math:`U_{d-1}(z)` in log2 d steps.

    .. math:: (z + \sqrt{z^2 - 1})^d = T_d(z) + U_{d-1}(z) \sqrt{z^2 - 1}

    >>> doubled(3, 2)
    (26, 15)
    """
    T, U = z * 0 + 1, z * 0
    for bit in bin(d)[2:]:
        T, U = 2 * T * T - 1, 2 * T * U
        if bit == "1":
            T, U = z * T + (z * z - 1) * U, T + z * U
    return T, U


def value(D: int, z: Number, over: Scalars) -> Number:
    """Return :math:`T_D(z)`: by doubling over RATIONALS, by arccos and arcosh over BALLS."""
    if over is RATIONALS or z.contains(1) or z.contains(-1):
        return _doubled(D, z, over)[0]
    if abs(z) < 1:
        return (D * z.acos()).cos()
    sign = 1 if z > 0 or D % 2 == 0 else -1
    return sign * (D * abs(z).acosh()).cosh() if abs(z) > 1 else flint.arb("nan")


def slope(D: int, z: Number, over: Scalars) -> Number:
    r"""Return :math:`D\, U_{D-1}(z)`, which is :math:`\pm D^2` at the ends of [-1, 1]."""
    if over is RATIONALS:
        return D * _doubled(D, z, over)[1]
    if z == 1 or z == -1:
        return over.convert(D * D if z == 1 or D % 2 else -D * D)
    if z.contains(1) or z.contains(-1):
        return D * _doubled(D, z, over)[1]
    if abs(z) < 1:
        return D * (D * z.acos()).sin() / (1 - z * z).sqrt()
    sign = 1 if z > 0 or D % 2 else -1
    return sign * D * (D * abs(z).acosh()).sinh() / (z * z - 1).sqrt() if abs(z) > 1 else flint.arb("nan")


def _doubled(D: int, z: Number, over: Scalars) -> tuple[Number, Number]:
    if over is RATIONALS and D.bit_length() > _ALGEBRAIC_BITS:
        raise Unable(f"T_D, D of {D.bit_length()} bits, over RATIONALS", "too many digits", "use over=BALLS")
    return doubled(D, z)


def chebyshev_iterate(degrees: Sequence[int], x: Any, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return the output of untied layers :math:`T_{d_1}, \ldots, T_{d_n}`.

    .. math:: T_{d_n} \circ \cdots \circ T_{d_1} = T_D, \qquad D = d_1 \cdots d_n

    Shapes: ``x`` (1,); result (1,).
    Error: exact over RATIONALS; over FLOATS below one unit in the last place at the double x, with log2 D + 53 bits inside.
    Cost: one arccos and one cosine at log2 D bits, n of them where the recursion takes n products at as many.
    Paper: thm:chebyshev.

    >>> chebyshev_iterate([2, 3], ["1/2"], RATIONALS)  # T_6(1/2) = cos(2 pi)
    array([1], dtype=object)
    """
    assert CHEBYSHEV.untied is not None
    return CHEBYSHEV.untied(degrees, over).iterate(x, len(degrees))


def _conjugate(name: str, layer: str, alpha: str, beta: str, phi: str, domain: str, source: str) -> Family:
    """Return the family of layers that :math:`u = \\alpha z + \\beta` carries to Chebyshev layers."""

    plain = (alpha, beta) == ("1", "0")

    def inner(z: Number, over: Scalars) -> Number:
        return z if plain else over.convert(alpha) * z + over.convert(beta)

    def outer(u: Number, over: Scalars) -> Number:
        return u if plain else (u - over.convert(beta)) / over.convert(alpha)

    def start(rng: np.random.Generator, layer: Any, exact: bool) -> list[Any]:
        x = (Fraction(start_inside(rng, exact)) - Fraction(beta)) / Fraction(alpha)
        return [x if exact else float(x)]

    u = r"\alpha z + \beta"
    return scalar_family(
        name=name,
        formulas={
            "layer": layer,
            "phi": phi,
            "A": r"\theta \mapsto d \theta",
            "iterate": (r"T_D(z)" if plain else rf"(T_D({u}) - \beta) / \alpha") + r", \quad D = \prod_k d_k",
            "delta": r"D\, U_{D-1}(z)" if plain else rf"D\, U_{{D-1}}({u})",
        },
        classes=frozenset({"CF5", "CF6"}),
        domain=domain,
        source=source,
        label="thm:chebyshev",
        read=lambda degree, convert: integer(degree, "the degree d"),
        layer_map=lambda d, z, over: outer(recurrence(d, inner(z, over))[0], over),
        layer_slope=lambda d, z, over: d * recurrence(d, inner(z, over))[1],
        power=multiplier_power,
        product=lambda degrees, over: prod(degrees),
        value=lambda D, z, over: outer(value(D, inner(z, over), over), over),
        slope=lambda D, z, over: slope(D, inner(z, over), over),
        draw=draw_multiplier,
        start=start,
        systems=(FLOATS, RATIONALS, BALLS),
        bits=multiplier_bits,
    )


CHEBYSHEV = _conjugate("chebyshev", "T_d(z)", "1", "0", r"\arccos z", "all real x", "Chebyshev polynomials commute")
DICKSON = _conjugate(
    "dickson",
    r"2 T_d(z/2), \quad z^2 - 2 \text{ for } d = 2",
    "1/2",
    "0",
    r"\arccos(z/2)",
    "all real x",
    "Dickson polynomials",
)
LOGISTIC_4 = _conjugate(
    "logistic-4",
    r"(1 - T_d(1 - 2z)) / 2, \quad 4 z (1 - z) \text{ for } d = 2",
    "-2",
    "1",
    r"\arccos(1 - 2z)",
    "all real x",
    "Ulam and von Neumann, the logistic map at r = 4",
)
LOGISTIC_MINUS_2 = _conjugate(
    "logistic-minus-2",
    r"T_d(z - 1/2) + 1/2, \quad -2 z (1 - z) \text{ for } d = 2",
    "1",
    "-1/2",
    r"\arccos(z - 1/2)",
    "all real x",
    "the logistic map at r = -2",
)
