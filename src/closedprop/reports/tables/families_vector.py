"""The catalogue of solvable families of several neurons."""

from closedprop.reports.records import Rows, select
from closedprop.reports.tables.families import catalogue


def typeset(families: Rows) -> str:
    """Return the vector families."""
    return catalogue(select(families, dimension="vector"))
