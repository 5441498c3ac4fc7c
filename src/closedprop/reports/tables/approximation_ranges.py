"""Medians and ranges of the error of every approximation of tanh networks, one change at a time."""

from collections.abc import Mapping
from typing import Any

from closedprop.reports.latex import escaped, interval, math, table
from closedprop.reports.records import Rows, distinct, select

_BASE = {"residual": 0, "tied": 1, "width": 2, "sigma_w": 0.9, "sigma_b": 0.0, "depth": 30, "amplitude": 0.3}
#: What each column changes, and its head.
_CHANGES: Mapping[str, Mapping[str, Any]] = {
    "base": {},
    "$N = 8$": {"width": 8},
    r"$\sigma_w = 1.5$": {"sigma_w": 1.5},
    r"$\sigma_b = 0.1$": {"sigma_b": 0.1},
    "untied, $L = 10$": {"tied": 0, "depth": 10},
}


def typeset(errors: Rows) -> str:
    """Return median and 5-95 % range of the relative error of delta^(1) at the usual orders; a star where some were refused."""
    rows = [row for row in errors if row["activation"] == "tanh" and row["usual"]]
    shown = {head: select(rows, **{**_BASE, **change}) for head, change in _CHANGES.items()}
    shown = {head: at for head, at in shown.items() if at or head == "base"}
    body = []
    for method in distinct(rows, "method"):
        cells = [select(at, method=method) for at in shown.values()]
        if any(found and found[0]["error_median"] is not None for found in cells):
            (base,) = select(shown["base"], method=method) or [{"angle_median": None}]
            turned = base["angle_median"]
            body.append([escaped(method), *map(_cell, cells), "" if turned is None else math(turned, 1)])
    return table(["method", *shown, "angle, base"], body, "l" * (len(shown) + 2))


def _cell(found: Rows) -> str:
    if not found:
        return ""
    (row,) = found[:1]
    if row["error_median"] is None:
        return rf"\emph{{{escaped(row['reason'])}}}"
    star = "$^*$" if row["refused"] else ""
    return interval(row["error_median"], row["error_p05"], row["error_p95"], 1) + star
