"""Predicted and measured orders of the local approximations and of the amplitude expansion."""

from collections.abc import Iterable

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select

_SHOWN = 3  # arbitrary: the order of the amplitude expansion whose errors are shown
_ABOUT = {"origin": "origin", "operating point": "elsewhere", "fixed point": "elsewhere"}


def typeset(local: Rows, amplitude: Rows) -> str:
    """Return one line an activation and center: exponents and the largest deviations; errors at small and great depth.

    Elsewhere means the operating point for the local approximations, and a fixed point for the amplitude expansion, which
    is shown at its largest width; the deviations are over all orders, methods and widths.
    """
    places = list(
        dict.fromkeys(
            [(row["activation"], _ABOUT[row["center"]]) for row in local]
            + [(row["activation"], _ABOUT[row["place"]]) for row in amplitude]
        )
    )
    body = []
    for name, about in sorted(places, key=lambda place: distinct([*local, *amplitude], "activation").index(place[0])):
        fitted = [row for row in select(local, activation=name) if _ABOUT[row["center"]] == about]
        expanded = [row for row in select(amplitude, activation=name) if _ABOUT[row["place"]] == about]
        body.append([escaped(name), about, *_orders(fitted), *_orders(expanded), *_errors(expanded)])
    header = ["activation", "about", "local", "deviation", "amplitude", "deviation", "shallow", "deep"]
    return table(header, body, "llllllrr")


def _orders(rows: Rows) -> list[str]:
    """Return the predicted exponents by order, and the largest deviation of a measured one; nothing for no rows."""
    if not rows:
        return ["", ""]
    predicted = dict(sorted((row["order"], row["predicted"]) for row in rows))
    return [f"${_listed(predicted.values())}$", math(max(abs(row["measured"] - row["predicted"]) for row in rows), 1)]


def _errors(rows: Rows) -> list[str]:
    if not rows:
        return ["", ""]
    shown = min(distinct(rows, "order"), key=lambda order: abs(order - _SHOWN))
    (row,) = select(rows, order=shown, width=max(distinct(rows, "width")))
    return [math(row["shallow"], 2), math(row["deep"], 2)]


def _listed(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))
