"""The formula in a comment to the question, and delta."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(comment: Rows) -> str:
    """Return, layer by layer, delta of the counterexample and what it becomes without the transpose."""
    body = [
        [math(row["steps"]), f"${row['delta']}$", f"${row['without_transpose']}$", f"${row['without_delta_top']}$"]
        for row in comment
    ]
    top = r"\delta^{(L)}"
    header = [
        "$n$",
        rf"$(W^{{\top}})^n {top}$",
        rf"$W^n {top}$ (no transpose)",
        rf"first column of $(W^{{\top}})^n$ (no ${top}$)",
    ]
    return table(header, body, "rlll")
