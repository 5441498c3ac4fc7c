r"""Multiple-angle layers: :math:`\tanh(d \operatorname{artanh} z)` and :math:`\tan(d \arctan z)`, untied in the multiplier d.

For d = 2 they are :math:`2z/(1+z^2)`, a sigmoidal layer, and :math:`2z/(1-z^2)`.

.. math:: z_n = \tanh(D \operatorname{artanh} z), \quad \delta = D\, \frac{1 - z_n^2}{1 - z^2}\, \delta_n; \qquad
          z_n = \tan(D \arctan z), \quad \delta = D\, \frac{1 + z_n^2}{1 + z^2}\, \delta_n; \qquad D = \prod_k d_k
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable, Undefined
from closedprop.solvable.angle_layers import (
    draw_multiplier,
    multiplier_bits,
    multiplier_power,
    multiplier_product,
    start_inside,
)
from closedprop.solvable.scalar_form import Number, call, integer, integer_power, quotient, scalar_family

_ALGEBRAIC_BITS = 20  # arbitrary: the iterate of p/q has D log2 q bits, so exact arithmetic stops at D = 2^20


def binomial_pair(D: int, z: Number, square: int) -> tuple[Number, Number]:
    r"""Return p, q with :math:`(1 + \epsilon z)^D = p + \epsilon q`, where :math:`\epsilon^2` is 1 or -1.

    >>> binomial_pair(2, 3, -1)  # (1 + 3i)^2 = -8 + 6i
    (-8, 6)
    """
    p, q = z * 0 + 1, z * 0
    for bit in bin(D)[2:]:
        p, q = p * p + square * q * q, 2 * p * q
        if bit == "1":
            p, q = p + square * q * z, q + p * z
    return p, q


def _small(D: int) -> int:
    if D.bit_length() > _ALGEBRAIC_BITS:
        raise Unable(f"{D.bit_length()} bits of multipliers over RATIONALS", "too many digits", "use over=BALLS")
    return D


def read_hyperbolic(layer: Any, convert: Callable[[Any], Number]) -> Any:
    """Return the multiplier: an int, or any positive number over FLOATS and BALLS."""
    exact = Fraction(layer)
    if exact <= 0:
        raise Invalid("the multiplier d", f"{layer}", "give d > 0")
    return int(exact) if exact.denominator == 1 else convert(layer)


def hyperbolic_map(d: Any, z: Number, over: Scalars) -> Number:
    """Return :math:`\\tanh(d \\operatorname{artanh} z)`: a rational function for integer d."""
    if isinstance(d, int):
        p, q = binomial_pair(d, z, 1)
        return quotient(q, p, over)
    return call("tanh", d * call("atanh" if isinstance(z, flint.arb) else "arctanh", z))


def hyperbolic_layer_slope(d: Any, z: Number, over: Scalars) -> Number:
    """Return :math:`d\\,(1 - F^2)/(1 - z^2)`: for integer d the quotient cancels."""
    if isinstance(d, int):
        # (1 + z)^d (1 - z)^d = p^2 - q^2, so (1 - F^2)/(1 - z^2) = (1 - z^2)^(d-1)/p^2.
        p, _ = binomial_pair(d, z, 1)
        return quotient(d * integer_power(1 - z * z, d - 1), p * p, over)
    return d * (1 - integer_power(hyperbolic_map(d, z, over), 2)) / (1 - z * z)


def hyperbolic_value(D: Any, z: Number, over: Scalars) -> Number:
    """Return :math:`\\tanh(D \\operatorname{artanh} z)`; outside [-1, 1] D is an integer and coth takes over for odd D."""
    if over is RATIONALS:
        return hyperbolic_map(_small(D), z, over)
    if abs(z) < 1:
        return (D * z.atanh()).tanh()
    if abs(z) > 1 and isinstance(D, int):
        inner = (D * (1 / z).atanh()).tanh()
        return 1 / inner if D % 2 else inner
    return z if abs(z) == 1 else flint.arb("nan")


def hyperbolic_slope(D: Any, z: Number, over: Scalars) -> Number:
    """Return :math:`D\\,(1 - z_n^2)/(1 - z^2)`, by :math:`1 - \\tanh^2 = 1/\\cosh^2` and :math:`\\coth^2 - 1 = 1/\\sinh^2`."""
    if over is RATIONALS:
        return hyperbolic_layer_slope(_small(D), z, over)
    if abs(z) == 1:
        return over.one if D == 1 else over.zero
    if not (abs(z) < 1 or abs(z) > 1):
        return flint.arb("nan")
    angle = abs(D * (z if abs(z) < 1 else 1 / z).atanh())
    if angle > 2**64:
        # D = angle / artanh, and angle e^(-2 angle) is far below 2^-10000: an enclosure [-r, r].
        return flint.arb(0, 1) * flint.arb(2) ** -10000 / abs(1 - z * z)
    if abs(z) < 1:
        return D / (angle.cosh() ** 2 * (1 - z * z))
    return D / (angle.sinh() ** 2 if D % 2 else angle.cosh() ** 2) / (z * z - 1) * (1 if D % 2 else -1)


def circular_map(d: int, z: Number, over: Scalars) -> Number:
    """Return :math:`\\tan(d \\arctan z)`, a rational function."""
    p, q = binomial_pair(d, z, -1)
    return quotient(q, p, over)


def circular_layer_slope(d: int, z: Number, over: Scalars) -> Number:
    """Return :math:`d\\,(1 + F^2)/(1 + z^2) = d\\,(1 + z^2)^{d-1}/p^2`."""
    p, _ = binomial_pair(d, z, -1)
    return quotient(d * (1 + z * z) ** (d - 1), p * p, over)


def circular_value(D: int, z: Number, over: Scalars) -> Number:
    """Return :math:`\\tan(D \\arctan z)`."""
    if over is RATIONALS:
        return circular_map(_small(D), z, over)
    if abs(z) == 1:  # an eighth of a turn: exact, and a pole for D = 2 mod 4
        if D % 4 == 2:
            raise Undefined(f"tan(D arctan {z})", "the input is a pole of this iterate", "choose another input")
        return z * (0, 1, 0, -1)[D % 4]
    return (D * z.atan()).tan()


def circular_slope(D: int, z: Number, over: Scalars) -> Number:
    """Return :math:`D\\,(1 + z_n^2)/(1 + z^2)`."""
    if over is RATIONALS:
        return circular_layer_slope(_small(D), z, over)
    return D * (1 + integer_power(circular_value(D, z, over), 2)) / (1 + z * z)


def angle_iterate(multipliers: Sequence[Any], x: Any, over: Scalars = FLOATS, circular: bool = False) -> np.ndarray:
    r"""Return the output of untied multiple-angle layers.

    .. math:: z_n = \tanh(d_1 \cdots d_n \operatorname{artanh} x), \qquad \text{or with } \tan, \arctan

    Shapes: ``multipliers`` (n,), ``x`` (1,); result (1,).
    Error: exact over RATIONALS; over FLOATS below one unit in the last place at the double x.
    Cost: two elementary functions, at log2 D bits for the tangent.
    Paper: thm:angles.

    >>> angle_iterate([2, 2], ["1/3"], RATIONALS), angle_iterate([2, 2], ["1/3"], RATIONALS, circular=True)
    (array([15/17], dtype=object), array([24/7], dtype=object))
    """
    family = CIRCULAR_ANGLE if circular else HYPERBOLIC_ANGLE
    assert family.untied is not None
    return family.untied(multipliers, over).iterate(x, len(multipliers))


HYPERBOLIC_ANGLE = scalar_family(
    name="hyperbolic-angle",
    formulas={
        "layer": r"\tanh(d \operatorname{artanh} z), \quad 2z/(1 + z^2) \text{ for } d = 2",
        "phi": r"\operatorname{artanh} z",
        "A": r"u \mapsto d u",
        "iterate": r"\tanh(D \operatorname{artanh} z), \quad D = \prod_k d_k",
        "delta": r"D\,(1 - z_n^2) / (1 - z^2)",
    },
    classes=frozenset({"CF4", "CF5", "CF6", "CF7"}),
    domain="|x| < 1, d > 0; for integer d all real x",
    source="addition theorem of tanh",
    label="thm:angles",
    read=read_hyperbolic,
    layer_map=hyperbolic_map,
    layer_slope=hyperbolic_layer_slope,
    power=lambda d, n, over: d**n,
    product=lambda multipliers, over: prod(multipliers, start=1),
    value=hyperbolic_value,
    slope=hyperbolic_slope,
    draw=lambda rng, exact: draw_multiplier(rng, exact) if exact else float(rng.choice([0.5, 0.875, 0.9375, 1])),
    start=lambda rng, layer, exact: [start_inside(rng, exact)],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=lambda layers, n: 64,
)

CIRCULAR_ANGLE = scalar_family(
    name="circular-angle",
    formulas={
        "layer": r"\tan(d \arctan z), \quad 2z/(1 - z^2) \text{ for } d = 2",
        "phi": r"\arctan z",
        "A": r"u \mapsto d u \bmod \pi",
        "iterate": r"\tan(D \arctan z), \quad D = \prod_k d_k",
        "delta": r"D\,(1 + z_n^2) / (1 + z^2)",
    },
    classes=frozenset({"CF5", "CF6", "CF7"}),
    domain="all real x but the poles of the first n iterates",
    source="addition theorem of tan",
    label="thm:angles",
    read=lambda layer, convert: integer(layer, "the multiplier d"),
    layer_map=circular_map,
    layer_slope=circular_layer_slope,
    power=multiplier_power,
    product=multiplier_product,
    value=circular_value,
    slope=circular_slope,
    draw=draw_multiplier,
    start=lambda rng, layer, exact: [start_inside(rng, exact, -3, 3)],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=multiplier_bits,
)
