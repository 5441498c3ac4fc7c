r"""Log-affine layers :math:`\log(w \e^z + b)`; softplus with weight 1 is the case w = b = 1, softplus(z) + beta is w = b = e^beta.

.. math:: z_n = \log(A e^z + B), \qquad A = \prod_k w_k, \qquad \delta = \frac{A e^z}{A e^z + B}\, \delta_n
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.algebra.geometric import geometric_sum
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars
from closedprop.solvable.scalar_form import Number, call, scalar_family

Affine = tuple[Number, Number]


def read(layer: Any, convert: Callable[[Any], Number]) -> Affine:
    """Return ``(w, b)``; ``Invalid`` unless w > 0 and b >= 0."""
    w, b = (convert(entry) for entry in layer)
    if not w > 0 or b < 0:
        raise Invalid(f"the layer log({layer[0]} e^z + {layer[1]})", "w <= 0 or b < 0", "give w > 0 and b >= 0")
    return w, b


def power(layer: Affine, n: int, over: Scalars) -> Affine:
    """Return ``(w^n, b (w^n - 1)/(w - 1))``."""
    w, b = layer
    return w**n, b * geometric_sum(w, n, over)


def product(layers: Sequence[Affine], over: Scalars) -> Affine:
    """Return the composed affine map ``(A, B)``."""
    A, B = over.one, over.zero
    for w, b in layers:
        A, B = w * A, w * B + b
    return A, B


def value(composed: Affine, z: Number, over: Scalars) -> Number:
    """Return :math:`\\log(A e^z + B)`, without overflow for large z."""
    A, B = composed
    if z > 0:
        return z + call("log", A + B * call("exp", -z))
    return call("log", A * call("exp", z) + B)


def slope(composed: Affine, z: Number, over: Scalars) -> Number:
    """Return :math:`A e^z/(A e^z + B)`, written so that ``e^z`` cannot overflow."""
    A, B = composed
    return A / (A + B * call("exp", -z))


def log_affine_iterate(w: Any, b: Any, x: Any, n: int) -> np.ndarray:
    r"""Return the n-th iterate of the weight-tied layer :math:`\log(w e^z + b)`.

    .. math:: z_n = \log\Bigl(w^n e^z + b\, \frac{w^n - 1}{w - 1}\Bigr), \qquad z_n = \log(n + e^z) \text{ for softplus}, w = b = 1

    Shapes: ``x`` (1,); result (1,).    Error: below one unit in the last place.    Cost: O(log n) products, exp and log.
    Paper: thm:log-affine.

    >>> log_affine_iterate(1, 1, [0.0], 10**6 - 1) / np.log(10.0)
    array([6.])
    """
    return LOG_AFFINE.tied((w, b), FLOATS).iterate(x, n)


LOG_AFFINE = scalar_family(
    name="log-affine",
    formulas={
        "layer": r"\log(w \e^z + b)",
        "phi": r"\e^z",
        "A": r"u \mapsto w u + b",
        "iterate": r"\log(A \e^z + B), \quad (A, B) = \bigl(\prod_k w_k, \sum_k b_k \prod_{j>k} w_j\bigr)",
        "delta": r"A \e^z / (A \e^z + B)",
    },
    classes=frozenset({"CF4", "CF5", "CF6", "CF7"}),
    domain="all real x; w > 0, b >= 0",
    source="conjugate to affine maps by exp; softplus without weight is w = b = 1",
    label="thm:log-affine",
    read=read,
    layer_map=value,
    layer_slope=slope,
    power=power,
    product=product,
    value=value,
    slope=slope,
    draw=lambda rng, exact: (
        (Fraction(int(rng.integers(4, 16)), 8), Fraction(int(rng.integers(1, 16)), 8))
        if exact
        else (float(rng.uniform(0.5, 2)), float(rng.uniform(0.1, 3)))
    ),
    start=lambda rng, layer, exact: [Fraction(int(rng.integers(-40, 40)), 16) if exact else float(rng.normal(0, 3))],
    systems=(FLOATS, BALLS),
)
