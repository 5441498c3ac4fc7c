"""The checker of horseshoes: the images of the ends of all intervals, by the forward pass over balls."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import sympy as sp

from closedprop.errors import ClosedPropError
from closedprop.networks import ACTIVATIONS, Activation, Network, forward, network_from, parse
from closedprop.networks.activation import Z
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, fraction, natural, same, well_formed
from closedprop.scalars import BALLS, evaluate
from closedprop.validated.covering import Covering, Interval, hull, is_continuous
from closedprop.validated.precision import precision

PAPER = "thm:horseshoe"

Step = Callable[[flint.arb], flint.arb]

_MOST_BITS = 2**14  # arbitrary: what a checker is willing to compute with


def check(certificate: Certificate) -> None:
    r"""Raise ``InvalidCertificate`` unless the iterate maps each interval over all, and takes the levels as often as said.

    The recorded images must contain those recomputed with twice the precision recorded, and decide the coverings as
    fractions; that the iterate is continuous on the intervals is recomputed too, and so are the signs at the ends of the
    intervals of each crossing. Fields: ``block``, a mapping with ``map``, an expression in z, or with ``network``,
    ``direction`` a and ``shift`` b, one layer that maps the line :math:`a x + b` to itself; ``iterate`` k; ``intervals``, m
    pairs of fractions; ``images``, enclosures of the images of both ends for each; ``entropy``; ``precision`` in bits;
    ``crossings``, a list of mappings with ``depth`` n, ``level`` c and ``intervals``, in each of which :math:`F^{kn} - c`
    changes sign.
    Cost: two values an interval, and one enclosure.
    """
    exactly(certificate, ("block", "iterate", "intervals", "images", "entropy", "precision", "crossings"))
    iterate, bits = natural(certificate, "iterate", 1), natural(certificate, "precision", 2)
    demand(bits <= _MOST_BITS, "the precision of a horseshoe", f"{bits} bits", f"use at most {_MOST_BITS}")
    name, step = _block(field(certificate, "block", dict))
    intervals = _disjoint(field(certificate, "intervals", list), "intervals")
    demand(len(intervals) >= 2, "the intervals of a horseshoe", f"{len(intervals)}", "give at least two")
    images = field(certificate, "images", list)
    demand(len(images) == len(intervals), "the images of a horseshoe", f"{len(images)}", "give two for each interval")
    whole = (intervals[0][0], intervals[-1][1])
    with precision(2 * bits):
        for interval, image in zip(intervals, images, strict=True):
            _check_covering(step, iterate, interval, image, whole)
        depths = []
        for crossing in field(certificate, "crossings", list):
            depths.append(_check_crossings(step, iterate, len(intervals), crossing, whole))
    demand(depths == sorted(set(depths)), "the crossings of a horseshoe", f"depths {depths}", "give increasing depths")
    entropy = entropy_text(len(intervals), iterate)
    found = field(certificate, "entropy", str)
    demand(found == entropy, "the entropy of a horseshoe", found, f"it is {entropy}")
    same(certificate, claim(name, iterate, len(intervals), depths), Verdict.PROVED, PAPER)


def claim(name: str, iterate: int, count: int, depths: Sequence[int]) -> str:
    """Return the sentence that a horseshoe proves, for a map of that name.

    >>> claim("4*z*(1-z)", 2, 2, [])
    'For F(z) = 4*z*(1-z), F^2 maps each of 2 disjoint intervals over all of them; the topological entropy is at least log(2)/2.'
    """
    power = "F" if iterate == 1 else f"F^{iterate}"
    sentence = (
        f"For F(z) = {name}, {power} maps each of {count} disjoint intervals over all of them; "
        f"the topological entropy is at least {entropy_text(count, iterate)}."
    )
    if depths:
        power = "F^n" if iterate == 1 else f"F^({iterate}n)"
        sentence += (
            f" {power} crosses a level at least {count}^n times and has at least {count}^n - 1 local extrema "
            f"for n = {', '.join(map(str, depths))}."
        )
    return sentence


def entropy_text(count: int, iterate: int) -> str:
    """Return the bound on the entropy as text.

    >>> entropy_text(2, 1), entropy_text(4, 3)
    ('log(2)', 'log(4)/3')
    """
    return f"log({count})" if iterate == 1 else f"log({count})/{iterate}"


def described(
    f: Activation, inner: Sequence[Fraction], shifts: Sequence[Fraction], outer: Sequence[Fraction], offset: Fraction
) -> str:
    """Return a map through one hidden layer as text; an activation that is not in the library is written out.

    >>> described(ACTIVATIONS["relu"], [Fraction(1), Fraction(-1)], [Fraction(0)] * 2, [Fraction(-3)] * 2, Fraction(1, 2))
    '-3*relu(z) - 3*relu(-z) + 1/2'
    """
    known = ACTIVATIONS.get(f.name)
    if known is None or known.expression != f.expression:
        written = sp.Rational(offset)
        for a, b, v in zip(inner, shifts, outer, strict=True):
            written += sp.Rational(v) * f.expression.subs(Z, sp.Rational(a) * Z + sp.Rational(b))
        return str(written)
    terms = [(v, f"{f.name}({_sum([(a, 'z')], b)})") for a, b, v in zip(inner, shifts, outer, strict=True)]
    return _sum(terms, offset)


def _sum(terms: Sequence[tuple[Fraction, str]], constant: Fraction) -> str:
    """Return a sum of multiples and a constant as text, without the terms that are zero."""
    parts: list[str] = []
    for factor, what in [*terms, (constant, "")]:
        if factor == 0:
            continue
        size = f"{abs(factor)}" if not what else what if abs(factor) == 1 else f"{abs(factor)}*{what}"
        sign = ("- " if parts else "-") if factor < 0 else ("+ " if parts else "")
        parts.append(sign + size)
    return " ".join(parts) or "0"


def _block(record: Mapping[str, Any]) -> tuple[str, Step]:
    """Return the name of the map and its enclosure on a ball; an error of the libraries below is an invalid certificate."""
    asked = "the block of a horseshoe"
    try:
        if set(record) == {"map"}:
            demand(isinstance(record["map"], str), asked, f"{record['map']!r:.80}", "give an expression in z as text")
            expression = parse(record["map"])
            return record["map"], lambda ball: evaluate(expression, Z, ball, BALLS)
        demand(
            set(record) == {"network", "direction", "shift"},
            asked,
            f"{sorted(record)}",
            "give a map, or a network with a line",
        )
        network = network_from(record["network"])
        line = [[fraction(number, name) for number in record[name]] for name in ("direction", "shift")]
        return _line_map(network, *line)
    except InvalidCertificate:
        raise
    except (ClosedPropError, TypeError, AttributeError) as error:
        raise InvalidCertificate(asked, f"{error}", "find the certificate anew") from None


def _line_map(network: Network, direction: Sequence[Fraction], shift: Sequence[Fraction]) -> tuple[str, Step]:
    r"""Return the map F with :math:`W f(a x + b) + B = a F(x) + b`, after proving that W and B keep the line so."""
    asked, width = "the block of a horseshoe", len(direction)
    demand(
        network.depth == 2 and network.widths == (width, width) and len(shift) == width and any(direction),
        asked,
        f"widths {network.widths}, a line in dimension {width}",
        "give one square layer and a line of its width",
    )
    weight = [[fraction(entry, "weights") for entry in row] for row in network.weights[0]]
    bias = [fraction(entry, "biases") for entry in network.biases[0]]
    pivot = next(i for i, entry in enumerate(direction) if entry)
    outer = [entry / direction[pivot] for entry in weight[pivot]]
    offset = (bias[pivot] - shift[pivot]) / direction[pivot]
    kept = all(
        weight[i] == [direction[i] * v for v in outer] and bias[i] == direction[i] * offset + shift[i]
        for i in range(width)
    )
    demand(kept, asked, "a layer that does not map the line to itself", "give W = a v^T and the bias c a + b")

    def step(ball: flint.arb) -> flint.arb:
        line = [BALLS.convert(a) * ball + BALLS.convert(b) for a, b in zip(direction, shift, strict=True)]
        return (forward(network, line, BALLS).output[pivot] - BALLS.convert(shift[pivot])) / BALLS.convert(
            direction[pivot]
        )

    return described(network.activation, direction, shift, outer, offset), step


def _disjoint(values: Any, name: str) -> list[Interval]:
    """Return a list of disjoint intervals with fractions as ends, in increasing order."""
    intervals = well_formed(lambda: [(fraction(low, name), fraction(high, name)) for low, high in values], name)
    ends = [end for interval in intervals for end in interval]
    demand(
        all(one < other for one, other in pairwise(ends)),
        f"the {name} of a horseshoe",
        "ends that do not increase",
        "give disjoint intervals in increasing order",
    )
    return intervals


def _iterated(step: Step, ball: flint.arb, count: int) -> flint.arb:
    for _ in range(count):
        ball = step(ball)
    return ball


def _check_covering(step: Step, iterate: int, interval: Interval, image: Any, whole: Interval) -> None:
    shown = f"the interval [{interval[0]}, {interval[1]}] of a horseshoe"
    bounds = well_formed(lambda: [tuple(fraction(end, "images") for end in ends) for ends in image], "images")
    demand(
        len(bounds) == 2 and all(len(ends) == 2 for ends in bounds),
        shown,
        f"images {image!r:.80}",
        "give two enclosures",
    )
    for end, (low, high) in zip(interval, bounds, strict=True):
        value = _value(step, BALLS.convert(end), iterate)
        inside = value >= BALLS.convert(low) and value <= BALLS.convert(high)
        demand(bool(inside), shown, f"the image of {end} is {value}, not for certain in [{low}, {high}]")
    demand(Covering(interval, whole, (bounds[0], bounds[1]), 0).holds(), shown, "images that do not cover the hull")
    continuous = is_continuous(lambda ball: _value(step, ball, iterate), interval)
    demand(continuous, shown, "a map that may be undefined on it", "use a map that is continuous there")


def _check_crossings(step: Step, iterate: int, count: int, crossing: Any, whole: Interval) -> int:
    """Return the depth n of a list of intervals in each of which the iterate crosses a level, after checking all of them."""
    shown = "a crossing of a horseshoe"
    proper = isinstance(crossing, Mapping) and set(crossing) == {"depth", "level", "intervals"}
    demand(proper, shown, f"{crossing!r:.80}", "give depth, level and intervals")
    depth, level = crossing["depth"], fraction(crossing["level"], "level")
    demand(type(depth) is int and depth >= 1, shown, f"depth {depth!r:.80}", "give an integer >= 1")
    demand(whole[0] < level < whole[1], shown, f"the level {level}", "give a level between the outer ends")
    intervals = _disjoint(crossing["intervals"], "crossings")
    demand(len(intervals) >= count**depth, shown, f"{len(intervals)} intervals", f"give {count}^{depth}")
    demand(
        whole[0] <= intervals[0][0] and intervals[-1][1] <= whole[1], shown, "an interval outside", "stay in the hull"
    )
    at = BALLS.convert(level)
    for interval in intervals:
        one, other = (_value(step, BALLS.convert(end), iterate * depth) for end in interval)
        changes = (one < at and other > at) or (one > at and other < at)
        demand(bool(changes), shown, f"no certain change of sign in [{interval[0]}, {interval[1]}]")
        finite = _value(step, hull(interval), iterate * depth).is_finite()
        demand(finite, shown, f"a map that may be undefined in [{interval[0]}, {interval[1]}]")
    return depth


def _value(step: Step, ball: flint.arb, count: int) -> flint.arb:
    """Return an enclosure of an iterate; a function that balls do not have is an invalid certificate."""
    try:
        return _iterated(step, ball, count)
    except ClosedPropError as error:
        raise InvalidCertificate("the block of a horseshoe", f"{error}", "use elementary functions") from None
