"""What the solver finds, and what SymPy's rsolve finds, map by map."""

from closedprop.reports.latex import escaped, table
from closedprop.reports.records import Rows


def typeset(coverage: Rows) -> str:
    """Return one line a map: family of the form found, or a dash; a cross where rsolve finds one too."""
    body = [
        [
            rf"\texttt{{{escaped(str(row['map'])).replace('**', chr(94) + '{}')}}}".replace("^{}", r"\^{}"),
            "yes" if row["expected"] else "none of these kinds",
            escaped(row["family"]) if row["solved"] else "--",
            "yes" if row["rsolve"] else "--",
        ]
        for row in coverage
    ]
    return table(["map $F(z)$", "known form", "form found", r"\texttt{rsolve}"], body, "llll")
