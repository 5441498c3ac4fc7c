"""Counter machines and the tied layers they are compiled to."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(machines: Rows) -> str:
    """Return a line per program and start: its size, its steps and result, the units, and what the comparison found."""
    body, last = [], ""
    for row in machines:
        name, last = ("" if row["program"] == last else row["program"]), row["program"]
        # Counters that start at zero are left out.
        start = ", ".join(part for part in row["start"].split(", ") if not part.endswith("= 0")) or "all 0"
        steps = [math(row["steps"]) if row["steps"] is not None else "none", math(row["result"]), math(row["expected"])]
        sizes = (math(row[column]) for column in ("instructions", "units", "weights"))
        found = (math(row[column]) for column in ("layers", "differing", "kinks", "wrong"))
        body.append([name, f"${start}$" if "=" in start else start, *sizes, *steps, *found])
    header = ["program", "start", "instructions", "units", "weights", "halts after", "result", "expected"]
    return table([*header, "layers", "differing", "kinks", "wrong"], body, "llrrrrrrrrrr")
