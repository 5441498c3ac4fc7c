"""Recurrences with constant coefficients that were guessed from terms, and proved."""

import json
from typing import Any

import sympy as sp

from closedprop.reports.latex import table
from closedprop.reports.records import Rows
from closedprop.reports.tables.recurrence_certificates import inline, layer_text

_X = sp.Symbol("x")


def typeset(recurrences: Rows) -> str:
    """Return a line per sequence: bounds, rank, order and characteristic polynomial of the recurrence found."""
    body = []
    for row in recurrences:
        if row["group"] == "orbit":
            continue
        polynomial = sp.Poly([part[0] for part in reversed(json.loads(row["equation"]))], _X)
        shown = inline(sp.latex(sp.factor(polynomial.as_expr())))
        body.append([_sequence(row), f"${row['rank']}$", f"${polynomial.degree()}$", f"${shown}$"])
    return table(["sequence", "rank", "order", "characteristic polynomial"], body, "lrrl")


def _sequence(row: dict[str, Any]) -> str:
    if row["group"] == "linear":
        return rf"$\delta$, linear network: {row['example']}"
    return rf"$[z^{{{row['sequence']}}}]\,F^n$, $F = {layer_text(row['example'])}$"
