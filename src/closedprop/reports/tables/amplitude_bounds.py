"""The bounds of the linearization and of the amplitude expansion on random networks."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows, distinct, select

_TALLIES = ("instances", "refused", "unbounded", "violations")


def typeset(bounds: Rows) -> str:
    """Return one line a method and width: tallies over the activations, and the range of the medians of bound over error."""
    body = []
    for method in distinct(bounds, "method"):
        for width in distinct(bounds, "width"):
            rows = select(bounds, method=method, width=width)
            tallies = [math(sum(row[column] for row in rows)) for column in _TALLIES]
            body.append([method, math(width), *tallies, *(_range(rows, c) for c in ("ratio_median", "ratio_at_once"))])
    header = ["", "$N$", "cases", "refused", "no bound", "violations", "bound / error", "nothing followed"]
    return table(header, body, "lc" + "r" * 6)


def _range(rows: Rows, column: str) -> str:
    values = [row[column] for row in rows if row[column] is not None]
    return f"{math(min(values), 3)} to {math(max(values), 3)}" if values else "--"
