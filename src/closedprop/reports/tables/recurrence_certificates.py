"""Orbits of rational layers at rational starts, and whether they satisfy a recurrence with polynomial coefficients."""

import json
from typing import Any

import sympy as sp

from closedprop.networks.parse import parse
from closedprop.reports.latex import table
from closedprop.reports.records import Rows, distinct, select

_N = sp.Symbol("n")


def typeset(recurrences: Rows) -> str:
    """Return a line per layer: start, closed form, what was found for iterate and delta, and what excludes any at all."""
    orbits, body = select(recurrences, group="orbit"), []
    for layer in distinct(orbits, "example"):
        iterate, delta = (select(orbits, example=layer, sequence=of)[0] for of in ("iterate", "delta"))
        closed = rf"\ref{{{iterate['closed']}}}" if iterate["closed"] else "--"
        excluded = rf"\ref{{{iterate['excluded']}}}" if iterate["excluded"] else "--"
        steps = f"${iterate['steps']}$" if iterate["steps"] is not None else "--"
        found = [_found(row, symbol) for row, symbol in ((iterate, "z"), (delta, r"\delta"))]
        body.append([f"${layer_text(layer)}$", f"${iterate['start']}$", closed, *found, excluded, steps])
    header = ["$F$", "$x$", "closed form", "$z_n$", r"$\delta_n$", "none at all", "$k$"]
    return table(header, body, "llcllcr")


def layer_text(layer: str) -> str:
    r"""Return a layer in LaTeX, on one line.

    >>> layer_text("tanh(z)/2")
    '\\tanh{(z )} / 2'
    """
    return inline(sp.latex(parse(layer), fold_short_frac=True)).replace(r"\operatorname{atan}", r"\arctan")


def inline(text: str) -> str:
    """Return a formula with brackets that do not grow."""
    return text.replace(r"\left", "").replace(r"\right", "")


def _found(row: dict[str, Any], symbol: str) -> str:
    if row["verdict"] == "PROVED":
        return f"none, rank ${row['rank']}$ of ${row['columns']}$"
    below, above = (sp.factor(sp.Poly(part[::-1], _N).as_expr()) for part in json.loads(row["equation"]))
    return f"${_factor(above)}\\, {symbol}_{{n+1}} = {_factor(-below)}\\, {symbol}_{{n}}$"


def _factor(polynomial: sp.Expr) -> str:
    text = inline(sp.latex(polynomial))
    return f"({text})" if polynomial.is_Add else text
