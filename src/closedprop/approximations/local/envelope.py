r"""How large :math:`|f'|` and :math:`|f''|` can be on an interval: proved in balls for cells of the line, then looked up."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import flint
import numpy as np
import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import BALLS, evaluate
from closedprop.validated.precision import precision

# tuned: cells of width 1/16 near 0, of relative width 1/16 far out, up to sinh(28) = 7e11
_EDGES = np.sinh(np.arange(-448, 449) / 16)
_ROUNDED = 1 + 2.0**-50  # derived: a sum and two products of doubles
_BITS = 106  # arbitrary: twice a double, so that 1 - tanh^2 keeps its digits as long as it matters


@dataclass(frozen=True, eq=False)
class Envelope:
    """Upper bounds on intervals: of ``|f'|``, of ``|f''|`` between the kinks, and of the sum of the jumps of ``f'``."""

    slope: np.ndarray
    curvature: np.ndarray
    jump: np.ndarray


def envelope(act: Activation, low: np.ndarray, high: np.ndarray) -> Envelope:
    r"""Return proved bounds on the slope and the curvature of an activation on each of an array of intervals.

    The line is cut into cells; on a cell with middle m and half width r,
    :math:`|f^{(j)}| \le |f^{(j)}(m)| + r \sup |f^{(j+1)}|`, evaluated in balls. An interval gets the largest bound of the
    cells that it meets.
    Shapes: any; results the same.    Error: none (upper bounds), infinite beyond 7e11 and for an interval that is not finite.
    Cost: a few milliseconds for each cell that was not met before, then a look-up.

    >>> from closedprop.networks import ACTIVATIONS
    >>> found = envelope(ACTIVATIONS["tanh"], np.array([-0.1, 3.0]), np.array([0.1, 3.1]))
    >>> found.slope.round(3), found.curvature.round(3)
    (array([1.002, 0.01 ]), array([0.248, 0.02 ]))
    """
    with np.errstate(invalid="ignore"):
        inside = (low >= _EDGES[0]) & (high <= _EDGES[-1])
    first = np.searchsorted(_EDGES, np.where(inside, low, 0.0), "right") - 1
    last = np.maximum(np.searchsorted(_EDGES, np.where(inside, high, 0.0), "left") - 1, first)
    start = int(first.min(initial=len(_EDGES)))
    table = np.array([_cell(act, cell) for cell in range(start, int(last.max(initial=0)) + 1)]).reshape(-1, 2)
    slope, curvature = (_range_maximum(column, first - start, last - start) for column in table.T)
    jump = np.zeros(np.shape(low))
    for point, size in _jumps(act):
        jump = jump + size * ((low <= np.nextafter(point, np.inf)) & (np.nextafter(point, -np.inf) <= high))
    return Envelope(
        np.where(inside, slope, np.inf), np.where(inside, curvature, np.inf), np.where(inside, jump, np.inf)
    )


def _range_maximum(values: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return ``max(values[first..last])``, by tables of the maxima of 1, 2, 4, .. neighbors."""
    tables = [values]
    while 2 ** len(tables) <= len(values):
        step = 2 ** (len(tables) - 1)
        tables.append(np.maximum(tables[-1][:-step], tables[-1][step:]))
    level = np.frexp(last - first + 1)[1] - 1
    result = np.empty(np.shape(first))
    for k, table in enumerate(tables):
        at = level == k
        result[at] = np.maximum(table[first[at]], table[last[at] - 2**k + 1])
    return result


@cache
def _cell(act: Activation, cell: int) -> tuple[float, float]:
    """Return bounds of the slope and the curvature on one cell; a kink cuts it."""
    low, high = float(_EDGES[cell]), float(_EDGES[cell + 1])
    ends = [low, *(float(point) for point in act.kink_points if low < point < high), high]
    bounds = [_on_piece(act, left, right) for left, right in pairwise(ends)]
    return max(slope for slope, _ in bounds), max(curvature for _, curvature in bounds)


def _on_piece(act: Activation, low: float, high: float) -> tuple[float, float]:
    side = int(np.sum(act.kink_points <= low))
    with precision(_BITS):
        interval = _around(low).union(_around(high))
        middle, radius = interval.mid(), upper(interval.rad())
        at_middle = [_magnitude(act, side, order, middle) for order in (1, 2)]
        across = [_magnitude(act, side, order, interval) for order in (1, 2, 3)]
    curvature = min(across[1], at_middle[1] + radius * across[2]) * _ROUNDED
    return min(across[0], (at_middle[0] + radius * curvature) * _ROUNDED), curvature


def _magnitude(act: Activation, side: int, order: int, ball: flint.arb) -> float:
    return min(upper(abs(evaluate(form, Z, ball, BALLS))) for form in _derivative(act, side, order))


@cache
def _derivative(act: Activation, side: int, order: int) -> tuple[sp.Expr, ...]:
    r"""Return equal forms of a derivative: as it is, and rational in :math:`e^z` and in :math:`e^{-z}`.

    On a wide interval e^z/(1 + e^z) has no good enclosure for large z, and 1/(1 + e^-z) has one.
    """
    plain = sp.diff(act.pieces[side], Z, order)
    rates = {sp.diff(node.args[0], Z) for node in plain.atoms(sp.exp) if node.has(Z)}
    if not rates or any(rate not in (-2, -1, 1, 2) or not rate.is_Integer for rate in rates):
        return (plain,)
    power = sp.Symbol("w", positive=True)
    forms = [plain]
    for sign in (1, -1):
        rational = plain.replace(sp.exp, lambda u, sign=sign: power ** (sign * sp.diff(u, Z)) * sp.exp(u.subs(Z, 0)))
        forms.append(sp.factor(sp.together(rational)).subs(power, sp.exp(sign * Z)))
    return tuple(forms)


@cache
def _jumps(act: Activation) -> list[tuple[float, float]]:
    """Return the kinks and the differences of their one-sided slopes, between which the documented slope lies."""
    found = []
    with precision(_BITS):
        for side, point in enumerate(act.kink_points):
            slopes = [evaluate(_derivative(act, side + k, 1)[0], Z, _around(point), BALLS) for k in (0, 1)]
            found.append((float(point), upper(abs(slopes[1] - slopes[0]))))
    return found


def _around(point: float) -> flint.arb:
    """Return a ball around a double that holds every number that rounds to it, such as a kink at 1/3."""
    neighbors = [flint.arb(float(np.nextafter(point, end))) for end in (-np.inf, np.inf)]
    return neighbors[0].union(neighbors[1])


def upper(ball: flint.arb) -> float:
    """Return a double that is no less than any number in the ball; infinite where the ball is not finite.

    >>> upper(flint.arb(1) / 3) >= 1 / 3
    True
    """
    if not ball.is_finite():
        return float("inf")
    end = ball.upper()
    nearest = float(end)
    return nearest if flint.arb(nearest) >= end else float(np.nextafter(nearest, np.inf))
