"""Delta over depth: solvable layers beside tanh."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, legend_below, panels


def draw(profiles: Rows) -> Figure:
    """Draw delta over the number of layers, one panel a weight."""
    weights = distinct(profiles, "weight")
    figure, axes = panels(len(weights), height=2.7, sharey=True, squeeze=False)
    for axis, weight in zip(axes[0], weights, strict=True):
        for layer, marker in zip(distinct(profiles, "layer"), MARKERS, strict=False):
            rows = [row for row in select(profiles, weight=weight, layer=layer) if row["delta"] > 1e-12]
            axis.plot([row["steps"] for row in rows], [row["delta"] for row in rows], f"{marker}-", ms=3, label=layer)
        axis.set(xscale="log", yscale="log", xlabel="layers $n$", title=f"$w = {weight}$")
    axes[0, 0].set_ylabel(r"$\delta = (F^n)'(x)$")
    legend_below(figure, axes[0, 0], columns=3)
    return figure
