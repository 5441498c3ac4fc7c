r"""How often the iterate of a horseshoe crosses a level: every crossing isolated in an interval of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from closedprop.obstructions.horseshoe.block import Block
from closedprop.scalars import RATIONALS
from closedprop.validated.covering import Interval, off_center
from closedprop.validated.zeros import isolate_zeros


@dataclass(frozen=True)
class Crossings:
    r"""The zeros of :math:`F^n - c` on the intervals of a horseshoe: one in each of ``isolating``, and no others there.

    ``blocks`` and ``bits`` say what the isolation took. Between two of them :math:`(F^n)'` vanishes, by Rolle's theorem.
    """

    iterate: int
    level: Fraction
    isolating: tuple[Interval, ...]
    blocks: int
    bits: int


def isolated_crossings(
    block: Block, iterate: int, intervals: Sequence[Interval], level: Fraction | None = None
) -> Crossings:
    r"""Return all crossings of a level by :math:`F^n`, n = ``iterate``, on disjoint intervals.

    On a horseshoe of :math:`F^k` with m intervals there are at least :math:`m^{n/k}` for every level between its outer ends; for
    a map that is monotone on each interval there are as many. The default level is near 127/256 of the way.
    Error: none; every interval has exactly one zero, and the rest of the ``intervals`` none.
    Raises ``Unable`` where a level is touched and not crossed, or the precision does not suffice.

    >>> from closedprop.obstructions.horseshoe.block import TANH_BLOCK
    >>> ends = [(Fraction(-1), Fraction(-1, 4)), (Fraction(1, 4), Fraction(1))]
    >>> [len(isolated_crossings(TANH_BLOCK, n, ends).isolating) for n in (1, 2, 3)]
    [2, 4, 8]
    """
    at = off_center((intervals[0][0], intervals[-1][1])) if level is None else level
    exact = RATIONALS.convert(at)
    found = [
        isolate_zeros(
            lambda ball: block.value(ball, iterate) - exact, lambda ball: block.slope(ball, iterate), interval
        )
        for interval in intervals
    ]
    isolating = tuple(interval for part in found for interval in part.intervals)
    return Crossings(iterate, at, isolating, sum(part.blocks for part in found), max(part.bits for part in found))
