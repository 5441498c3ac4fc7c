"""Where an activation is defined, and which values it takes."""

from collections.abc import Callable

import numpy as np
import sympy as sp
from sympy.calculus.util import continuous_domain

from closedprop.scalars import Unable


def domain_of(pieces: tuple[sp.Expr, ...], kinks: tuple[sp.Expr, ...], z: sp.Symbol) -> sp.Set:
    """Return the real numbers at which the pieces, each on its own interval, are defined.

    >>> z = sp.Symbol("z", real=True)
    >>> domain_of((sp.log(z),), (), z)
    Interval.open(0, oo)
    """
    ends = (-sp.oo, *kinks, sp.oo)
    try:
        parts = [
            continuous_domain(piece, z, sp.Interval(low, high))
            for piece, low, high in zip(pieces, ends[:-1], ends[1:], strict=True)
        ]
    except NotImplementedError:
        raise Unable(
            "the domain of an activation", "SymPy cannot find it", "write the expression more simply"
        ) from None
    return sp.Union(*parts)


def range_of(
    value: Callable[[np.ndarray], np.ndarray],
    slope: Callable[[np.ndarray], np.ndarray],
    kinks: tuple[float, ...],
) -> tuple[float, float]:
    """Return the infimum and the supremum of the activation over the real line.

    They are taken at a kink, at a zero of the slope, or towards the ends; a zero of the slope is bracketed on a grid that
    reaches to +-1e8 with a spacing growing from 1e-3, so oscillations faster than that are not resolved.
    Error: relative 1e-12 for a value at a zero of the slope; a limit is the value at +-1e8, infinite beyond 1e5.
    """
    from scipy.optimize import brentq  # here, because it takes half a second to load and few jobs need it

    grid = np.concatenate([np.sinh(np.linspace(-19.1, 19.1, 20001)), kinks])
    grid.sort()
    slopes = slope(grid)
    turning = np.flatnonzero(np.diff(np.sign(slopes)) != 0)
    zeros = [
        brentq(lambda point: float(slope(np.array([point]))[0]), grid[i], grid[i + 1], xtol=1e-14)
        for i in turning
        if slopes[i] * slopes[i + 1] < 0
    ]
    values = value(np.concatenate([grid[[0, -1]], grid[slopes == 0], kinks, zeros]))
    low, high = (float(bound) for bound in (values.min(), values.max()))
    unbounded = 1e5  # tuned: between the largest bounded value and the slowest growth (linear, slope 1/100) registered
    low = -np.inf if low <= -unbounded or np.isneginf(low) else low
    return low, np.inf if high >= unbounded else high
