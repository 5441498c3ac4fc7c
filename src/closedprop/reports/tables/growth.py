"""The size of the unrolled delta."""

from typing import Any

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(growth: Rows) -> str:
    """Return depth by depth: monomials, tree, DAG and recursion; a dash where the expansion was not attempted."""
    body = [
        [
            "tied" if row["tied"] else "untied",
            math(row["width"]),
            math(row["depth"]),
            *(math(_shown(row[column])) for column in ("terms", "tree", "dag", "recursion")),
        ]
        for row in growth
        if row["depth"] > 1 and (row["width"] > 1 or row["depth"] <= 5) and row["depth"] <= 8
    ]
    return table(["weights", "$N$", "$L$", "monomials", "tree", "DAG", "recursion"], body, "lrrrrrr")


def _shown(value: Any) -> Any:
    # A tree of more than ten digits is shown by its magnitude.
    return float(value) if isinstance(value, int) and value >= 10**9 else value
