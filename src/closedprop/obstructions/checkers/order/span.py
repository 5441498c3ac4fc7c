"""For the checker of order certificates: the span of the symmetries' derivatives, by forward tangents at random points."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import flint

from closedprop.algebra.dual import Dual
from closedprop.obstructions.checkers.order.jets import (
    Chain,
    Heights,
    States,
    initial_states,
    inverse_of,
    quantity,
    rank_of,
    sum_of,
    tangent_of,
)


def span_rank(
    chain: Chain,
    draw: random.Random,
    points: int,
    of: str,
    place: Sequence[int],
    powers: Callable[[int], list[list[int]]],
) -> int:
    """Return the rank of the values of X q at random points, X running over the symmetries of the network.

    ``powers`` gives the constants of the neurons in reduced layers from a residue.
    """
    p, gate, rows = chain.prime, chain.gate, []
    widths = [len(chain.direction), *(len(weight) for weight in chain.weights)]
    for _ in range(points if any(widths) else 0):
        t, constants = draw.randrange(1, p), powers(draw.randrange(1, p))
        point = [
            [[draw.randrange(1, p) for _ in range(gate.size)] for _ in range(_columns(chain, l, width))]
            for l, width in enumerate(widths)
        ]
        states = [
            [[flint.nmod(x, p) for x in u] for u in layer] for layer in initial_states(chain, point, constants)[0]
        ]
        heights: Heights = [[flint.nmod(c + a * t, p) for a, c in zip(chain.direction, chain.base, strict=True)]]
        for l, layer in enumerate(states[:-1]):
            outputs = [gate.value(u, h) for u, h in zip(layer, heights[l], strict=True)]
            heights.append(
                [
                    sum_of(row, outputs) + flint.nmod(b, p)
                    for row, b in zip(chain.weights[l], chain.biases[l], strict=True)
                ]
            )
        rows.append([int(x) for x in _symmetric_derivatives(chain, states, heights, of, place)])
    return rank_of(rows, p)[0]


def _columns(chain: Chain, l: int, width: int) -> int:
    layer = chain.layers[l]
    return width if layer is None else len(layer.coefficients[0])


def _symmetric_derivatives(chain: Chain, states: States, heights: Heights, of: str, place: Sequence[int]) -> list[Any]:
    found = []
    for l, layer in enumerate(states):
        own = chain.layers[l]
        for j in range(_columns(chain, l, len(layer))):
            if own is None:
                weights = [int(i == j) for i in range(len(layer))]
            else:
                inverse = inverse_of(own.denominator, chain.prime)
                weights = [int(row[j] * own.denominator) * inverse for row in own.coefficients]
            for s in range(len(chain.gate.symmetries)):
                value = quantity(chain, *_shifted(chain, states, heights, l, weights, s), of, place)
                found.append(tangent_of(value))
    return found


def _shifted(
    chain: Chain, states: States, heights: Heights, layer: int, weights: list[int], s: int
) -> tuple[States, Heights]:
    gate, shifts = chain.gate, list[Any]([0] * len(heights[0]))
    moving_states, moving_heights = [], []
    for l, (us, hs) in enumerate(zip(states, heights, strict=True)):
        motions = []
        for i, (u, h, shift) in enumerate(zip(us, hs, shifts, strict=True)):
            motion = [component * shift for component in gate.field(u, h)]
            if l == layer:
                own = gate.symmetries[s](u, h)
                motion = [x + component * weights[i] for x, component in zip(motion, own, strict=True)]
            motions.append(motion)
        moving_states.append(
            [[Dual(a, b) for a, b in zip(u, m, strict=True)] for u, m in zip(us, motions, strict=True)]
        )
        moving_heights.append([Dual(h, shift) for h, shift in zip(hs, shifts, strict=True)])
        if l + 1 < len(states):
            values = [tangent_of(gate.value(u, h)) for u, h in zip(moving_states[l], moving_heights[l], strict=True)]
            shifts = [sum_of(row, values) for row in chain.weights[l]]
    return moving_states, moving_heights
