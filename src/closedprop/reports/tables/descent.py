"""Horseshoes of gradient descent, one line a rate."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(descent: Rows) -> str:
    """Return the rate, the iterate, both intervals and the bound on the entropy; rates may read as text or numbers."""
    body = []
    for row in descent:
        ends = [_fraction(row[column]) for column in ("left_low", "left_high", "right_low", "right_high")]
        body.append(
            [
                f"${_fraction(row['rate'])}$",
                math(row["iterate"]),
                f"$[{ends[0]}, {ends[1]}]$",
                f"$[{ends[2]}, {ends[3]}]$",
                math(row["entropy"]),
                row["closed_form"] or "--",
            ]
        )
    header = [r"$\eta$", "$k$", "$I_1$", "$I_2$", "entropy", "closed form"]
    return table(header, body, "rrccrl")


def _fraction(value: object) -> str:
    text = str(value)
    if "/" not in text:
        return text
    top, bottom = text.lstrip("-").split("/")
    return ("-" if text.startswith("-") else "") + rf"\tfrac{{{top}}}{{{bottom}}}"
