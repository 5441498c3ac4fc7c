r"""All zeros of a function on an interval, each in an interval of its own, by ball arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass

import flint

from closedprop.scalars import BALLS, Invalid, Unable
from closedprop.validated.covering import Interval, hull, off_center
from closedprop.validated.precision import doubling

BallFunction = Callable[[flint.arb], flint.arb]

_MOST_BLOCKS = 2**20  # tuned: a minute of work for the tenth iterate of a layer


@dataclass(frozen=True)
class Isolation:
    """Disjoint intervals, each with exactly one zero; outside them there is none.

    ``blocks`` is the number of intervals that were examined, ``bits`` the precision that decided them all.
    """

    intervals: tuple[Interval, ...]
    blocks: int
    bits: int


def isolate_zeros(
    value: BallFunction, slope: BallFunction, interval: Interval, start: int = 64, stop: int = 1024
) -> Isolation:
    r"""Return intervals that isolate the zeros of a :math:`C^1` function on [low, high].

    An interval is bisected until an enclosure of the values on it excludes zero, directly or in the mean value form, or that
    of the slopes does and the signs at the ends tell whether there is one zero or none. The cut is at 127/256: in a symmetric
    network the middle may be a zero, which no cut through it isolates. A continuous function that is smooth between kinks is
    allowed if the enclosure of the slope on an interval over a kink contains both one-sided slopes.
    Shapes: ``value`` and ``slope`` map a ball to an enclosure of the values on it.    Error: none.
    Cost: the number of blocks; it grows like the number of zeros times the logarithm of the steepest slope.
    Raises ``Invalid`` for an empty interval, ``Unable`` where a block stays undecided at ``stop`` bits: at a zero of the
    slope with value zero, or a zero at an end.
    Source: the intermediate value theorem; a function of one sign of slope is monotone.

    >>> from fractions import Fraction
    >>> odd = lambda x: ((3 * (3 * x).tanh()).tanh() - x / 2)
    >>> slope = lambda x: 9 * (1 - (3 * x).tanh() ** 2) * (1 - (3 * (3 * x).tanh()).tanh() ** 2) - flint.arb(1) / 2
    >>> len(isolate_zeros(odd, slope, (Fraction(-3), Fraction(3))).intervals)
    3
    """
    if not interval[0] < interval[1]:
        raise Invalid(f"zeros on [{interval[0]}, {interval[1]}]", "an empty interval", "give increasing ends")
    for bits in doubling(start, stop):
        found = _isolated(value, slope, interval, bits)
        if isinstance(found, Isolation):
            return found
        block = found
    raise Unable(
        f"zeros on [{float(interval[0]):.6g}, {float(interval[1]):.6g}]",
        f"undecided at {stop} bits on [{float(block[0]):.17g}, {float(block[1]):.17g}]",
        "move the ends, or look for a multiple zero there",
    )


def _isolated(value: BallFunction, slope: BallFunction, interval: Interval, bits: int) -> Isolation | Interval:
    """Return the isolation, or the first block that these many bits leave undecided."""
    stack, blocks = [interval], 0
    intervals: list[Interval] = []
    least = (interval[1] - interval[0]) / 2 ** (
        bits // 2
    )  # derived: below it rounding fills the other half of the bits
    while stack:
        block = stack.pop()
        blocks += 1
        if blocks > _MOST_BLOCKS:
            raise Unable(
                f"zeros on [{float(interval[0]):.6g}, {float(interval[1]):.6g}]",
                f"{len(intervals)} found in {_MOST_BLOCKS} blocks and more to examine",
                "take a shorter interval",
            )
        ball = hull(block)
        values = value(ball)
        if not values.contains(0):
            continue
        slopes = slope(ball)
        if values.is_finite() and not slopes.contains(0):
            signs = [_sign(value(BALLS.convert(end))) for end in block]
            if 0 in signs:
                return block
            if signs[0] != signs[1]:
                intervals.append(block)
            continue
        cut = off_center(block)
        inner = BALLS.convert(cut)
        variation = slopes * (ball - inner)
        # The mean value form encloses the values too, and more sharply on a short interval.
        if variation.rad() < values.rad() and not (value(inner) + variation).contains(0):
            continue
        if block[1] - block[0] < least:
            return block
        stack += [(cut, block[1]), (block[0], cut)]
    return Isolation(tuple(intervals), blocks, bits)


def _sign(ball: flint.arb) -> int:
    """Return the sign of all numbers in a ball, or 0 where it is not certain."""
    return 1 if ball > 0 else -1 if ball < 0 else 0
