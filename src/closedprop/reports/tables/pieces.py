"""Linear pieces, and the comparisons they force."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows, distinct, select

_SAWTOOTH = (1, 2, 4, 10)  # arbitrary: the depths that are shown
_RANDOM = (1, 2, 6)  # arbitrary: the depths that are shown


def typeset(pieces: Rows) -> str:
    """Return a line a sawtooth, and a line a shape of random networks with the range over its samples."""
    names = {"abs": r"sawtooth by $\lvert\cdot\rvert$", "relu": "sawtooth by ReLU"}
    body = []
    for activation, name in names.items():
        for row in select(pieces, case="sawtooth", activation=activation):
            if row["layers"] in _SAWTOOTH:
                body.append([name, *(math(row[key]) for key in ("width", "layers", "pieces", "bound", "gates"))])
    random = select(pieces, case="random")
    for width in distinct(random, "width"):
        for layers in [n for n in distinct(random, "layers") if n in _RANDOM]:
            rows = select(random, width=width, layers=layers)
            ranges = [_range([row[key] for row in rows]) for key in ("pieces", "bound")]
            body.append(["random ReLU", math(width), math(layers), *ranges, math(rows[0]["gates"])])
    return table(["network", "$N$", "$n$", "pieces", "comparisons needed", "comparisons used"], body, "lrrrrr")


def _range(values: list[int]) -> str:
    low, high = min(values), max(values)
    return math(low) if low == high else f"{math(low)} to {math(high)}"
