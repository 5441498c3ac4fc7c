"""Displayed formulas from the symbolic unrolling."""

from closedprop.reports.records import Rows, distinct, select


def displayed(formulas: Rows, form: str) -> str:
    """Return the formulas of one form, aligned, for every width and depth."""
    rows = select(formulas, form=form)
    parts = []
    for width in distinct(rows, "width"):
        for row in select(rows, width=width):
            parts.append(rf"\noindent\emph{{Width ${width}$, depth ${row['depth']}$:}}")
            parts.append(f"\\begin{{align*}}\n{row['latex']}\n\\end{{align*}}")
    return "\n".join(parts) + "\n"
