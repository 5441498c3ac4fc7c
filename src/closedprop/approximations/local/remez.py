r"""Best uniform approximation by polynomials: Remez's exchange, with equioscillation as its certificate."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import flint
import numpy as np
from numpy.polynomial.chebyshev import chebval

from closedprop.approximations.local.recursion import from_doubles
from closedprop.networks import Activation
from closedprop.scalars import FLOATS, Scalars, Unable

_DENSITY = 24  # tuned: grid points between neighboring extrema; the parabola through three of them finds the error there to 1e-5
_EXCHANGES = 30  # arbitrary: convergence is quadratic, and ten were enough for every activation of the library
_LEVEL = 1e-4  # tuned: how far the extrema may be from level; the parabola through three grid points costs up to 1e-5
_PARITY = 1e-3  # arbitrary: a levelled error below it says that the reference is that of an even or odd function


@dataclass(frozen=True, eq=False)
class Minimax:
    r"""The best polynomial :math:`\sum_m a_m T_m(t)` of f(c + r t) on [-1, 1], and the proof that it is.

    ``error`` is the largest absolute error found on a grid; ``level`` is the smallest of ``order + 2`` errors of alternating
    sign. No polynomial of the order errs by less than ``level`` (de la Vallee-Poussin).
    """

    coefficients: np.ndarray
    error: float
    level: float


def minimax_polynomial(act: Activation, center: Any, radius: Any, order: int, over: Scalars = FLOATS) -> Minimax:
    r"""Return the polynomial of a degree nearest to f on :math:`[c - r, c + r]`, in double or the current precision.

    From Chebyshev's extrema on, the polynomial whose error has equal size and alternating sign on a reference of k + 2 points
    is found; the points move to the extrema of its error, sought on a grid and refined by a parabola in the angle.
    If f is even or odd about the center, up to a linear function, the reference of the next order is the right one.
    Error: ``level`` and ``error`` differ by less than 1e-4 of them, unless the error is rounding.
    Cost: some ten linear systems of k + 2 unknowns, 24 k + 48 values of f.
    Raises ``Unable`` if the exchange does not settle.
    Source: Trefethen, Approximation Theory and Approximation Practice, chapter 10.

    >>> from closedprop.networks import ACTIVATIONS
    >>> best = minimax_polynomial(ACTIVATIONS["abs"], 0.0, 1.0, 2)  # t^2 + 1/8
    >>> [round(float(value), 6) + 0.0 for value in best.coefficients], round(best.error, 6)
    ([0.625, 0.0, 0.5], 0.125)
    """
    if over is FLOATS:
        return _in_doubles(act, float(center), float(radius), order)
    return _exchanged(act, center, radius, order, over)


@cache
def _in_doubles(act: Activation, center: float, radius: float, order: int) -> Minimax:
    return _exchanged(act, center, radius, order, FLOATS)


def _exchanged(act: Activation, center: Any, radius: Any, order: int, over: Scalars) -> Minimax:
    for degree in (order, order + 1):
        found = _of_degree(act, center, radius, degree, order, over)
        if found is not None:
            return found
    raise Unable(
        f"the minimax polynomial of {act.name} of order {order}",
        "the exchange of references does not settle",
        "use method='chebyshev', whose error is hardly larger",
    )


def _of_degree(act: Activation, center: Any, radius: Any, degree: int, order: int, over: Scalars) -> Minimax | None:
    """Return the best polynomial of the order, found as one of the degree; None if the exchange does not settle."""

    def at(angles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        t = from_doubles(np.cos(angles), over)
        return t, act(center + radius * t, over)

    references = np.linspace(0, np.pi, degree + 2)
    inside = (act.kink_points - float(_floats(np.array([center]))[0])) / float(_floats(np.array([radius]))[0])
    kinks = np.arccos(inside[np.abs(inside) < 1])
    grid = np.union1d(np.linspace(0, np.pi, _DENSITY * (degree + 1) + 1), kinks)
    (t, values), (points, targets) = at(grid), at(references)
    noise = 64 * _unit(over) * float(np.max(np.abs(_floats(values))))  # derived: Clenshaw's rule errs by tens of units
    for exchange in range(_EXCHANGES):
        coefficients, levelled = _levelled(points, targets, degree, over)
        errors = _floats(values - chebval(t, coefficients))
        largest = float(np.max(np.abs(errors)))
        surplus = float(np.sum(np.abs(_floats(coefficients[order + 1 :]))))
        if largest <= noise:
            return Minimax(coefficients[: order + 1], largest + surplus, 0.0) if surplus <= noise else None
        if not exchange and abs(levelled) < _PARITY * largest:
            return None
        references = _extrema(grid, errors, np.isin(grid, kinks), degree + 2)
        if len(references) < degree + 2:
            return None
        points, targets = at(references)
        sharp = np.abs(_floats(targets - chebval(points, coefficients)))
        largest, level = max(largest, float(np.max(sharp))), float(np.min(sharp))
        if largest - level <= _LEVEL * largest + noise and surplus <= _LEVEL * largest + noise:
            return Minimax(coefficients[: order + 1], largest + surplus, level - surplus)
    return None


def _levelled(points: np.ndarray, targets: np.ndarray, degree: int, over: Scalars) -> tuple[np.ndarray, float]:
    """Return the polynomial whose errors at the points are equal with alternating signs, and that error."""
    columns = [0 * points + over.one, points]
    while len(columns) < degree + 1:
        columns.append(2 * points * columns[-1] - columns[-2])
    signs = over.array([(-1) ** i for i in range(len(points))])
    matrix = np.stack([*columns[: degree + 1], signs], axis=1)
    if over is FLOATS:
        solution = np.linalg.solve(matrix, targets)
    else:
        solved = flint.arb_mat(matrix.tolist()).solve(flint.arb_mat([[target] for target in targets]))
        solution = np.array([entry.mid() for entry in solved.entries()])
    return solution[:-1], float(_floats(solution[-1:])[0])


def _extrema(grid: np.ndarray, errors: np.ndarray, sharp: np.ndarray, count: int) -> np.ndarray:
    """Return the angles of the largest errors of alternating signs, as many as asked for if there are.

    Between two changes of sign the largest error is taken, moved to the vertex of the parabola through it and its neighbors
    unless it stands at an end or a kink (``sharp``).
    """
    runs = np.split(np.arange(len(grid)), np.flatnonzero(np.diff(errors >= 0)) + 1)
    peaks = np.array([run[np.argmax(np.abs(errors[run]))] for run in runs])
    while len(peaks) > count:  # the smaller of the outer ones goes, so that the rest still alternates
        peaks = peaks[1:] if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else peaks[:-1]
    found = grid[peaks]
    movable = (peaks > 0) & (peaks < len(grid) - 1) & ~sharp[peaks]
    middle = peaks[movable]
    before, after = grid[middle] - grid[middle - 1], grid[middle + 1] - grid[middle]
    falls = (errors[middle] - errors[middle - 1]) / before, (errors[middle + 1] - errors[middle]) / after
    bend = falls[0] - falls[1]
    shift = (falls[0] * after + falls[1] * before) / np.where(bend == 0, np.inf, 2 * bend)
    found[movable] += np.clip(shift, -before, after)
    return found


def _floats(values: np.ndarray) -> np.ndarray:
    return values if values.dtype != object else np.array([float(flint.arb(value).mid()) for value in values])


def _unit(over: Scalars) -> float:
    return 2.0**-53 if over is FLOATS else 2.0**-flint.ctx.prec
