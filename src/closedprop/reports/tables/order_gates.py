"""Ranks of jets for gates whose networks have orders of their own."""

from itertools import groupby

from closedprop.reports.latex import table
from closedprop.reports.records import Rows
from closedprop.reports.tables.order import progression

_NAMES = {"silu": "SiLU", "arctan": r"$\arctan$", "softplus": "softplus", "erf": r"$\erf$", "gelu": "GELU"}


def typeset(order: Rows) -> str:
    """Return two lines a gate, output and derivative: layers, rank of the jets, span, order."""
    body, last = [], ""
    shown = [row for row in order if row["activation"] in _NAMES and row["case"] in ("gate", "refused")]
    for (case, activation, of), group in groupby(shown, lambda row: (row["case"], row["activation"], row["of"])):
        rows = list(group)
        name = _NAMES[activation] + (", rational weights" if case == "refused" else "")
        cells = [name if name != last else "", {"output": "$x_n$", "derivative": "$D x_n$"}[of]]
        last = name
        columns = ("layers", "jet_rank", "span", "order")
        body.append([*cells, *(progression(row[column] for row in rows) for column in columns)])
    return table(["activation", "quantity", "$n$", "jets", "span", "order"], body, "llrrrr")
