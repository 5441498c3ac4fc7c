"""All certificates of the run."""

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows


def typeset(checked: Rows) -> str:
    """Return a line per certificate: kind, claim, verdict, theorem."""
    body = [[row["kind"], escaped(row["claim"]), row["verdict"].lower(), rf"\ref{{{row['paper']}}}"] for row in checked]
    lines = table(["kind", "claim", "verdict", "statement"], body, "llll")
    return lines.replace("{llll}", r"{@{}l>{\raggedright\arraybackslash}p{0.68\textwidth}ll@{}}")
