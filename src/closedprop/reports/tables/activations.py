"""The activations."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows


def typeset(activations: Rows) -> str:
    """Return one line an activation: formula, slope or kinks with their slopes, range, radius of convergence at 0."""
    body = []
    for row in activations:
        slope = f"${row['slope']}$" if row["slope"] else f"kinks ${str(row['kinks']).replace('*', ' ')}$"
        extent = rf"$[{_end(row['low'])}, {_end(row['high'])}]$"
        radius = math(row["radius"], 4) if row["radius"] is not None else "--"
        body.append([escaped(row["activation"]), f"${row['formula']}$", slope, extent, radius])
    return table(["name", "$f(z)$", "$f'(z)$, or kinks with slopes", "range", "radius"], body, "llllr")


def _end(value: float) -> str:
    if abs(value) == float("inf"):
        return r"\infty" if value > 0 else r"-\infty"
    return f"{value:.4g}"
