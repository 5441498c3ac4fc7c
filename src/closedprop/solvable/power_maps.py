r"""Power maps and product units :math:`c z^k`: in the logarithm they are affine.

.. math:: z_n = C z^K, \qquad K = \prod_j k_j, \qquad C = \prod_j c_j^{k_{j+1} \cdots k_n}, \qquad
          \delta = K C z^{K-1}\, \delta_n

The logistic map at r = 2 is the square, seen through :math:`u = 1 - 2z`.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from closedprop.algebra.geometric import geometric_sum
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable
from closedprop.solvable.scalar_form import Number, integer, integer_power, scalar_family

Monomial = tuple[list[tuple[Number, Any]], Any]
"""Pairs (c, exponent of c), and the exponent of z."""


def read(layer: Any, convert: Callable[[Any], Number]) -> tuple[Number, Any]:
    """Return ``(c, k)``, an integer k as an int; ``Invalid`` for c = 0 or k = 0."""
    c, k = layer
    exact, factor = Fraction(k), convert(c)
    if factor == 0 or exact == 0:
        raise Invalid(f"the layer {c} z^{k}", "a constant map", "give c != 0 and k != 0")
    return factor, int(exact) if exact.denominator == 1 else convert(k)


def monomial(base: Number, exponent: Any, over: Scalars) -> Number:
    """Return ``base**exponent``: for integer exponents any base, else a positive one.

    ``Unable`` over RATIONALS for an exponent above 2^20, whose power would not fit.
    """
    if over is not BALLS:
        if over is RATIONALS and abs(exponent) >= 2**20:
            raise Unable(f"z^K, K of {exponent.bit_length()} bits, over RATIONALS", "too many digits", "use over=BALLS")
        return base**exponent
    if exponent == 0 or base == 1:
        return over.one
    if isinstance(exponent, int) and exponent > 0 and (exponent < 64 or base == 0):
        return integer_power(base, exponent)
    size = (over.convert(exponent) * abs(base).log()).exp()
    odd_integer = isinstance(exponent, int) and exponent % 2 == 1
    if base > 0 or (isinstance(exponent, int) and not odd_integer and base < 0):
        return size
    return -size if base < 0 and odd_integer else flint.arb("nan")


def layer_map(layer: tuple[Number, Any], z: Number, over: Scalars) -> Number:
    """Return :math:`c z^k`."""
    c, k = layer
    return c * monomial(z, k, over)


def layer_slope(layer: tuple[Number, Any], z: Number, over: Scalars) -> Number:
    """Return :math:`c k z^{k-1}`."""
    c, k = layer
    return c * k * monomial(z, k - 1, over)


def power(layer: tuple[Number, Any], n: int, over: Scalars) -> Monomial:
    """Return c with exponent :math:`(k^n - 1)/(k - 1)`, and the exponent :math:`k^n` of z."""
    c, k = layer
    return [(c, _integer_sum(k, n) if isinstance(k, int) else geometric_sum(k, n, over))], k**n


def _integer_sum(k: int, n: int) -> int:
    return n if k == 1 else (k**n - 1) // (k - 1)


def product(layers: Sequence[tuple[Number, Any]], over: Scalars) -> Monomial:
    """Return each c with the product of the later exponents, and the product of all."""
    K, factors = 1, []
    for c, k in reversed(layers):
        factors.append((c, K))
        K = k * K
    return factors, K


def value(composed: Monomial, z: Number, over: Scalars) -> Number:
    """Return :math:`C z^K`."""
    factors, K = composed
    result = monomial(z, K, over)
    for c, exponent in factors:
        result = result * monomial(c, exponent, over)
    return result


def slope(composed: Monomial, z: Number, over: Scalars) -> Number:
    """Return :math:`K C z^{K-1}`."""
    factors, K = composed
    return K * value((factors, K - 1), z, over)


def power_map_iterate(c: Any, k: Any, x: Any, n: int, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return the n-th iterate of :math:`c z^k`.

    .. math:: z_n = c^{(k^n - 1)/(k - 1)}\, z^{k^n}, \qquad z_n = c^n z \text{ at } k = 1

    Shapes: ``x`` (1,); result (1,).    Error: exact over RATIONALS; below one unit in the last place over FLOATS.
    Cost: exp and log at n log2 |k| bits.
    Paper: thm:power-map.

    >>> power_map_iterate(3, 2, ["1/2"], 3, RATIONALS)
    array([2187/256], dtype=object)
    """
    return POWER_MAPS.tied((c, k), over).iterate(x, n)


def _bits(layers: Sequence[Any], n: int) -> int:
    sizes = [max(0, abs(Fraction(k)).numerator.bit_length()) for _, k in layers]
    return n * max(sizes, default=0) if len(layers) == 1 else sum(sizes)


def _draw(rng: np.random.Generator, exact: bool) -> tuple[Any, Any]:
    if exact:
        return Fraction(int(rng.integers(1, 9)) * int(rng.choice([-1, 1])), 4), int(rng.choice([-2, -1, 2, 3]))
    return float(rng.uniform(0.5, 2)), float(rng.choice([-1, -0.5, 0.5, 0.875, 1]))


POWER_MAPS = scalar_family(
    name="power-map",
    formulas={
        "layer": r"c z^k",
        "phi": r"\log z",
        "A": r"u \mapsto k u + \log c",
        "iterate": r"C z^K, \quad K = \prod_j k_j, \quad C = \prod_j c_j^{k_{j+1} \cdots k_n}",
        "delta": r"K C z^{K-1}",
    },
    classes=frozenset({"CF4", "CF5", "CF6", "CF7"}),
    domain="x > 0, c > 0; for integer k any x and c but 0",
    source="monomial maps; product units",
    label="thm:power-map",
    read=read,
    layer_map=layer_map,
    layer_slope=layer_slope,
    power=power,
    product=product,
    value=value,
    slope=slope,
    draw=_draw,
    start=lambda rng, layer, exact: [Fraction(int(rng.integers(1, 30)), 16) if exact else float(rng.uniform(0.2, 3))],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=_bits,
)


def _logistic(composed: Any, z: Number, over: Scalars) -> Number:
    return (1 - value(composed, 1 - 2 * z, over)) / 2


LOGISTIC_2 = scalar_family(
    name="logistic-2",
    formulas={
        "layer": r"(1 - (1 - 2z)^d) / 2, \quad 2 z (1 - z) \text{ for } d = 2",
        "phi": r"1 - 2z",
        "A": r"u \mapsto u^d",
        "iterate": r"(1 - (1 - 2z)^D) / 2, \quad D = \prod_k d_k",
        "delta": r"D (1 - 2z)^{D-1}",
    },
    classes=frozenset({"CF4", "CF5", "CF6", "CF7"}),
    domain="all real x",
    source="Schroeder (1870), the logistic map at r = 2",
    label="thm:power-map",
    read=lambda layer, convert: (convert(1), integer(layer, "the degree d")),
    layer_map=lambda layer, z, over: (1 - layer_map(layer, 1 - 2 * z, over)) / 2,
    layer_slope=lambda layer, z, over: layer_slope(layer, 1 - 2 * z, over),
    power=power,
    product=product,
    value=_logistic,
    slope=lambda composed, z, over: slope(composed, 1 - 2 * z, over),
    draw=lambda rng, exact: int(rng.integers(2, 4)),
    start=lambda rng, layer, exact: [
        Fraction(int(rng.integers(1, 16)), 16) if exact else float(rng.uniform(0.02, 0.98))
    ],
    systems=(FLOATS, RATIONALS, BALLS),
    bits=lambda layers, n: n * max(d.bit_length() for d in layers) if len(layers) == 1 else 64 * len(layers),
)
