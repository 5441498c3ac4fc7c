"""Measured times of the approximations that are closed in depth, from the committed record."""

from collections.abc import Mapping
from typing import Any

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import distinct, select
from closedprop.reports.tables.approximation_costs import power


def typeset(record: Mapping[str, Any]) -> str:
    """Return microseconds of an input by depth, the setup, and the error at the largest depth; one line a width and method.

    Recursions have no setup. Methods that stop before the largest depth, which are recursions too, are left out.
    """
    rows = record["rows"]
    depths = sorted(distinct(rows, "depth"))
    body = []
    for width in distinct(rows, "width"):
        here = select(rows, width=width)
        for method in distinct(here, "method"):
            found = {row["depth"]: row for row in select(here, method=method, usual=1)}
            if depths[-1] in found:
                first = math(width) if method == here[0]["method"] else ""
                body.append([first, escaped(method), *_cells(found, depths)])
    times = [rf"$L = {power(depth)}$" for depth in depths]
    return table(["$N$", "method", *times, "setup", "error"], body, "rl" + "r" * len(depths) + "rr")


def _cells(found: Mapping[int, Mapping[str, Any]], depths: list[int]) -> list[str]:
    last = found[depths[-1]]
    times = [math(1e6 * found[depth]["seconds_median"], 2) if depth in found else "" for depth in depths]
    setup = math(1e6 * last["setup_median"], 2) if last["setup_median"] is not None else ""
    return [*times, setup, math(last["error"], 2) if last["error"] else ""]
