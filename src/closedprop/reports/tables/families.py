"""The catalogue of solvable families."""

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows, select


def typeset(families: Rows) -> str:
    """Return the scalar families."""
    return catalogue(select(families, dimension="scalar"))


def catalogue(families: Rows) -> str:
    """Return two lines a family: name, layer, classes, theorem; then the coordinate phi and the layer A there."""
    body = []
    for row in families:
        numbers = ", ".join(name.removeprefix("CF") for name in str(row["classes"]).split())
        untied = "yes" if row["untied"] else "no"
        layer = rf"$\displaystyle {row['layer']}$"
        body.append([escaped(row["family"]), layer, untied, numbers, rf"\ref{{{row['label']}}}"])
    header = ["family", r"layer, and below it $\varphi$ and $A$", "untied", "CF", "statement"]
    lines = table(header, body, "lllll").splitlines()
    coordinates = iter(families)
    first = lines.index(r"\midrule") + 1
    for i in range(first, first + len(body)):
        row = next(coordinates)
        simple = rf"\footnotesize $\varphi\colon {row['phi']}, \qquad A\colon {row['A']}$"
        lines[i] += "\n" + rf" & \multicolumn{{4}}{{l}}{{{simple}}} \\[4pt]"
    return "\n".join(lines) + "\n"
