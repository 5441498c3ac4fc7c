"""Displayed formulas from the symbolic unrolling."""

from closedprop.reports.records import Rows, select


def displayed(formulas: Rows, form: str) -> str:
    """Return the formulas of one form as a ``longtable``-free list: for every width and depth its lines in a display."""
    blocks = []
    for row in select(formulas, form=form):
        lines = str(row["latex"]).split("\\\\\n")
        head = rf"\paragraph{{Width ${row['width']}$, depth ${row['depth']}$.}}"
        blocks.append("\n".join([head, r"\begin{gather*}", " \\\\\n".join(lines), r"\end{gather*}"]))
    return "\n".join(blocks) + "\n"
