"""Errors of replaced layers at great depth."""

from collections.abc import Sequence
from typing import Any

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows, distinct, select

#: The columns: weight, start, and the place of the depth among those of the study, from the last.
_COLUMNS = ((1, 0.8, 4), (1, 0.8, 2), (1, 0.8, 0), (1, 0.4, 0), (1, 1.5, 0), (1, 3.0, 0), (0.9, 0.8, 0), (1.1, 0.8, 0))


def typeset(depths: Rows) -> str:
    """Return a line a method: the relative error of delta for the starts and depths at the critical weight, then beside it."""
    shown = [column for column in _COLUMNS if select(depths, weight=column[0], start=column[1])]
    places = [_place(depths, *column) for column in shown]
    methods = distinct(depths, "method")
    body = [[_name(method), *(_cell(depths, method, place) for place in places)] for method in methods]
    header = ["", *(_header(place) for place in places)]
    return table(header, body, "l" + "r" * len(places))


def _place(depths: Rows, weight: float, start: float, back: int) -> dict[str, Any]:
    steps = sorted(distinct(select(depths, weight=weight, start=start), "steps"))
    return {"weight": weight, "start": start, "steps": steps[max(len(steps) - 1 - back, 0)]}


def _header(place: dict[str, Any]) -> str:
    lines: Sequence[str] = (
        f"$w = {place['weight']}$",
        f"$x = {place['start']}$",
        f"$n = {place['steps']:,}$".replace(",", r"\,"),
    )
    return r"\shortstack[r]{" + r"\\".join(lines) + "}"


def _cell(depths: Rows, method: str, place: dict[str, Any]) -> str:
    found = select(depths, method=method, **place)
    return (
        "--"
        if not found or found[0]["error"] is None
        else math(found[0]["error"], 3 if found[0]["error"] >= 1e-3 else 1)
    )


def _name(method: str) -> str:
    return (
        method.replace("_", " ")
        .replace("taylor", "Taylor, degree")
        .replace("moebius", r"M\"obius")
        .replace("critical", "depth asymptotics")
    )
