"""All certificates of the run, by kind."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(checked: Rows) -> str:
    """Return a line per kind: how many there are of each verdict, the statements they rest on, the shortest claim."""
    body = []
    for kind in distinct(checked, "kind"):
        rows = select(checked, kind=kind)
        verdicts = [math(len(select(rows, verdict=verdict))) for verdict in ("PROVED", "REFUTED", "UNKNOWN")]
        statements = ", ".join(rf"\ref{{{label}}}" for label in distinct(rows, "paper"))
        body.append([kind, *verdicts, statements, escaped(min((row["claim"] for row in rows), key=len))])
    header = ["kind", "proved", "refuted", "unknown", "statement", "the shortest claim"]
    lines = table(header, body, "lrrrll").replace("\\\\\n", "\\\\[2pt]\n")
    columns = (
        r"{@{}lrrr>{\raggedright\arraybackslash}p{0.1\textwidth}>{\raggedright\arraybackslash}p{0.56\textwidth}@{}}"
    )
    return lines.replace("{lrrrll}", columns)
