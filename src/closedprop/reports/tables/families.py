"""The catalogue of solvable families."""

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows


def typeset(families: Rows) -> str:
    """Return one line a family: layer, coordinate phi, iterate, delta, classes, theorem."""
    body = []
    for row in families:
        numbers = [name.removeprefix("CF") for name in row["classes"].split()]
        body.append(
            [
                escaped(row["family"]),
                *(rf"$\displaystyle {row[key]}$" for key in ("layer", "phi", "A")),
                "yes" if row["untied"] else "no",
                ", ".join(numbers),
                rf"\ref{{{row['label']}}}",
            ]
        )
    header = ["family", "layer", r"$\varphi$", "$A$", "untied", "CF", "statement"]
    text = table(header, body, "lllllll")
    return "\n".join(line + "[5pt]" if line.endswith(r"\\") else line for line in text.splitlines()) + "\n"
