"""Algebraic degrees of inverse-square-root networks."""

from typing import Any

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(radicals: Rows) -> str:
    """Return a line a map and kind of result: the degree over C(z) at each depth, and the roots needed at the last."""
    depths = sorted(distinct(radicals, "layers"))
    body = []
    for weight, bias in dict.fromkeys((row["weight"], row["bias"]) for row in radicals):
        for of, symbol in (("output", "$x_n$"), ("delta", r"$\delta_n$")):
            rows = {row["layers"]: row for row in select(radicals, weight=weight, bias=bias, of=of)}
            degrees = [math(rows[n]["degree"]) for n in depths]
            first = of == "output"
            maps = [_fraction(weight), _fraction(bias)] if first else ["", ""]
            body.append([*maps, symbol, *degrees, math(rows[depths[-1]]["bound"])])
    header = ["$w$", "$b$", "", *(f"$n = {n}$" for n in depths), "roots needed"]
    return table(header, body, "rrl" + "r" * len(depths) + "r")


def _fraction(value: Any) -> str:
    text = str(value)
    if "/" not in text:
        return f"${text}$"
    top, bottom = text.lstrip("-").split("/")
    return "$" + ("-" if text.startswith("-") else "") + rf"\tfrac{{{top}}}{{{bottom}}}$"
