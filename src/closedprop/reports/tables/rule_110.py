"""The layer whose deltas are Rule 110, written out."""

from closedprop.reports.latex import table
from closedprop.reports.records import Rows

_MEANINGS = {
    "P": "the waiting bits",
    "B": "the place of the first",
    "h_1": r"$h_1 - h_2 = 2 B \beta$",
    "h_2": "",
    "t_1": r"$t_1 - t_2 = \beta$, the first bit",
    "t_2": "",
    "x_1": "the bit before",
    "x_2": "the bit before that",
    "o": "none of the last two",
    "a": "all of the last three",
    "s": "switch",
    "r": "gate",
    "J": "output",
}


def typeset(layer: Rows) -> str:
    """Return a line per unit: what it carries, and its preactivation as a formula in the activations of the layer before."""
    body = [[f"${row['unit']}$", _MEANINGS[row["unit"]], f"${row['preactivation']}$"] for row in layer]
    return table(["unit", "carries", "next preactivation"], body, "lll")
