"""Closed forms against the recursion."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(agreement: Rows) -> str:
    """Return the largest deviations of value and delta at the largest depth, tied and untied."""
    rows = select(agreement, steps=max(distinct(agreement, "steps")))
    body = []
    for name in distinct(rows, "family"):
        cells = []
        for tied in (1, 0):
            found = select(rows, family=name, tied=tied)
            cells += [math(found[0][column], 2) if found else "--" for column in ("value", "delta", "recursion")]
        body.append([escaped(name), *cells])
    kinds = ("$z$", r"$\delta$", "recursion")
    header = ["family", *(f"{kind}, {tied}" for tied in ("tied", "untied") for kind in kinds)]
    return table(header, body, "l" + "r" * 6)
