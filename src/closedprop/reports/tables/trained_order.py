"""The order of a weight after some steps of gradient descent."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(order: Rows) -> str:
    """Return a line per size: neurons, data points, steps, then the order of a hidden and of an output weight."""
    body = []
    for hidden, data, steps in dict.fromkeys((row["hidden"], row["data"], row["steps"]) for row in order):
        rows = select(order, hidden=hidden, data=data, steps=steps)
        found = [math(select(rows, weight=weight)[0]["order"]) for weight in distinct(rows, "weight")]
        body.append([*map(math, (hidden, data, steps, hidden * data * steps)), *found])
    return table(["$H$", "$P$", "$S$", "$HPS$", r"$\ord w_{1,S}$", r"$\ord v_{1,S}$"], body, "rrrrrr")
