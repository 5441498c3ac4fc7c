"""The amplitude expansion: orders of its error, and its size at small and at great depth."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select

_SHOWN = 3  # arbitrary: the order whose errors are shown


def typeset(orders: Rows) -> str:
    """Return one line an activation and place: exponents by order, deviation over all widths, errors at the largest width."""
    columns = distinct(orders, "order")
    shown = min(columns, key=lambda order: abs(order - _SHOWN))
    body = []
    for name in distinct(orders, "activation"):
        for place in distinct(select(orders, activation=name), "place"):
            rows = select(orders, activation=name, place=place)
            widest = select(rows, width=max(distinct(rows, "width")))
            exponents = [math(row["predicted"]) for row in widest]
            deviation = max(abs(row["measured"] - row["predicted"]) for row in rows)
            (error,) = select(widest, order=shown)
            body.append(
                [
                    escaped(name),
                    place,
                    *exponents,
                    math(deviation, 1),
                    math(error["shallow"], 2),
                    math(error["deep"], 2),
                ]
            )
    header = ["activation", "about", *(f"$k = {order}$" for order in columns), "deviation", "shallow", "deep"]
    return table(header, body, "ll" + "c" * len(columns) + "rrr")
