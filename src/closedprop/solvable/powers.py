r"""The common family of softsign and ISRU: bias-free layers :math:`w z/(1 + a|z|^p)^{1/p}`, any real weights.

Theorem. With :math:`P_k = \prod_{j<k} w_j` and :math:`S = \sum_{k<n} a_k |P_k|^p`,

.. math:: z_n = \frac{P_n z}{(1 + |z|^p S)^{1/p}}, \qquad \frac{\partial z_n}{\partial z} = \frac{P_n}{(1 + |z|^p S)^{1+1/p}},

because :math:`\varphi(z) = |z|^{-p}` turns a layer into the affine map :math:`u \mapsto (u + a)/|w|^p`.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.algebra.geometric import geometric_sum, products_and_sum
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars
from closedprop.solvable.family import Family
from closedprop.solvable.scalar_form import Number, integer_power, scalar_family

Saturation = tuple[Number, Number, Any]
"""Weight w, strength a, exponent p of one layer."""


def read_saturation(layer: Any, convert: Any, p: Any = None) -> Saturation:
    """Return ``(w, a, p)``; ``a >= 0`` and ``p > 0``, an integer ``p`` as an int."""
    w, a, *exponent = layer
    p = exponent[0] if p is None else p
    exact, strength = Fraction(p), convert(a)
    if strength < 0 or exact <= 0:
        raise Invalid(f"the layer w = {w}, a = {a}, p = {p}", "a < 0 or p <= 0", "give a >= 0 and p > 0")
    return convert(w), strength, int(exact) if exact.denominator == 1 else convert(p)


def raised(base: Number, p: Any) -> Number:
    """Return ``base**p`` of a number >= 0."""
    if p == 1:
        return base
    if isinstance(p, int):
        return integer_power(base, p)
    return base * 0 if base == 0 else base**p


def rooted(base: Number, p: Any) -> Number:
    """Return ``base**(1/p)`` of a number >= 1."""
    if p == 1:
        return base
    return base.root(p) if isinstance(p, int) and hasattr(base, "root") else base ** (1 / p)


def layer_map(layer: Saturation, z: Number, over: Scalars) -> Number:
    """Return :math:`w z/(1 + a|z|^p)^{1/p}`."""
    w, a, p = layer
    return w * z / rooted(1 + a * raised(abs(z), p), p)


def layer_slope(layer: Saturation, z: Number, over: Scalars) -> Number:
    """Return :math:`w/(1 + a|z|^p)^{1+1/p}`."""
    w, a, p = layer
    inner = 1 + a * raised(abs(z), p)
    return w / (inner * rooted(inner, p))


def power(layer: Saturation, n: int, over: Scalars) -> Saturation:
    """Return ``(P_n, S, p)`` of n equal layers."""
    w, a, p = layer
    return integer_power(w, n), a * geometric_sum(raised(abs(w), p), n, over), p


def product(layers: Sequence[Saturation], over: Scalars) -> Saturation:
    """Return ``(P_n, S, p)`` of layers with one p."""
    if not layers:
        return over.one, over.zero, 1
    p = layers[0][2]
    if any(not _same(layer[2], p) for layer in layers):
        raise Invalid("untied layers", "different exponents p", "give all layers one p")
    _, total = products_and_sum([raised(abs(w), p) for w, _, _ in layers], [a for _, a, _ in layers], over)
    weights, _ = products_and_sum([w for w, _, _ in layers], [over.zero] * len(layers), over)
    return weights, total, p


def _same(p: Any, q: Any) -> bool:
    # Exponents that are balls are exact or come from one text: equal as intervals.
    return p == q or str(p) == str(q)


def draw_saturation(rng: np.random.Generator, exact: bool) -> tuple[Any, Any]:
    """Return random ``(w, a)``, weights of both signs around 1."""
    if exact:
        return Fraction(int(rng.integers(2, 20)) * int(rng.choice([-1, 1])), 8), Fraction(int(rng.integers(1, 9)), 5)
    return float(rng.choice([-1, 1]) * rng.uniform(0.5, 2)), float(rng.uniform(0, 3))


def start_anywhere(rng: np.random.Generator, layer: Any, exact: bool) -> list[Any]:
    """Return one random real input."""
    return [Fraction(int(rng.integers(-40, 40)), 16) if exact else float(3 * rng.standard_normal())]


POWERS = scalar_family(
    name="powers",
    formulas={
        "layer": r"w z / (1 + a |z|^p)^{1/p}",
        "phi": r"|z|^{-p}",
        "A": r"u \mapsto (u + a) / |w|^p",
        "iterate": r"P_n z / (1 + |z|^p S)^{1/p}, \quad S = \sum_{k<n} a_k |P_k|^p",
        "delta": r"P_n / (1 + |z|^p S)^{1 + 1/p}",
    },
    classes=frozenset({"CF3", "CF4", "CF5", "CF6", "CF7"}),
    domain="all real x; real weights, a >= 0, p > 0",
    source="conjugate to affine maps; solvable for all weights by Lie's classification",
    label="thm:p-family",
    read=read_saturation,
    layer_map=layer_map,
    layer_slope=layer_slope,
    power=power,
    product=product,
    value=layer_map,
    slope=layer_slope,
    draw=lambda rng, exact: (*draw_saturation(rng, exact), 3),
    start=start_anywhere,
    systems=(FLOATS, BALLS),
)


def saturated_iterate(w: Any, a: Any, p: Any, x: Any, n: int, family: Family = POWERS) -> np.ndarray:
    r"""Return the n-th iterate of the weight-tied layer :math:`w z/(1 + a|z|^p)^{1/p}`.

    .. math:: z_n = w^n z \Bigl(1 + a |z|^p \frac{|w|^{pn} - 1}{|w|^p - 1}\Bigr)^{-1/p}

    Shapes: ``x`` (1,); result (1,).    Error: below one unit in the last place.    Cost: O(log n) products of balls.
    Paper: thm:p-family.

    >>> saturated_iterate(1, 1, 2, [3.0], 10**6)
    array([0.001])
    """
    return family.tied((w, a, p), FLOATS).iterate(x, n)
