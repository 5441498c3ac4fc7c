"""Layers at a fixed point: why their orbits satisfy no recurrence."""

from closedprop.reports.latex import table
from closedprop.reports.records import Rows
from closedprop.reports.tables.recurrence_certificates import layer_text


def typeset(attracting: Rows) -> str:
    """Return a line per layer: multiplier, coefficients of P or iterative residue, and the recurrences that are excluded."""
    body = []
    for row in attracting:
        critical = row["exponent"] is not None
        series = "--" if critical else f"${row['nonzero']}$ of ${row['terms']}$"
        exponent, residue = (f"${row['exponent']}$", f"${row['residue']}$") if critical else ("--", "--")
        bound = "every order" if critical else f"order at most ${row['order']}$"
        excluded = bound if row["verdict"] == "PROVED" else "nothing"
        body.append([f"${layer_text(row['layer'])}$", f"${row['multiplier']}$", series, exponent, residue, excluded])
    header = ["$F$", r"$\lambda$", "non-zero $a_k$", "$m$", r"$\rho$", "excluded"]
    return table(header, body, "lrrrrl")
