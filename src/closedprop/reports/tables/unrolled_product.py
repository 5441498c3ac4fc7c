"""Delta unrolled: the ordered product."""

from closedprop.reports.records import Rows
from closedprop.reports.tables.formulas import displayed


def typeset(formulas: Rows) -> str:
    """Return the formulas of this form for every width and depth, as displays."""
    return displayed(formulas, "product")
