"""The tables of horseshoes and crossings, and the graphs of the iterates."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, log
from typing import Any

import numpy as np

from closedprop.networks import activation
from closedprop.obstructions.certificate import Certificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.obstructions.horseshoe.certify import TANH_INTERVALS, certify_horseshoe
from closedprop.obstructions.horseshoe.crossings import isolated_crossings
from closedprop.obstructions.horseshoe.finder import first_block
from closedprop.obstructions.horseshoe.pfaffian import least_gates, least_order

#: A gentler block than that of the paper, for the figure; also the first that the search finds.
DRAWN_BLOCK = Block.of("tanh", inner=[2, 2], shifts=[1, -1], outer=[2, -2], offset=-2)

_PLACES = 10**3  # arbitrary: decimal places of a printed image, rounded towards the side that is claimed


def horseshoe_study(
    activations: Sequence[str], search_iterates: Sequence[int], most_iterates: int, rates: Sequence[Any]
) -> list[dict[str, Any]]:
    """Return a row per block: the paper's, the first of each activation with a horseshoe of a low iterate, logistic maps.

    Columns: block (text), activation, parameter (of a logistic map), inner, shifts, outer, offset, searched (the largest
    iterate in the search for the block), iterate, intervals (their number), low, high (the outer ends), below, above (what
    the images of the ends are proved not to exceed, and to exceed), entropy (text), bound (its value), verdict.
    Error: every row is a certificate, accepted by the checker.

    >>> row = horseshoe_study(["relu"], [1], 2, [])[1]
    >>> row["block"], row["iterate"], row["intervals"], row["verdict"]
    ('-3*relu(z) - 3*relu(-z) + 1', 1, 2, 'PROVED')
    """
    rows = [_row(TANH_BLOCK, certify_horseshoe())]
    for name in activations:
        for limit in search_iterates:
            block, _ = first_block(name, limit)
            rows.append(_row(block, certify_horseshoe(block=block, most_iterates=most_iterates), searched=limit))
    for rate in rates:
        block = Block.of(activation("logistic", r=str(rate)), [1], [0], [1])
        rows.append(_row(block, certify_horseshoe(block=block, most_iterates=most_iterates), rate=rate))
    return rows


def _row(block: Block, certificate: Certificate, searched: int | str = "", rate: Any = "") -> dict[str, Any]:
    data = certificate.data
    intervals = [[Fraction(end) for end in interval] for interval in data["intervals"]]
    low, high = intervals[0][0], intervals[-1][1]
    images = [[Fraction(end) for end in image] for pair in data["images"] for image in pair]
    vectors = {"inner": block.inner, "shifts": block.shifts, "outer": block.outer, "offset": (block.offset,)}
    return {
        "block": str(block),
        "activation": block.activation.name,
        "parameter": str(rate),
        **{name: " ".join(map(str, vector)) for name, vector in vectors.items()},
        "searched": searched,
        "iterate": data["iterate"],
        "intervals": len(intervals),
        "low": str(low),
        "high": str(high),
        "below": ceil(max(top for _, top in images if top <= low) * _PLACES) / _PLACES,
        "above": floor(min(bottom for bottom, _ in images if bottom >= high) * _PLACES) / _PLACES,
        "entropy": data["entropy"],
        "bound": log(len(intervals)) / data["iterate"],
        "verdict": str(check(certificate)),
    }


def crossing_study(
    isolated: int, depths: Sequence[int], alpha: int, beta: int, gate_order: int, gate_degree: int
) -> list[dict[str, Any]]:
    r"""Return a row per depth n for the two tanh neurons: isolated crossings of a level by :math:`F^n`, and what they imply.

    Columns: depth, crossings (isolated, for n to ``isolated``), expected (2^n), zeros (of (F^n)' between them, at least),
    blocks, bits, alpha, beta, order (the least r for which Khovanskii's bound allows 2^n - 1 zeros at these degrees),
    gate_order, gate_degree, gates (the least number in a program on an interval).
    Error: exact; every crossing is isolated.
    Paper: prop:tanh-horseshoe.

    >>> rows = crossing_study(3, [100], 2, 1, 3, 3)
    >>> [(row["depth"], row["crossings"], row["zeros"]) for row in rows]
    [(1, 2, 1), (2, 4, 3), (3, 8, 7), (100, '', '')]
    """
    rows = []
    for depth in [*range(1, isolated + 1), *depths]:
        row: dict[str, Any] = {"depth": depth, "crossings": "", "expected": "", "zeros": "", "blocks": "", "bits": ""}
        if depth <= isolated:
            found = isolated_crossings(TANH_BLOCK, depth, TANH_INTERVALS)
            count = len(found.isolating)
            row |= {"crossings": count, "expected": 2**depth, "zeros": count - 1}
            row |= {"blocks": found.blocks, "bits": found.bits}
        row |= {"alpha": alpha, "beta": beta, "order": least_order(2**depth - 1, alpha, beta)}
        row |= {"gate_order": gate_order, "gate_degree": gate_degree}
        row["gates"] = least_gates(2**depth - 1, gate_order, gate_degree)
        rows.append(row)
    return rows


def graph_study(points: int, iterates: int) -> list[dict[str, Any]]:
    """Return samples on [-1, 1] of the iterates of two tanh neurons with small weights, so that the folds can be seen.

    Columns: iterate, x, value, to six decimals.

    >>> graph_study(3, 1)[0]
    {'iterate': 1, 'x': -1.0, 'value': -1.533079}
    """
    x = np.linspace(-1, 1, points)
    return [
        {"iterate": n, "x": round(float(at), 6), "value": round(float(value), 6)}
        for n in range(1, iterates + 1)
        for at, value in zip(x, DRAWN_BLOCK.samples(x, n), strict=True)
    ]
