"""Degrees of polynomial networks, and the operations they force."""

from typing import Any

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select

#: The depths that are shown, by width and activation; of untied networks the last only.
_SHOWN = {(1, "quadratic"): (1, 2, 3, 4, 8, 12), (1, "logistic"): (4, 12)}
_VECTOR = (2, 4, 6)


def typeset(degree: Rows) -> str:
    """Return a line a network: for the output and for delta the degree, the operations needed and those of the recursion.

    At width 1 the last column has the leaves of the formula of the output, and of that of delta.
    """
    body = []
    for activation in distinct(degree, "activation"):
        for width in distinct(degree, "width"):
            for tied in distinct(degree, "tied"):
                depths = _SHOWN.get((width, activation), _VECTOR if tied else _VECTOR[-1:])
                for layers in depths:
                    rows = select(degree, activation=activation, width=width, tied=tied, layers=layers)
                    if rows:
                        body.append(_line(rows))
    header = [
        "activation",
        "$N$",
        "$n$",
        r"$\deg F^{n}$",
        "needs",
        "recursion",
        r"$\deg \delta_n$",
        "needs",
        "recursion",
    ]
    return table([*header, "leaves"], body, "lrrrrrrrrr")


def _line(rows: Rows) -> list[str]:
    first: dict[str, Any] = rows[0]
    name = escaped(first["activation"]) + ("" if first["width"] == 1 else ", tied" if first["tied"] else ", untied")
    cells = [name, math(first["width"]), math(first["layers"])]
    for of in ("output", "delta"):
        row = select(rows, of=of)[0]
        cells += [math(row["degree"]), math(row["joint"]), math(row["recursion"])]
    leaves = ", ".join(math(select(rows, of=of)[0]["leaves"]) for of in ("output", "delta"))
    return [*cells, leaves if first["width"] == 1 else ""]
