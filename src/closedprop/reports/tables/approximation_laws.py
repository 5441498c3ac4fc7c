"""What every approximation claims about its error, and what was measured."""

from statistics import median

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(laws: Rows) -> str:
    """Return one line a method, over all activations: orders, the largest deviation from them, and the tally of the bound.

    The ratios bound / error are medians over activations, of their medians and of their 95 % quantiles.
    """
    body = []
    for method in distinct(laws, "method"):
        rows = select(laws, method=method)
        measured = [row for row in rows if row["measured"] is not None]
        orders = sorted({row["predicted"] for row in measured})
        deviation = max((abs(row["measured"] - row["predicted"]) for row in measured), default=None)
        ratios = [row for row in rows if row["ratio_median"] is not None]
        instances = sum(row["instances"] or 0 for row in rows)
        body.append(
            [
                escaped(method),
                f"${', '.join(map(str, orders))}$" if orders else "",
                math(len(measured)),
                math(deviation, 1) if deviation is not None else "",
                math(instances) if instances else "",
                math(sum(row["violations"] or 0 for row in rows)) if instances else "",
                math(median(row["ratio_median"] for row in ratios), 3) if ratios else "",
                math(median(row["ratio_p95"] for row in ratios), 2) if ratios else "",
            ]
        )
    header = ["method", "orders", "measured", "deviation", "instances", "violations", "median", r"$95\,\%$"]
    return table(header, body, "llrrrrrr")
