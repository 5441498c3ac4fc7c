"""The activations."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows


def typeset(activations: Rows) -> str:
    """Return one line an activation: formula, slope or kinks with their slopes, range, radius of convergence at 0."""
    body = []
    for row in activations:
        slope = _display(str(row["slope"])) if row["slope"] else f"kinks ${str(row['kinks']).replace('*', ' ')}$"
        extent = rf"$[{_end(row['low'])}, {_end(row['high'])}]$"
        radius = math(row["radius"], 4) if row["radius"] is not None else "--"
        parameters = f", ${row['parameters']}$" if row["parameters"] else ""
        body.append([escaped(row["activation"]) + parameters, _display(str(row["formula"])), slope, extent, radius])
    text = table(["name", "$f(z)$", "$f'(z)$, or kinks with slopes", "range", "radius"], body, "llllr")
    # Lines with fractions in display style need room between them.
    return "\n".join(line + "[4pt]" if "frac" in line else line for line in text.splitlines()) + "\n"


def _display(formula: str) -> str:
    room = r"\rule{0pt}{4ex}" if "frac" in formula else ""
    return rf"{room}$\displaystyle {formula}$"


def _end(value: float) -> str:
    if abs(value) == float("inf"):
        return r"\infty" if value > 0 else r"-\infty"
    return f"{value:.4g}"
