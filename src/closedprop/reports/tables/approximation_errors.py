"""The error of every approximation, for each activation at one place."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select

#: Where the table looks: tied networks of two neurons without noise in the biases, below the critical weight.
PLACE = {"residual": 0, "tied": 1, "width": 2, "sigma_w": 0.9, "sigma_b": 0.0, "depth": 30}


def typeset(errors: Rows) -> str:
    """Return the median relative error of delta^(1) of each method at its usual order, two amplitudes, one column each.

    A word stands for the reason where every network was refused, a star where some were.
    """
    rows = [row for row in errors if row["usual"]]
    body = []
    amplitudes = [value for value in (0.3, 1.0) if select(rows, amplitude=value)] or distinct(rows, "amplitude")[-1:]
    for amplitude in amplitudes:
        at = select(rows, **PLACE, amplitude=amplitude)
        for method in distinct(at, "method"):
            cells = [select(at, method=method, activation=name) for name in distinct(errors, "activation")]
            if all(not found or found[0]["error_median"] is None for found in cells):
                continue
            first = math(amplitude) if method == distinct(at, "method")[0] else ""
            body.append([first, escaped(method), *(cell(found) for found in cells)])
    header = ["$h$", "method", *map(escaped, distinct(errors, "activation"))]
    return table(header, body, "ll" + "l" * (len(header) - 2))


def cell(found: Rows) -> str:
    """Return the median error, or why there is none."""
    if not found or not found[0]["draws"]:
        return ""
    (row,) = found[:1]
    if row["error_median"] is None:
        return rf"\emph{{{escaped(row['reason'])}}}"
    return math(row["error_median"], 2) + ("$^*$" if row["refused"] else "")
