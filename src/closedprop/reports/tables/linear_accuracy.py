"""Errors of the closed forms of linear networks."""

import numpy as np

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(accuracy: Rows) -> str:
    """Return medians over the cases at the largest depth, one line a coupling; a dash where a method refuses."""
    rows = select(accuracy, steps=max(distinct(accuracy, "steps")))
    methods = distinct(rows, "method")
    body = []
    for coupling in distinct(rows, "coupling"):
        at = select(rows, coupling=coupling)
        cells = [math(coupling), math(float(np.median([row["condition"] for row in at])), 2)]
        for method in methods:
            errors = [row["error"] for row in select(at, method=method) if row["error"] is not None]
            cells.append(math(float(np.median(errors)), 2) if errors else "--")
        body.append(cells)
    return table(["$g$", r"$\operatorname{cond}(V)$", *map(escaped, methods)], body, "r" * (2 + len(methods)))
