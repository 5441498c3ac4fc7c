"""A compiled circuit written out: units, weights, preactivations and deltas."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(example: Rows) -> str:
    """Return a line per unit: its preactivation as a formula, and z and delta at each assignment shown."""
    assignments = [column.removeprefix("z ") for column in example[0] if column.startswith("z ")]
    body, last = [], None
    for row in example:
        layer, last = ("" if row["layer"] == last else math(row["layer"])), row["layer"]
        formula = row["preactivation"] or {"s": "1"}.get(row["unit"], r"\pm 1")
        values = [math(row[f"{name} {text}"]) for text in assignments for name in ("z", "delta")]
        body.append([layer, f"${row['unit']}$", f"${formula}$", *values])
    header = ["layer", "unit", "preactivation", *[r"$z$", r"$\delta$"] * len(assignments)]
    text = table(header, body, "rll" + "rr" * len(assignments))
    inputs = "".join(str(row["unit"]) for row in example if row["layer"] == 1 and row["unit"] != "s")
    groups = " & ".join(rf"\multicolumn{{2}}{{c}}{{${inputs} = {given}$}}" for given in assignments)
    return text.replace("\\toprule\n", f"\\toprule\n& & & {groups} \\\\\n", 1)
