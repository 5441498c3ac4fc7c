"""A compiled counter machine written out: units, weights, and a run."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(example: Rows) -> str:
    """Return a line per unit: its preactivation as a formula and its values layer by layer; below them delta."""
    layers = [column.removeprefix("z ") for column in example[0] if column.startswith("z ")]
    body = []
    for row in example:
        formula = f"${row['preactivation']}$" if row["preactivation"] else "at this depth"
        values = ["" if row[f"z {l}"] is None else math(row[f"z {l}"]) for l in layers]
        body.append([f"${row['unit']}$", formula, *values])
    header = ["unit", "next preactivation", *(f"$z^{{({l})}}$" for l in layers)]
    lines = table(header, body, "ll" + "r" * len(layers)).splitlines()
    lines.insert(len(lines) - 3, r"\midrule")  # above delta, the last line before the rule and the end
    return "\n".join(lines) + "\n"
