"""Measured times of normalized linear networks, from the committed record."""

from collections.abc import Mapping
from typing import Any

from closedprop.reports.latex import math, table


def typeset(record: Mapping[str, Any]) -> str:
    """Return seconds of closed form and recursion, their ratio, and the distance of the two results."""
    columns = ("width", "steps", "seconds_closed", "seconds_recursion", "ratio", "distance")
    body = [[math(row[column], 2) for column in columns] for row in record["rows"]]
    return table(["$N$", "$n$", "closed form (s)", "recursion (s)", "ratio", "distance"], body, "rrrrrr")
