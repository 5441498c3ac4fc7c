"""A form on a grid over its domain, small and far: a second check, where the branch of an inverse may change."""

import math
from collections.abc import Callable

import mpmath
import sympy as sp

from closedprop.solvable.solver.form import DEPTH, Form, Z
from closedprop.solvable.solver.functions import NUMERIC


def function_of(expression: sp.Expr, *symbols: sp.Symbol) -> Callable[..., mpmath.mpc]:
    """Return the expression as a function over mpmath numbers, not a number where it has no value."""
    function = sp.lambdify(symbols, expression, modules=[NUMERIC, "mpmath"])

    def value(*arguments):
        try:
            return mpmath.mpc(function(*arguments))
        except (ValueError, ZeroDivisionError, TypeError, OverflowError):
            return mpmath.mpc("nan")

    return value


def agrees_on_grid(layer: sp.Expr, form: Form, domain: str) -> bool:
    """Return whether z_0, z_1, z_2 are right on a grid over the domain, up to 10^12: a branch may change far away."""
    step, iterate = function_of(layer, Z), function_of(form.iterate, Z, DEPTH)
    inside = _within(domain)
    sizes = [mpmath.mpf(j) / 40 for j in range(1, 80)] + [mpmath.mpf(10) ** (mpmath.mpf(k) / 4) for k in range(-24, 49)]
    with mpmath.workdps(60):
        for point in (sign * size * (1 + mpmath.mpf(10) ** -9) for size in sizes for sign in (1, -1)):
            if not any(low < point < high for low, high in inside):
                continue
            z = mpmath.mpc(point)
            for n in range(3):
                if not abs(z.imag) < 1e-40:
                    break  # also where there is no value
                if not abs(iterate(point, mpmath.mpf(n)) - z) <= 1e-15 * abs(z) + 1e-30:
                    return False
                z = step(z.real)
    return True


def _within(domain: str) -> list[tuple[float, float]]:
    """Return the intervals of a domain such as ``z < -1 or 0 < z < 1``."""
    intervals = []
    for words in (part.split() for part in domain.split(" or ")):
        low = -math.inf if words[0] in ("z", "all") and ">" not in words else float(words[-1 if ">" in words else 0])
        intervals.append((low, math.inf if ">" in words or "all" in words else float(words[-1])))
    return intervals
