"""Measured times, from the committed record."""

from collections.abc import Mapping
from typing import Any

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import distinct, select


def typeset(record: Mapping[str, Any]) -> str:
    """Return times relative to the recursion, median and range, one line a method and width, one column a depth."""
    rows = record["rows"]
    depths = distinct(rows, "steps")
    body = []
    for width in distinct(rows, "width"):
        for method in distinct(rows, "method"):
            cells = []
            for depth in depths:
                (row,) = select(rows, width=width, method=method, steps=depth)
                cells.append(rf"{math(row['ratio_median'], 2)}")
            body.append([math(width), escaped(method), *cells])
    return table(["$N$", "method", *(f"$n = {depth}$" for depth in depths)], body, "rl" + "r" * len(depths))
