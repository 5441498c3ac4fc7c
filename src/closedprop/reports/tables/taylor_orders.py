"""Predicted and measured orders of the Taylor error."""

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows, distinct, select


def typeset(orders: Rows) -> str:
    """Return one line an activation and center, one column an order: predicted exponent, measured exponent."""
    columns = distinct(orders, "order")
    body = []
    for name in distinct(orders, "activation"):
        for center in distinct(select(orders, activation=name), "center"):
            rows = select(orders, activation=name, center=center)
            cells = {row["order"]: _cell(row["predicted"], row["measured"]) for row in rows}
            body.append([escaped(name), center, *(cells[order] for order in columns)])
    return table(["activation", "center", *(f"$k = {order}$" for order in columns)], body, "ll" + "c" * len(columns))


def _cell(predicted: int, measured: float) -> str:
    return f"${predicted}$, ${measured:.3f}$"
