"""Rates of convergence of the local approximations."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select

_FACTORS = ("chebyshev", "minimax", "pade")


def typeset(rates: Rows) -> str:
    """Return one line an activation: the factor an order, predicted and measured, and the exponent of Hermite expansions."""
    body = []
    for name in distinct(rates, "activation"):
        rows = {row["method"]: row for row in select(rates, activation=name)}
        body.append(
            [escaped(name), math(rows["hermite"]["singular"], 4), math(rows["chebyshev"]["predicted"], 4)]
            + [math(rows[method]["measured"], 4) for method in _FACTORS]
            + [math(rows["hermite"]["predicted"], 4), math(rows["hermite"]["measured"], 4)]
        )
    header = ["activation", "$a$", r"$\varrho$", *_FACTORS, r"$\alpha$", "hermite"]
    return table(header, body, "l" + "r" * 7)
