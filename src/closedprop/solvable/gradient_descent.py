r"""Gradient descent on :math:`J = \frac12 (1 - uv)^2`: a planar polynomial map, solvable at one rate, chaotic at many."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable
from closedprop.solvable.scalar_form import certified
from closedprop.validated.covering import Interval, crossing_pairs, is_horseshoe

#: The rates of the paper's table: below, at and above the solvable one.
RATES = ("7/5", "3/2", "17/10", "19/10", "2", "21/10")


def descent_step(u: Any, v: Any, rate: Any, over: Scalars = FLOATS) -> tuple[Any, Any]:
    r"""Return (u, v) after one step: :math:`u + \eta v (1 - uv), \; v + \eta u (1 - uv)`.

    >>> descent_step(1, "1/2", 2, over=RATIONALS)
    (3/2, 3/2)
    """
    a, b, eta = over.convert(u), over.convert(v), over.convert(rate)
    error = over.one - a * b
    return a + eta * b * error, b + eta * a * error


def balanced_step(u: Any, rate: Any) -> Any:
    r"""Return :math:`u + \eta u (1 - u^2)`: one step on the line u = v, for numbers of one system."""
    return u + rate * u * (1 - u * u)


def chebyshev_descent(u0: Any, steps: int, over: Scalars = FLOATS) -> Any:
    r"""Return the weight u = v after ``steps`` steps at the rate 2, without the steps.

    .. math:: u_t = (-1)^t u_0 V_m(u_0^2 - 1) = (-1)^t \sqrt2 \cos(3^t \arccos(u_0/\sqrt2)), \qquad m = (3^t - 1)/2

    The polynomial form runs over RATIONALS and BALLS, for every u_0; it has degree :math:`3^t`. Over FLOATS the double u_0
    is taken as exact, and the value is enclosed with more bits until the double is certain: at least :math:`t \log_2 3` more.
    Error: exact, an enclosure, or one unit in the last place (infinite beyond the doubles).
    Cost: 2 t products of 2x2 matrices.    Raises ``Invalid`` for a negative number of steps.
    Source: :math:`-T_3` iterated; Chebyshev polynomials commute.
    Paper: prop:chebyshev-descent.

    >>> chebyshev_descent("1/2", 2, over=RATIONALS), balanced_step(balanced_step(Fraction(1, 2), 2), 2)
    (-5/32, Fraction(-5, 32))
    """
    if steps < 0:
        raise Invalid(f"gradient descent over {steps} steps", "a negative number", "give at least 0")
    if over is FLOATS:
        start = flint.arb(float(FLOATS.convert(u0)))
        return certified(lambda: chebyshev_descent(start, steps, BALLS), stop=4096 + 8 * steps)
    u = over.convert(u0)
    degree = 3**steps
    value = u * _third_kind((degree - 1) // 2, u * u - over.one, over)
    return -value if steps % 2 else value


def chebyshev_slope(u0: Any, steps: int, over: Scalars = RATIONALS) -> Any:
    r"""Return :math:`\mathrm d u_t / \mathrm d u_0 = (-3)^t U_{3^t - 1}(u_0/\sqrt2)` at the rate 2: delta of the update.

    With :math:`n = 3^t` odd, :math:`U_{n-1}(x) = W_m(2x^2 - 1)`, :math:`W_0 = 1, W_1 = 2y + 1`, the same recurrence.
    Error: exact over RATIONALS, an enclosure over BALLS.    Cost: 2 t products of 2x2 matrices.

    >>> chebyshev_slope("1/2", 1)
    3/2
    """
    u = over.convert(u0)
    degree = 3**steps
    y = u * u - over.one
    # W_m(y) = (-1)^m V_m(-y)
    m = (degree - 1) // 2
    fourth = _third_kind(m, -y, over) * (-1) ** m
    return fourth * over.convert((-3) ** steps)


def _third_kind(m: int, y: Any, over: Scalars) -> Any:
    r"""Return :math:`V_m(y)`: :math:`V_0 = 1, V_1 = 2y - 1, V_{m+1} = 2y V_m - V_{m-1}`, by powers of a matrix."""
    kind = flint.arb_mat if over is BALLS else flint.fmpq_mat
    step = kind(2, 2, [2 * y, -over.one, over.one, over.zero])
    power = step**0
    for digit in bin(m)[2:]:  # m has t log2(3) digits, more than the exponent of FLINT's power may have
        power = power * power * step if digit == "1" else power * power
    return power[1, 0] * (2 * y - 1) + power[1, 1]


@dataclass(frozen=True)
class Horseshoe:
    r"""Two disjoint intervals, each of which the iterate :math:`g_\eta^k` maps over both: a certificate of chaos.

    .. math:: g_\eta(u) = u + \eta u (1 - u^2), \qquad I \cup J \subset g_\eta^k(I) \cap g_\eta^k(J)

    ``left`` lies below ``right``; all numbers are fractions. It proves nothing until :meth:`verified`.
    Source: the intermediate value theorem.
    Paper: prop:descent-horseshoe.

    >>> found = Horseshoe(Fraction(19, 10), 1, (Fraction(0), Fraction(3, 5)), (Fraction(4, 5), Fraction(5, 4)))
    >>> found.verified(), found.inequalities()[1]
    (True, 'g^1(3/5) = 1.3296 >= 5/4')
    """

    rate: Fraction
    iterate: int
    left: Interval
    right: Interval

    @property
    def entropy(self) -> float:
        """The lower bound log(2)/k on the topological entropy of one step."""
        return log(2) / self.iterate

    def verified(self, over: Scalars = RATIONALS) -> bool:
        """Return whether the inequalities hold, exactly over RATIONALS or for certain over BALLS."""
        rate = over.convert(self.rate)
        return self.iterate >= 1 and is_horseshoe(
            lambda u: _iterated(u, rate, self.iterate), (self.left, self.right), over
        )

    def inequalities(self) -> list[str]:
        """Return the four inequalities, with the values to six digits."""
        lines = []
        for end in (*self.left, *self.right):
            value = _iterated(end, self.rate, self.iterate)
            relation = f"<= {self.left[0]}" if value <= self.left[0] else f">= {self.right[1]}"
            lines.append(f"g^{self.iterate}({end}) = {float(value):.6g} {relation}")
        return lines


def horseshoe(rate: Any, most_iterates: int = 4) -> Horseshoe:
    """Return a verified horseshoe of the least iterate for which one with small denominators is found.

    Endpoints are searched on grids of step 1/20 to 1/160, in floats, widest first, and then verified in exact arithmetic.
    Raises ``Unable`` where none is found, as is the case for every rate at which the orbits are simple.

    >>> horseshoe("19/10").iterate
    1
    """
    eta = _fraction(rate)
    if eta <= 0:
        raise Invalid(f"gradient descent at the rate {eta}", "not positive", "give a positive rate")
    for iterate in range(1, most_iterates + 1):
        for denominator in (20, 40, 80, 160):
            found = _search(eta, iterate, denominator)
            if found is not None:
                return found
    raise Unable(f"a horseshoe at the rate {eta}", f"none up to iterate {most_iterates}", "try a larger rate")


def _search(eta: Fraction, iterate: int, denominator: int) -> Horseshoe | None:
    """Return the verified horseshoe with the widest hull on the grid, if any."""
    bound = (
        int(denominator * float(1 + 2 / eta) ** 0.5) + 1
    )  # beyond the orbit of period 2 at sqrt(1 + 2/eta) all escape
    ends = np.arange(-bound, bound + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        images = _iterated(ends / denominator, float(eta), iterate)
    for left, right in crossing_pairs(ends, denominator, images):
        candidate = Horseshoe(eta, iterate, left, right)
        if candidate.verified():
            return candidate
    return None


def _iterated(u: Any, rate: Any, count: int) -> Any:
    for _ in range(count):
        u = balanced_step(u, rate)
    return u


def _fraction(value: Any) -> Fraction:
    rational = RATIONALS.convert(value)
    return Fraction(int(rational.p), int(rational.q))


def descent_study(rates: Sequence[Any] = RATES) -> list[dict[str, Any]]:
    """Return a row per rate: the iterate, the intervals of a horseshoe, whether exact and ball arithmetic verify it.

    Columns: rate, iterate, left_low, left_high, right_low, right_high (fractions as text), entropy, exact, balls,
    closed_form ("Chebyshev" at the rate 2).

    >>> row = descent_study(["19/10"])[0]
    >>> row["iterate"], row["exact"], row["balls"]
    (1, True, True)
    """
    rows = []
    for rate in rates:
        found = horseshoe(rate)
        ends = (str(end) for end in (*found.left, *found.right))
        row: dict[str, Any] = {"rate": str(found.rate), "iterate": found.iterate}
        row |= dict(zip(("left_low", "left_high", "right_low", "right_high"), ends, strict=True))
        row |= {"entropy": found.entropy, "exact": found.verified(), "balls": found.verified(BALLS)}
        rows.append(row | {"closed_form": "Chebyshev" if found.rate == 2 else ""})
    return rows
