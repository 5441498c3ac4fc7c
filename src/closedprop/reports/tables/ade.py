"""Algebraic differential equations of conjugating functions: layer, function, rank, and the equation if there is one."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Row, Rows

_FUNCTIONS = {"koenigs": "$K$", "poincare": "$P$", "itlog": r"$\varphi$"}


def typeset(ade: Rows) -> str:
    """Return a line a layer; an equation that is not proved says to which order it was verified."""
    body, last = [], ""
    for row in ade:
        activation = "" if row["activation"] == last else escaped(row["activation"]).replace(">", "$>$")
        last = row["activation"]
        found = "none" if row["verdict"] == "PROVED" else _equation(row)
        layer = rf"\texttt{{{escaped(str(row['map']).replace('**', '^'))}}}"
        multiplier = _number(str(row["multiplier"]))
        cells = [activation, layer, _number(str(row["fixed_point"])), _FUNCTIONS[row["function"]], multiplier]
        body.append([*cells, math(row["rank"]), found])
    header = ["activation", "layer $F(z)$", "at", "function", r"$\lambda$", "rank", "equation"]
    return table(header, body, "lllllrl")


def _equation(row: Row) -> str:
    if not row["equation"]:
        return "undecided"
    text = row["equation"].replace("f", r"\varphi")
    doubt = "" if row["verdict"] == "REFUTED" else f" (to {row['verified']} terms)"
    return f"${text}${doubt}"


def _number(text: str) -> str:
    if text == "2/sqrt(pi)":
        return r"$2/\sqrt{\pi}$"
    return f"${text}$"
