"""One form against the recursion at one random point."""

import random
from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from closedprop.solvable.solver.form import DEPTH, Form, Z
from closedprop.solvable.solver.functions import NUMERIC

DEPTHS = (0, 1, 2, 3, 5)  # arbitrary: the start and small depths, at every point
DEEP = (16, 64, 200)  # arbitrary: at some points, as far as the orbit keeps its digits; catches what happens late
SEMIGROUP = (2, 3)
DIGITS = 50  # that must agree
WORKING = 220  # derived: 50 digits, 50 lost along an orbit of slope 10^50, twice that for cancellation in the formula
FLOOR = mpmath.mpf(10) ** -120  # arbitrary: values below it are compared absolutely
STEEPEST = mpmath.mpf(10) ** 50  # deep comparisons stop where the slope is beyond this or below its inverse
HUGE = mpmath.mpf(10) ** 20000  # orbits beyond count as escaped
#: The cells of z that are tested one by one; the stated domain is a union of them.
CELLS = ("z < -1", "-1 < z < 0", "0 < z < 1", "z > 1")
_TROUBLE = (ZeroDivisionError, ValueError, OverflowError, TypeError, mpmath.libmp.NoConvergence)


def numeric(expression: sp.Expr, symbols: list[sp.Symbol]) -> Callable[..., Any]:
    """Return the expression as a function over mpmath numbers."""
    return sp.lambdify(symbols, expression, modules=[NUMERIC, "mpmath"])


class Checks:
    """The functions of a layer and of a form, and their comparison at random points."""

    def __init__(self, layer: sp.Expr, form: Form):
        everything = layer.free_symbols | form.iterate.free_symbols
        self.parameters = sorted(everything - {Z, DEPTH}, key=str)
        self.layer = numeric(layer, [Z, *self.parameters])
        self.slope = numeric(_pointwise(sp.diff(layer, Z)), [Z, *self.parameters])
        self.iterate = numeric(form.iterate, [Z, DEPTH, *self.parameters])
        self.delta = numeric(_pointwise(form.slope()), [Z, DEPTH, *self.parameters])
        self.conditions = [numeric(condition, self.parameters) for condition in form.positive]
        self.bounds = None
        if form.interval is not None:
            self.bounds = [numeric(bound, self.parameters) for bound in form.interval]
        self._far = False
        self.slow = form.iterate.has(sp.elliptic_f)

    def draw(
        self, rng: random.Random, cell: int | None, negative: set[str], deep: bool, small: bool = False
    ) -> bool | None:
        """Return whether the form agrees at one random point; ``None`` if the orbit there is not real.

        ``cell`` is an index of :data:`CELLS`, ``None`` for the interval of the form; ``negative`` names the parameters
        that are negative; with ``small`` all are below 1. A disagreement counts if it persists at a higher precision.
        """
        with mpmath.workdps(WORKING):
            values = []
            for symbol in self.parameters:
                size = _decimal(rng, 0.05, 0.95) if small or rng.random() < 0.5 else _decimal(rng, 1.05, 3)
                values.append(-size if symbol.name in negative else size)
        agrees = None
        with mpmath.workdps(WORKING):
            try:
                if not all(condition(*values) > 0 for condition in self.conditions):
                    return None
                z = self._input(rng, cell, values)
            except _TROUBLE:
                return None
        if z is None:
            return None
        for digits in (WORKING // 2, WORKING) if self.slow else (WORKING, 3 * WORKING):
            with mpmath.workdps(digits):
                try:
                    agrees = self._agrees(z, values, deep and not self.slow)
                except _TROUBLE:
                    return None
            if agrees is not False:
                break
        return agrees

    def _input(self, rng: random.Random, cell: int | None, values: list):
        if cell is None:
            low, high = (bound(*values) for bound in self.bounds or ())
            low, high = max(low, mpmath.mpf(-1000)), min(high, mpmath.mpf(1000))
            return low + (high - low) * _decimal(rng, 0.001, 0.999) if low < high else None
        size = _decimal(rng, 0.02, 0.98)
        self._far = not self._far  # every other point is spread over magnitudes
        if self._far:
            size = mpmath.mpf(10) ** -_decimal(rng, 0.2, 2.3)  # so |z| up to 200, where tanh still shows its slope
        if cell in (0, 3):
            size = 1 / size
        return size if cell >= 2 else -size

    def _agrees(self, z, values: list, deep: bool) -> bool | None:
        orbit, slopes = [z], [mpmath.mpf(1)]
        for n in range(1, (DEEP if deep else DEPTHS)[-1] + 1):
            try:
                image, slope = self.layer(orbit[-1], *values), self.slope(orbit[-1], *values)
            except _TROUBLE:
                if n <= DEPTHS[-1]:
                    return None
                break
            if not (_is_real(image) and _is_real(slope)):
                if n <= DEPTHS[-1]:
                    return None
                break
            orbit.append(mpmath.re(image))
            slopes.append(slopes[-1] * mpmath.re(slope))
            if n > DEPTHS[-1] and not 1 / STEEPEST < abs(slopes[-1]) < STEEPEST:
                break
        depths = DEPTHS + tuple(n for n in DEEP if n < len(orbit))
        try:
            for n in depths:
                at = mpmath.mpf(n)  # an int would turn 3**(-n) into a float
                if not (
                    _close(self.iterate(z, at, *values), orbit[n]) and _close(self.delta(z, at, *values), slopes[n])
                ):
                    return False
            m, n = SEMIGROUP
            inner = mpmath.re(self.iterate(z, mpmath.mpf(n), *values))
            return _close(self.iterate(inner, mpmath.mpf(m), *values), orbit[m + n])
        except _TROUBLE:
            return False


def _pointwise(slope: sp.Expr) -> sp.Expr:
    """Return a derivative without its values on kinks, which random points do not meet."""
    if slope.has(sp.Heaviside, sp.DiracDelta):
        return slope.replace(sp.DiracDelta, lambda *_: sp.Integer(0)).rewrite(sp.Piecewise)
    return slope


def _decimal(rng: random.Random, low: float, high: float) -> mpmath.mpf:
    return mpmath.mpf(rng.randrange(int(low * 10**6), int(high * 10**6))) / 10**6 + mpmath.mpf(rng.random()) / 10**7


def _is_real(value: Any) -> bool:
    value = mpmath.mpmathify(value)
    if not mpmath.isfinite(value) or abs(value) > HUGE:
        return False
    return abs(mpmath.im(value)) <= FLOOR * (1 + abs(value))


def _close(found: Any, expected: Any) -> bool:
    found = mpmath.mpmathify(found)
    if not mpmath.isfinite(found):
        return False
    floor = FLOOR if mpmath.mp.dps >= WORKING else mpmath.mpf(10) ** -70
    return abs(found - expected) <= mpmath.mpf(10) ** -DIGITS * abs(expected) + floor
