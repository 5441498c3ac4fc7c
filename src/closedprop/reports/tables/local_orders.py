"""Predicted and measured orders of the local approximations."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(orders: Rows) -> str:
    """Return one line an activation and center: the predicted exponents, and each method's largest deviation from them."""
    methods, body = distinct(orders, "method"), []
    for name in distinct(orders, "activation"):
        for center in distinct(select(orders, activation=name), "center"):
            rows = select(orders, activation=name, center=center)
            predicted = [row["predicted"] for row in select(rows, method=methods[0])]
            cells = [math(_deviation(select(rows, method=method)), 1) for method in methods]
            body.append([escaped(name), center, f"${', '.join(map(str, predicted))}$", *cells])
    header = ["activation", "center", "exponents, $k = 1, 2, \\dots$", *methods]
    return table(header, body, "lll" + "l" * len(methods))


def _deviation(rows: Rows) -> float:
    return max(abs(row["measured"] - row["predicted"]) for row in rows)
