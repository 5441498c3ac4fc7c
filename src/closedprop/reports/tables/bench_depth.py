"""The rows of the measured times that answer the comment: a few methods, at moderate and at great depth."""

from collections.abc import Mapping, Sequence
from typing import Any

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import distinct, select
from closedprop.reports.tables.approximation_costs import power

_DEPTHS = (1000, 10**6)


def typeset(record: Mapping[str, Any]) -> str:
    """Return microseconds of one delta at two depths, and the error at the second, for the least and the largest width."""
    rows = select(record["rows"], usual=1)
    widths = distinct(rows, "width")
    widths = sorted({min(widths), max(widths)})
    body = []
    for method in distinct(select(rows, depth=_DEPTHS[-1]), "method"):
        cells = [cell for width in widths for cell in _cells(select(rows, method=method, width=width))]
        body.append([escaped(method), *cells])
    heads = [rf"$N = {width}$, ${power(depth)}$" for width in widths for depth in _DEPTHS]
    heads = [head for k in range(len(widths)) for head in (*heads[2 * k : 2 * k + 2], "error")]
    return table(["method", *heads], body, "l" + "rrr" * len(widths))


def _cells(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    found = {row["depth"]: row for row in rows}
    times = [math(1e6 * found[depth]["seconds_median"], 2) if depth in found else "" for depth in _DEPTHS]
    error = found[_DEPTHS[-1]]["error"] if _DEPTHS[-1] in found else None
    return [*times, math(error, 2) if error else ""]
