"""The accuracy of the closed forms of linear networks."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, legend_below, panels

_FLOOR = 1e-17  # an exact result, on a log axis


def draw(accuracy: Rows) -> Figure:
    """Draw every case at the largest depth over cond(V), and medians over depth for the strongest coupling."""
    figure, (left, right) = panels(2, height=3.0, sharey=True)
    deepest = max(distinct(accuracy, "steps"))
    coupling = max(distinct(accuracy, "coupling"))
    for method, marker in zip(distinct(accuracy, "method"), MARKERS, strict=False):
        rows = [row for row in select(accuracy, method=method) if row["error"] is not None]
        shown = select(rows, steps=deepest)
        left.plot([r["condition"] for r in shown], [_kept(r["error"]) for r in shown], marker, ms=2.5, label=method)
        strong = select(rows, coupling=coupling)
        depths = distinct(strong, "steps")
        medians = [_kept(np.median([r["error"] for r in select(strong, steps=depth)])) for depth in depths]
        right.plot(depths, medians, marker=marker, label=method)
    left.set(xscale="log", yscale="log", xlabel=r"$\mathrm{cond}(V)$", title=f"{deepest} layers below the top")
    left.set_ylabel("relative error of $\\delta$")
    left.set_ylim(_FLOOR / 2, 1e4)
    right.set_xscale("log", base=2)
    right.set(xlabel="layers below the top", title=f"strongly non-normal, $g = {coupling}$ (medians)")
    legend_below(figure, left, columns=5)
    return figure


def _kept(error: float) -> float:
    return float(np.clip(error, _FLOOR, 1e4))
