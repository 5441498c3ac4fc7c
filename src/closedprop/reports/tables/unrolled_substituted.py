"""Delta unrolled: nothing left but the activation, its slope, the weights and the input."""

from closedprop.reports.records import Rows
from closedprop.reports.tables.formulas import displayed


def typeset(formulas: Rows) -> str:
    """Return the fully substituted formulas as displays."""
    return displayed(formulas, "substituted")
