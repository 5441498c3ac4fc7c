"""Errors of delta under Taylor polynomials."""

from closedprop.reports.latex import escaped, interval, math, table
from closedprop.reports.records import Rows, distinct, select

_ORDERS = (1, 3, 5)


def typeset(errors: Rows) -> str:
    """Return medians with 5-95 % ranges over depth, width and sigma_w, untied networks, expanded at the operating point.

    Shown: the smallest and the largest depth, width and sigma_w at the smallest amplitude, for odd orders up to 5.
    """
    rows = select(errors, center="operating point", tied=0, amplitude=min(distinct(errors, "amplitude")))
    orders = [order for order in _ORDERS if order in distinct(rows, "order")]
    body = []
    for name in distinct(rows, "activation"):
        for depth in _ends(rows, "depth"):
            for width in _ends(rows, "width"):
                for sigma in _ends(rows, "sigma_w"):
                    at = select(rows, activation=name, depth=depth, width=width, sigma_w=sigma)
                    cells = [select(at, order=order)[0] for order in orders]
                    body.append(
                        [escaped(name), math(depth), math(width), math(sigma)]
                        + [interval(c["error_median"], c["error_p05"], c["error_p95"]) for c in cells]
                    )
    header = ["activation", "$L$", "$N$", r"$\sigma_w$", *(f"order ${order}$" for order in orders)]
    return table(header, body, "lrrr" + "l" * len(orders))


def _ends(rows: Rows, column: str) -> list[float]:
    values = distinct(rows, column)
    return list(dict.fromkeys((min(values), max(values))))
