r"""Covering relations of intervals: :math:`g(I) \supset J`, from the values of g at the two rational ends of I.

By the intermediate value theorem a continuous g takes on I every value between those at the ends. Comparisons of balls are
used in one direction only: a true one is certain, a false one says nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, Invalid, Scalars, Unable
from closedprop.validated.precision import doubling

Interval = tuple[Fraction, Fraction]

_IMAGE_BITS = 32  # arbitrary: binary places to which the image of an end is written, outward
_DEEPEST = 40  # arbitrary: halvings in the proof that a function is continuous


@dataclass(frozen=True)
class Covering:
    """A proof that the image of ``interval`` contains ``target``: enclosures of the images of its two ends.

    >>> proved = covering(lambda x: x * x, (Fraction(1, 2), Fraction(3)), (Fraction(1), Fraction(2)))
    >>> proved.images[1], proved.holds()
    ((Fraction(9, 1), Fraction(9, 1)), True)
    """

    interval: Interval
    target: Interval
    images: tuple[Interval, Interval]
    bits: int

    def holds(self) -> bool:
        """Return whether the enclosures lie on both sides of the target: four comparisons of fractions."""
        (low, high), (first, second) = self.target, self.images
        return (first[1] <= low and second[0] >= high) or (second[1] <= low and first[0] >= high)


def covers(one: Any, other: Any, low: Any, high: Any) -> bool:
    """Return whether the numbers between ``one`` and ``other`` contain [low, high]; for balls, for certain.

    >>> covers(flint.arb(3), flint.arb(-1), 0, 2), covers(flint.arb(3), flint.arb(0, 1), 0, 2)
    (True, False)
    """
    return bool((one <= low and other >= high) or (other <= low and one >= high))


def is_horseshoe(function: Callable[[Any], Any], intervals: Sequence[Interval], over: Scalars = BALLS) -> bool:
    """Return whether the intervals are disjoint, in increasing order, and each is mapped over all of them.

    Error: none over RATIONALS; over BALLS True is certain, False says nothing.    Cost: two values an interval.

    >>> from closedprop.scalars import RATIONALS
    >>> ends = [(Fraction(-2), Fraction(-1)), (Fraction(1), Fraction(2))]
    >>> is_horseshoe(lambda x: x * x - 3, ends), is_horseshoe(lambda x: 2 * x * x - 6, ends, RATIONALS)
    (False, True)
    """
    flat = [end for interval in intervals for end in interval]
    if len(intervals) < 2 or any(one >= other for one, other in pairwise(flat)):
        return False
    low, high = over.convert(flat[0]), over.convert(flat[-1])
    return all(
        covers(function(over.convert(left)), function(over.convert(right)), low, high) for left, right in intervals
    )


def covering(function: Callable[[Any], Any], interval: Interval, target: Interval, stop: int = 4096) -> Covering:
    """Return the proof that a continuous function maps an interval over another one.

    ``function`` maps a ball to an enclosure of its image. That it is continuous is the caller's to know, or
    :func:`is_continuous`.
    Error: none; the images are dyadic enclosures.    Cost: two values for each precision tried.
    Raises ``Invalid`` for an empty interval, ``Unable`` where the ends do not prove the relation at ``stop`` bits.

    >>> covering(lambda x: x * x, (Fraction(1, 2), Fraction(3)), (Fraction(1), Fraction(10)))
    Traceback (most recent call last):
    closedprop.errors.Unable: a covering of [1, 10] by the image of [1/2, 3]: the ends are mapped to 0.25 and 9, at 4096 \
bits; choose other ends
    """
    for low, high in (interval, target):
        if not low < high:
            raise Invalid(f"a covering with the interval [{low}, {high}]", "empty", "give increasing ends")
    for bits in doubling(64, stop):
        values = [function(BALLS.convert(end)) for end in interval]
        if covers(*values, *map(BALLS.convert, target)):
            return Covering(interval, target, (enclosure(values[0]), enclosure(values[1])), bits)
    shown = " and ".join(f"{float(value.mid()):.10g}" for value in values)
    raise Unable(
        f"a covering of [{target[0]}, {target[1]}] by the image of [{interval[0]}, {interval[1]}]",
        f"the ends are mapped to {shown}, at {stop} bits",
        "choose other ends",
    )


def enclosure(ball: flint.arb, bits: int = _IMAGE_BITS) -> Interval:
    r"""Return dyadic fractions :math:`p/2^b \le x \le q/2^b` for all x in a finite ball.

    >>> enclosure(flint.arb(1) / 3, 4)
    (Fraction(5, 16), Fraction(3, 8))
    """
    low, high = (dyadic(end) for end in (ball.lower(), ball.upper()))
    scale = 2**bits
    return Fraction(floor(low * scale), scale), Fraction(ceil(high * scale), scale)


def dyadic(exact: flint.arb) -> Fraction:
    """Return the number that a ball of radius 0 is.

    Raises ``Invalid`` for a ball that is not exact or not finite.

    >>> dyadic(flint.arb(3) / 8)
    Fraction(3, 8)
    """
    if not (exact.is_finite() and exact.is_exact()):
        raise Invalid("a dyadic fraction", f"the ball {exact}", "give an exact, finite one")
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def hull(interval: Interval) -> flint.arb:
    """Return a ball that contains the interval."""
    return BALLS.convert(interval[0]).union(BALLS.convert(interval[1]))


def is_continuous(function: Callable[[Any], Any], interval: Interval) -> bool:
    r"""Return whether an expression is proved to be continuous on an interval; False says nothing.

    An elementary expression is continuous where it is defined. Over a ball that meets a pole or the end of a domain FLINT
    returns no finite ball, and nothing that is computed from it is finite; so finite enclosures on subintervals that fill
    the interval suffice. A subinterval without one is cut at 127/256.
    Cost: one value a subinterval.    Source: the inclusion principle of ball arithmetic.

    >>> is_continuous(lambda x: 1 / (1 + x * x), (Fraction(-9), Fraction(9)))
    True
    >>> is_continuous(lambda x: 1 / x, (Fraction(-1), Fraction(2)))
    False
    """
    stack = [(interval, 0)]
    while stack:
        (low, high), halvings = stack.pop()
        if function(hull((low, high))).is_finite():
            continue
        if halvings == _DEEPEST:
            return False
        cut = off_center((low, high))
        stack += [((cut, high), halvings + 1), ((low, cut), halvings + 1)]
    return True


def off_center(interval: Interval) -> Fraction:
    r"""Return a dyadic fraction near 127/256 of the way through an interval, with as few digits as its width allows.

    Never the middle, which in a symmetric network is a zero or a kink.

    >>> off_center((Fraction(-1), Fraction(1)))
    Fraction(-1, 128)
    """
    low, high = interval
    width = high - low
    exponent = width.numerator.bit_length() - width.denominator.bit_length() - 10  # derived: a grid below width / 512
    grid = Fraction(2) ** exponent
    return round((low + width * Fraction(127, 256)) / grid) * grid


def crossings(ends: np.ndarray, images: np.ndarray, low: Any, high: Any) -> list[tuple[int, int]]:
    """Return the shortest index ranges between whose ends the sampled images pass from one side of [low, high] to the other.

    >>> crossings(np.array([0, 1, 2, 3]), np.array([-1.0, 0.5, 2.0, -3.0]), 0, 1)
    [(0, 2), (2, 3)]
    """
    outside = np.flatnonzero((images <= low) | (images >= high))
    above = images[outside] >= high
    return [(int(ends[outside[i]]), int(ends[outside[i + 1]])) for i in np.flatnonzero(above[1:] != above[:-1])]


def crossing_pairs(ends: np.ndarray, denominator: int, images: np.ndarray) -> Iterator[tuple[Interval, Interval]]:
    """Yield the disjoint pairs of intervals between grid points that sampled images map over the hull, widest hull first.

    ``images`` are the values at ``ends / denominator``, in floats; a pair is a candidate for :func:`is_horseshoe`.
    """
    points = ends / denominator
    hulls = []
    for i, low in enumerate(points):  # the right ends for which there are images on both sides
        least, most = np.fmin.accumulate(images[i:]), np.fmax.accumulate(images[i:])
        hulls += [(i, i + width) for width in np.flatnonzero((least <= low) & (most >= points[i:])) if width >= 3]
    for i, j in sorted(hulls, key=lambda pair: pair[0] - pair[1]):
        found = crossings(ends[i : j + 1], images[i : j + 1], points[i], points[j])
        for first, second in [*pairwise(found), *zip(found, found[2:], strict=False)]:
            if first[1] < second[0]:
                yield _interval(first, denominator), _interval(second, denominator)


def _interval(indices: tuple[int, int], denominator: int) -> Interval:
    return Fraction(indices[0], denominator), Fraction(indices[1], denominator)
