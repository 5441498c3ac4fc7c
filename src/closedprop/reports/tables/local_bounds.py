"""The running bound of the local approximations on random networks."""

from closedprop.reports.latex import escaped, math, number, table
from closedprop.reports.records import Rows, distinct, select


def typeset(bounds: Rows) -> str:
    """Return one line an activation: instances, violations, refusals, and bound over error of each method."""
    methods, body = distinct(bounds, "method"), []
    for name in distinct(bounds, "activation"):
        rows = select(bounds, activation=name)
        counts = [math(sum(row[column] for row in rows)) for column in ("instances", "violations", "refused")]
        cells = [select(rows, method=method)[0] for method in methods]
        body.append([escaped(name), *counts, *(_ratio(cell["ratio_median"], cell["ratio_p95"]) for cell in cells)])
    header = ["activation", "instances", "violations", "refused", *methods]
    return table(header, body, "lrrr" + "l" * len(methods))


def _ratio(median: float | None, high: float | None) -> str:
    return rf"{math(median, 3)} {{\scriptsize $({number(high, 2)})$}}"
