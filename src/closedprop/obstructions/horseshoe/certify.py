"""Certificates of horseshoes: the intervals, enclosures of the images of their ends, and isolated crossings."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from closedprop.networks import Activation
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.horseshoe import PAPER, claim, entropy_text
from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.obstructions.horseshoe.crossings import isolated_crossings
from closedprop.obstructions.horseshoe.finder import first_block, horseshoe
from closedprop.scalars import RATIONALS, Invalid, Unable
from closedprop.validated.covering import Interval, covering, is_continuous
from closedprop.validated.precision import precision

#: The horseshoe of the paper for the two tanh neurons of :data:`TANH_BLOCK`.
TANH_INTERVALS = ((Fraction(-1), Fraction(-1, 4)), (Fraction(1, 4), Fraction(1)))


def certify_horseshoe(
    activation: str | Activation | None = None,
    map: str | None = None,
    block: Block | None = None,
    intervals: Sequence[Sequence[Any]] | None = None,
    iterate: int | None = None,
    most_iterates: int = 4,
    crossings: int = 0,
) -> Certificate:
    r"""Return a certificate that an iterate of a scalar map has a horseshoe.

    .. math:: I_i \cap I_j = \emptyset, \quad F^k(I_i) \supset \operatorname{hull}(I_1 \cup \dots \cup I_m)
              \quad \Rightarrow \quad h(F) \ge \tfrac{\log m}{k}, \quad (F^{kn})' \text{ has at least } m^n - 1 \text{ zeros}

    The map is ``block``; or ``map``, an expression in z such as ``"4*z*(1-z)"``; or a block of the ``activation``: for tanh, and
    by default, the one of the paper, for others the first that :func:`first_block` finds. ``intervals`` with ``iterate`` are
    taken as they are if given, and else searched with at most ``most_iterates``. With ``crossings`` = N the crossings of a level by
    :math:`F^{kn}` are isolated for n = 1, .., N and recorded.
    Error: none; all relations are proved in ball arithmetic.    Cost: the search, and about :math:`m^N` isolations.
    Raises ``Invalid`` for more than one map or intervals without an iterate, ``Unable`` where no horseshoe is found.
    Source: the intermediate value theorem.
    Paper: thm:horseshoe.

    >>> certificate = certify_horseshoe(crossings=2)
    >>> certificate.data["iterate"], certificate.data["intervals"], certificate.data["entropy"]
    (1, [['-1', '-1/4'], ['1/4', '1']], 'log(2)')
    >>> [len(crossing["intervals"]) for crossing in certificate.data["crossings"]]
    [2, 4]
    """
    given = [name for name, value in (("activation", activation), ("map", map), ("block", block)) if value is not None]
    if len(given) > 1:
        raise Invalid("a horseshoe", f"{' and '.join(given)}", "give one of activation, map and block")
    if (intervals is None) != (iterate is None):
        raise Invalid("a horseshoe", "intervals without an iterate, or the other way round", "give both or neither")
    chosen = block or (Block.of_map(map) if map is not None else None)
    if chosen is None and activation in (None, "tanh"):
        chosen = TANH_BLOCK
        intervals, iterate = intervals or TANH_INTERVALS, iterate or 1
    if chosen is None and activation is not None:
        chosen, _ = first_block(activation)
    assert chosen is not None
    if intervals is None or iterate is None:
        found = horseshoe(chosen, most_iterates)
        ends, iterate = found.intervals, found.iterate
    else:
        ends = tuple((_fraction(low), _fraction(high)) for low, high in intervals)
    return _certificate(chosen, iterate, ends, crossings)


def _certificate(block: Block, iterate: int, intervals: tuple[Interval, ...], most: int) -> Certificate:
    flat = [end for interval in intervals for end in interval]
    if iterate < 1 or len(intervals) < 2 or sorted(set(flat)) != flat:
        raise Invalid(
            "a horseshoe",
            f"iterate {iterate} with the ends {', '.join(str(end) for end in flat)}",
            "give two or more disjoint intervals in increasing order, and an iterate >= 1",
        )
    coverings = [
        covering(lambda ball: block.value(ball, iterate), interval, (flat[0], flat[-1])) for interval in intervals
    ]
    isolated = [isolated_crossings(block, iterate * depth, intervals) for depth in range(1, most + 1)]
    bits = max([proved.bits for proved in coverings] + [found.bits for found in isolated])
    with precision(bits):
        for interval in intervals:
            if not is_continuous(lambda ball: block.value(ball, iterate), interval):
                raise Unable(
                    f"a horseshoe of {block}",
                    f"not proved to be continuous on [{interval[0]}, {interval[1]}]",
                    "choose intervals without poles",
                )
    data = {
        "block": block.record(),
        "iterate": iterate,
        "intervals": [_texts(interval) for interval in intervals],
        "images": [[_texts(image) for image in proved.images] for proved in coverings],
        "entropy": entropy_text(len(intervals), iterate),
        "precision": bits,
        "crossings": [
            {"depth": depth, "level": str(found.level), "intervals": [_texts(part) for part in found.isolating]}
            for depth, found in enumerate(isolated, start=1)
        ],
    }
    sentence = claim(str(block), iterate, len(intervals), list(range(1, most + 1)))
    return Certificate("horseshoe", sentence, Verdict.PROVED, PAPER, data)


def _texts(interval: Interval) -> list[str]:
    return [str(end) for end in interval]


def _fraction(value: Any) -> Fraction:
    number = RATIONALS.convert(value)
    return Fraction(int(number.p), int(number.q))
