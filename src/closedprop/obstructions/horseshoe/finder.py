r"""The search for horseshoes: of the iterates of one block, and of blocks with small integer weights.

Sampling in floats proposes, ball arithmetic decides; what is not found is not excluded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log

import numpy as np

from closedprop.networks import Activation, activation
from closedprop.obstructions.horseshoe.block import Block
from closedprop.scalars import Unable
from closedprop.validated.covering import Interval, crossings, is_continuous, is_horseshoe
from closedprop.validated.precision import precision

_GRID = 512  # tuned: finds eight intervals of the third iterate of every block of the table
_COARSE = 128  # tuned: misses none of the blocks of the table
_HULL_STEP = 8  # arbitrary: ends of hulls are tried at every eighth point of the grid
_HALF_WIDTHS = (1, 2, 4)  # arbitrary: sizes of the windows around 0 that are searched; powers of two, for dyadic ends
_REACH = 100.0  # arbitrary: arguments of the activation that small weights reach before orbits escape
_TRIES = 20  # tuned: the first or second candidate is nearly always right
_BITS = 128  # tuned: a few iterates of steep layers lose some 20 bits


@dataclass(frozen=True)
class Horseshoe:
    r"""Disjoint intervals, each of which :math:`F^k` maps over all of them; found by a search, and verified over balls."""

    iterate: int
    intervals: tuple[Interval, ...]

    @property
    def entropy(self) -> float:
        r"""The lower bound :math:`\log(m)/k` on the topological entropy.    Paper: cor:horseshoe-entropy."""
        return log(len(self.intervals)) / self.iterate


def horseshoe(block: Block, most_iterates: int = 4, intervals: int | None = None) -> Horseshoe:
    r"""Return a verified horseshoe of :math:`F^k`, :math:`k \le` ``most_iterates``, with the largest entropy bound found.

    For equal bounds the least k is taken, then the widest hull. If ``intervals`` is given, the number m of
    intervals is at most that. Ends are dyadic fractions on a grid of 512 steps over windows around 0 of half width 1, 2, 4.
    Error: the covering relations are proved.    Cost: :math:`64^2` hulls for each k and window.
    Raises ``Unable`` where none is found: the orbits may be simple, or the horseshoe finer than the grid.

    >>> found = horseshoe(Block.of_map("4*z*(1-z)"), most_iterates=2)
    >>> found.iterate, len(found.intervals)
    (2, 2)
    """
    best: Horseshoe | None = None
    for iterate in range(1, most_iterates + 1):
        for width in _HALF_WIDTHS:
            found = _best_of_iterate(block, iterate, width, intervals, best.entropy if best else 0.0)
            best = found or best
    if best is None:
        raise Unable(
            f"a horseshoe of {block}", f"none up to iterate {most_iterates}", "try larger weights or more iterates"
        )
    return best


def _best_of_iterate(
    block: Block, iterate: int, width: int, most: int | None, entropy: float, margin: float = 1e-9
) -> Horseshoe | None:
    """Return the verified horseshoe of one iterate in one window with the most intervals, if it beats an entropy."""
    ends = np.arange(-_GRID // 2, _GRID // 2 + 1)
    denominator = _GRID // (2 * width)
    points = ends / denominator
    images = block.samples(points, iterate)
    candidates = []
    for i, j in _hulls(images, points):
        found = _disjoint(crossings(ends[i : j + 1], images[i : j + 1], points[i], points[j]))[:most]
        if len(found) >= 2 and log(len(found)) / iterate > entropy + margin:
            candidates.append((-len(found), points[i] - points[j], found))
    for _, _, found in sorted(candidates)[:_TRIES]:
        intervals = tuple((Fraction(low, denominator), Fraction(high, denominator)) for low, high in found)
        if verified(block, iterate, intervals):
            return Horseshoe(iterate, intervals)
    return None


def verified(block: Block, iterate: int, intervals: Sequence[Interval], bits: int = _BITS) -> bool:
    """Return whether the intervals are proved to be a horseshoe of the iterate; False says nothing.

    >>> from closedprop.obstructions.horseshoe.block import TANH_BLOCK
    >>> quarter, one = Fraction(1, 4), Fraction(1)
    >>> verified(TANH_BLOCK, 1, [(-one, -quarter), (quarter, one)]), verified(TANH_BLOCK, 1, [(-one, 0 * one), (quarter, one)])
    (True, True)
    >>> verified(TANH_BLOCK, 1, [(-one, -3 * quarter), (quarter, one)])
    False
    """
    with precision(bits):
        return is_horseshoe(lambda ball: block.value(ball, iterate), intervals) and all(
            is_continuous(lambda ball: block.value(ball, iterate), interval) for interval in intervals
        )


def _hulls(images: np.ndarray, points: np.ndarray, step: int = _HULL_STEP) -> list[tuple[int, int]]:
    """Return the index pairs of the hulls in which the samples cross from side to side at least twice.

    That is, the samples below and those above are neither all below first nor all above first.
    """
    grid = np.arange(0, len(points), step)
    times = np.arange(len(points))
    below, above = images <= points[grid, None], images >= points[grid, None]  # a row for each end of a hull

    def first(sides: np.ndarray) -> np.ndarray:
        """Return for each row and time the first time from there on at which the row is true, or the number of times."""
        marked = np.where(sides, times, len(points))
        return np.minimum.accumulate(marked[:, ::-1], axis=1)[:, ::-1]

    def last(sides: np.ndarray) -> np.ndarray:
        return np.maximum.accumulate(np.where(sides, times, -1), axis=1)

    rows = np.arange(len(grid))
    first_below, first_above = first(below)[rows, grid][:, None], first(above)[:, grid].T
    last_below, last_above = last(below)[:, grid], last(above)[rows, grid][None, :]
    some = (first_below <= grid) & (last_above >= grid[:, None])
    crossing = some & (last_below > first_above) & (last_above > first_below)
    return [(int(grid[i]), int(grid[j])) for i, j in np.argwhere(crossing) if i < j]


def _disjoint(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many disjoint intervals as there are, from the left."""
    kept: list[tuple[int, int]] = []
    for low, high in found:
        if not kept or low > kept[-1][1]:
            kept.append((low, high))
    return kept


def blocks(name: str | Activation, most: int) -> Iterator[Block]:
    r"""Yield blocks of an activation with small integer weights, in the order of :math:`|a| + |b| + |v| + |c|`, to ``most``.

    .. math:: F(x) = v\,(f(a x + b) + f(b - a x)) + c, \qquad a, v \ne 0

    For the polynomials ``quadratic`` and ``logistic``, of width 1, :math:`F(x) = v f(x) + c`.

    >>> [str(block) for block in blocks("relu", 3)][:2]
    ['-relu(z) - relu(-z)', 'relu(z) + relu(-z)']
    """
    f = activation(name)
    narrow = f.expression.is_polynomial()
    span = range(-most, most + 1)
    weights = [
        (abs(a) + abs(b) + abs(v) + abs(c), a, b, v, c)
        for a, b, v, c in product((1,) if narrow else range(1, most + 1), (0,) if narrow else span, span, span)
        if v and abs(a) + abs(b) + abs(v) + abs(c) <= most
    ]
    for _, a, b, v, c in sorted(weights):
        yield Block.of(f, [1], [0], [v], c) if narrow else Block.of(f, [a, -a], [b, b], [v, v], c)


def _is_promising(block: Block, most_iterates: int, table: tuple[np.ndarray, np.ndarray]) -> bool:
    """Return whether a coarse sample of some iterate, with the activation read from a table, crosses some hull twice."""
    neurons = [tuple(map(float, neuron)) for neuron in zip(block.inner, block.shifts, block.outer, strict=True)]
    for width in _HALF_WIDTHS:
        points = images = np.linspace(-width, width, _COARSE + 1)
        for _ in range(most_iterates):
            hidden = [v * np.interp(a * images + b, *table) for a, b, v in neurons]
            images = np.sum(hidden, axis=0) + float(block.offset)
            if _hulls(images, points, 4):
                return True
    return False


def first_block(name: str | Activation, most_iterates: int = 2, most: int = 14) -> tuple[Block, Horseshoe]:
    """Return the first of :func:`blocks` for which a horseshoe of a low iterate is found, with that horseshoe.

    Raises ``Unable`` where there is none among them.

    >>> block, found = first_block("relu", most_iterates=1)
    >>> print(block, found.iterate)
    -3*relu(z) - 3*relu(-z) + 1 1
    """
    arguments = np.linspace(-_REACH, _REACH, 2**14)
    table = (arguments, activation(name)(arguments))
    for block in blocks(name, most):
        if _is_promising(block, most_iterates, table):
            try:
                return block, horseshoe(block, most_iterates, intervals=2)
            except Unable:
                continue
    raise Unable(
        f"a block of {activation(name).name} with a horseshoe",
        f"none with weights of total size {most} up to iterate {most_iterates}",
        "allow larger weights or more iterates",
    )
