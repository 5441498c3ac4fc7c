"""The linear pieces of a network on a segment, from the borders of its regions: one forward pass in the middle of each."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from closedprop.networks import Network, network_from
from closedprop.networks.regions import side_slopes, sign
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import (
    demand,
    exactly,
    field,
    fraction,
    fractions,
    natural,
    same,
    well_formed,
)
from closedprop.scalars import RATIONALS

LABEL = "thm:pieces"
_FIELDS = ("network", "point", "direction", "start", "stop", "borders", "pieces", "gates", "comparisons")


def comparisons_needed(pieces: int) -> int:
    r"""Return :math:`\lceil \log_2 m \rceil`: so many comparisons make m pieces, and not fewer.

    >>> comparisons_needed(8), comparisons_needed(9)
    (3, 4)
    """
    return (pieces - 1).bit_length()


def gates(network: Network) -> int:
    """Return the number of its neurons: one comparison each.

    >>> gates(Network([[[1, 2]], [[3]]], activation="relu"))
    3
    """
    return sum(network.widths[:-1])


def sentence(network: Network, start: Any, stop: Any, pieces: int) -> str:
    """Return the claim."""
    layers = network.depth - 1
    return (
        f"On the part {start} < t < {stop} of the given line the outputs of this {network.activation.name} network with "
        f"{layers} layer{'s' if layers > 1 else ''} and {gates(network)} gates have exactly {pieces} linear pieces; so every "
        f"program of affine operations and comparisons for them makes at least {comparisons_needed(pieces)} comparisons."
    )


def check(certificate: Certificate) -> None:
    """Accept a certificate if no neuron changes its side between two borders, and the slopes make so many pieces."""
    exactly(certificate, _FIELDS)
    network = well_formed(lambda: network_from(field(certificate, "network", dict)), "network")
    slopes = well_formed(lambda: tuple(map(RATIONALS.convert, side_slopes(network))), "network")
    line = [fractions(certificate, name) for name in ("point", "direction")]
    fits = all(len(part) == network.widths[0] for part in line)
    demand(fits, "the line of a certificate", "lengths that do not fit", "give a point and a direction of the input")
    start, stop = (fraction(certificate.data[name], name) for name in ("start", "stop"))
    ends = [start, *fractions(certificate, "borders"), stop]
    demand(all(a < b for a, b in pairwise(ends)), "the borders of a certificate", "not increasing", "sort them")
    exact = well_formed(lambda: _exact(network), "network")
    x, q = (RATIONALS.array(part) for part in line)
    cells = [_cell(exact, slopes, x, q, a, b) for a, b in pairwise(ends)]
    for (before, _), (after, _) in pairwise(cells):
        demand(
            before != after, "the borders of a certificate", "one at which no neuron changes its side", "leave it out"
        )
    implied = 1 + sum(bool((a != b).any()) for (_, a), (_, b) in pairwise(cells))
    for name, value in (
        ("pieces", implied),
        ("gates", gates(network)),
        ("comparisons", comparisons_needed(implied)),
    ):
        given = natural(certificate, name)
        demand(given == value, f"the field {name} of a certificate", f"{given}", f"it is {value}")
    same(certificate, sentence(network, start, stop, implied), Verdict.PROVED, LABEL)


def _exact(network: Network) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(RATIONALS.array(w), RATIONALS.array(b)) for w, b in zip(network.weights, network.biases, strict=True)]


def _cell(exact: list, slopes: tuple, x: np.ndarray, q: np.ndarray, a: Fraction, b: Fraction) -> tuple[Any, np.ndarray]:
    """Return the pattern between two borders and the slope of the outputs there.

    A neuron has the value v in the middle and the slope s; it keeps its side if |s| times half the length is at most |v|.
    """
    middle, half = RATIONALS.convert((a + b) / 2), RATIONALS.convert((b - a) / 2)
    value, slope = x + middle * q, q
    pattern = []
    for weight, bias in exact:
        kept = all(abs(s) * half <= abs(v) for v, s in zip(value, slope, strict=True))
        demand(kept, "the borders of a certificate", f"a neuron changes its side between {a} and {b}")
        pattern.append(tuple(map(sign, value)))
        sides = np.array([slopes[1] if v > 0 else slopes[0] for v in value], dtype=object)
        value, slope = weight @ (sides * value) + bias, weight @ (sides * slope)
    return tuple(pattern), slope
