"""The deltas of the Fibonacci network."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows

_SHOWN = 12


def typeset(fibonacci: Rows) -> str:
    """Return the first deltas by the recursion and by Binet's formula."""
    rows = fibonacci[: _SHOWN + 1]
    steps = ["$m$", *(math(row["steps"]) for row in rows)]
    body = [
        [label, *(math(row[column]) for row in rows)]
        for label, column in (
            (r"$\delta^{(L-m)}_1$, recursion", "delta_1"),
            (r"$F_{m+1}$, Binet", "binet_1"),
            (r"$\delta^{(L-m)}_2$, recursion", "delta_2"),
            (r"$F_m$, Binet", "binet_2"),
        )
    ]
    return table(steps, body, "l" + "r" * len(rows))
