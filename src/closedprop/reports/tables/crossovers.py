"""Depths from which on a closed form costs less than the recursion."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(crossovers: Rows) -> str:
    """Return one line a method, one column a width."""
    widths = distinct(crossovers, "width")
    body = [
        [escaped(method), *(math(select(crossovers, method=method, width=width)[0]["steps"]) for width in widths)]
        for method in distinct(crossovers, "method")
    ]
    return table(["width $N$", *map(math, widths)], body, "l" + "r" * len(widths))
