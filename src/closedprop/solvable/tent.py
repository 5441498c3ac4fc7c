r"""Tent layers, two ReLUs for d = 2: the triangle wave, folded d times.

With :math:`\Lambda(y) = |y - 2 \lfloor y/2 + 1/2 \rfloor|`, the distance of y to the even integers, the layer is
:math:`\Lambda(d z)` on [0, 1] and

.. math:: z_n = \Lambda(D z), \qquad D = \prod_k d_k, \qquad \delta = (-1)^{\lfloor D z \rfloor} D\, \delta_n

For d = 2 the sign is the n-th binary digit of z. The slope at a kink is taken as 0; delta is 0 once an iterate meets one.
"""

from collections.abc import Sequence
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars
from closedprop.solvable.angle_layers import (
    draw_multiplier,
    multiplier_bits,
    multiplier_power,
    multiplier_product,
    start_inside,
)
from closedprop.solvable.scalar_form import Number, integer, scalar_family


def triangle(y: Number, over: Scalars) -> Number:
    """Return the distance of y to the even integers."""
    if over is RATIONALS:
        rest = y - 2 * (y / 2).floor()
        return rest if rest <= 1 else 2 - rest
    if over is FLOATS:
        return abs(y - 2 * np.round(y / 2))
    # Near the even number 2m, up to a distance of 2, it is 1 - |1 - |y - 2m||: no branch on a ball.
    even = 2 * (y.mid() / 2 + flint.arb("0.5")).floor().mid()
    return 1 - abs(1 - abs(y - even))


def rising(y: Number, over: Scalars) -> Number:
    """Return the slope of the triangle wave at y: 1, -1, 0 at an integer, [-1, 1] where a ball does not tell."""
    floor = np.floor(y) if over is FLOATS else y.floor()
    if over is BALLS:
        if y.contains_integer():
            return over.zero if y.is_exact() else flint.arb(0, 1)
        floor = floor.unique_fmpz()
    elif floor == y:
        return over.zero
    return over.convert(-1 if int(floor) % 2 else 1)


def layer_map(d: int, z: Number, over: Scalars) -> Number:
    """Return :math:`\\Lambda(d z)`."""
    return triangle(d * z, over)


def layer_slope(d: int, z: Number, over: Scalars) -> Number:
    """Return :math:`\\pm d`, at 0 and 1 the slope of the outer branch, 0 at the kinks between."""
    if z == 0:
        return over.convert(d)
    if z == 1:
        return over.convert(d if d % 2 else -d)
    return d * rising(d * z, over)


def value(D: int, z: Number, over: Scalars) -> Number:
    """Return :math:`\\Lambda(D z)`."""
    return triangle(D * _inside(z), over)


def slope(D: int, z: Number, over: Scalars) -> Number:
    """Return :math:`(-1)^{\\lfloor D z \\rfloor} D`; 0 where an iterate meets a kink, which is where D z is an integer."""
    return layer_slope(D, _inside(z), over)


def _inside(z: Number) -> Number:
    if z < 0 or z > 1:
        raise Invalid(f"a tent layer at {z}", "outside [0, 1]", "give 0 <= x <= 1")
    return z


def tent_delta(x: Any, n: int, over: Scalars = RATIONALS) -> np.ndarray:
    r"""Return the derivative of n tent maps :math:`1 - |1 - 2z|` at x.

    .. math:: \delta = (-1)^{b_n}\, 2^n, \qquad x = 0.b_1 b_2 \ldots b_n \ldots \text{ in binary, and not } k/2^n

    Shapes: ``x`` (1,); result (1,).    Error: exact over RATIONALS; over FLOATS at the double x, a fraction k/2^m, so 0 for n >= m.
    Cost: one remainder of numbers of n bits.
    Paper: thm:tent.

    >>> tent_delta(["1/3"], 3), tent_delta(["1/3"], 4)  # 1/3 = 0.0101...
    (array([8], dtype=object), array([-16], dtype=object))
    """
    return TENT.tied(2, over).delta(x, [1], n)


def tent_iterate(multipliers: Sequence[int], x: Any, over: Scalars = RATIONALS) -> np.ndarray:
    """Return the output of untied tent layers, :math:`\\Lambda(d_1 \\cdots d_n x)`.

    >>> tent_iterate([2, 3], ["1/5"])
    array([4/5], dtype=object)
    """
    assert TENT.untied is not None
    return TENT.untied(multipliers, over).iterate(x, len(multipliers))


TENT = scalar_family(
    name="tent",
    formulas={
        "layer": r"\Lambda(d z), \quad 1 - |1 - 2z| \text{ for } d = 2",
        "phi": r"z \bmod 2, \text{ up to sign}",
        "A": r"y \mapsto d y",
        "iterate": r"\Lambda(D z), \quad D = \prod_k d_k",
        "delta": r"(-1)^{\lfloor D z \rfloor} D",
    },
    classes=frozenset({"CF5", "CF6", "CF7"}),
    domain="0 <= x <= 1",
    source="the sawtooth of Telgarsky; arccos(cos(pi D x))/pi",
    label="thm:tent",
    read=lambda layer, convert: integer(layer, "the multiplier d"),
    layer_map=layer_map,
    layer_slope=layer_slope,
    power=multiplier_power,
    product=multiplier_product,
    value=value,
    slope=slope,
    draw=draw_multiplier,
    start=lambda rng, layer, exact: [start_inside(rng, exact, 0.05, 0.95)],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=multiplier_bits,
)
