"""Rule 110 as the deltas of one network write it, beside the automaton run directly."""

from typing import Any

from closedprop.networks.random import stream
from closedprop.obstructions.compilers.automaton import rule_110, rule_110_input, rule_110_layer


def automaton_study(cells: int, steps: int, seed: int) -> list[dict[str, Any]]:
    """Return a row for each step from one cell at the right end of steps + 1, and from random cells.

    Columns: start, step, deltas (the row as delta^(1)_s writes it, # for 1), compared (cells that the automaton determines: all
    to the left of one cell, as the pattern grows to the left only and by one cell a step; those within the light cone of
    random cells), differing (of them), depth (of the network for the last cell), kinks (preactivations 0 until then).

    >>> [(row["deltas"], row["compared"], row["differing"]) for row in automaton_study(5, 2, 1)][:3]
    [('..#', 3, 0), ('.##', 3, 0), ('###', 3, 0)]
    """
    random = stream(seed, "obstructions", 1).integers(0, 2, size=cells).tolist()
    return [*_run("one", [*[0] * steps, 1], steps), *_run("random", random, steps)]


def _run(start: str, cells: list[int], steps: int) -> list[dict[str, Any]]:
    layer, period = rule_110_layer(), len(cells) + 2
    deltas, kinks = [], []
    for z, slope in layer.run(rule_110_input(cells), steps * period + len(cells) + 2):
        deltas.append(slope[layer.output])
        kinks.append(z.count(0))
    rows, known = [], list(cells)  # the states that are known, in the middle of the row
    for step in range(steps + 1):
        written = deltas[2 + step * period :][: len(cells)]  # delta of depth n + 3 is bit n
        if start == "one":
            compared, direct = written, known
            known = rule_110([0, *known, 0])
        else:
            compared, direct = written[step : len(cells) - step], known
            known = rule_110(known)
        depth = step * period + len(cells) + 2
        rows.append(
            {
                "start": start,
                "step": step,
                "deltas": "".join(".#"[bit] for bit in written),
                "compared": len(compared),
                "differing": sum(a != b for a, b in zip(compared, direct, strict=True)),
                "depth": depth,
                "kinks": sum(kinks[:depth]),
            }
        )
    return rows
