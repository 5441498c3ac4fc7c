"""What families that multiply an angle share: the product of the multipliers, and the bits that it costs."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, log2, prod
from typing import Any

import numpy as np

from closedprop.scalars import Scalars


def multiplier_power(d: int, n: int, over: Scalars) -> int:
    """Return :math:`d^n`, exact."""
    return d**n


def multiplier_product(multipliers: Sequence[int], over: Scalars) -> int:
    """Return the product of the multipliers, exact."""
    return prod(multipliers)


def multiplier_bits(layers: Sequence[Any], n: int) -> int:
    """Return log2 of the product of the multipliers, rounded up: so many bits of the input the iterate forgets."""
    sizes = [log2(layer if isinstance(layer, int) else float(layer)) for layer in layers]
    return ceil(n * sizes[0] if len(sizes) == 1 else sum(sizes))


def draw_multiplier(rng: np.random.Generator, exact: bool) -> int:
    """Return 2 or 3."""
    return int(rng.integers(2, 4))


def start_inside(rng: np.random.Generator, exact: bool, low: float = -0.95, high: float = 0.95) -> Any:
    """Return a random number between ``low`` and ``high``, a fraction with denominator 35 if ``exact``."""
    if exact:
        return Fraction(int(rng.integers(int(np.ceil(35 * low)), int(np.floor(35 * high)))), 35)
    return float(rng.uniform(low, high))
