"""Delta over depth: solvable layers beside tanh."""

from typing import Any

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

#: How a layer is drawn and its name: closed forms are lines, the recursion is points.
LOOKS: dict[str, tuple[dict[str, Any], str]] = {
    "tanh": ({"color": COLORS[0], "marker": "o", "ls": "none", "zorder": 3}, "tanh, recursion"),
    "isru": ({"color": COLORS[1], "ls": "-"}, "inverse square root"),
    "softsign": ({"color": COLORS[2], "ls": "--"}, "softsign"),
}
#: The values of delta that are drawn.
SMALLEST = 1e-12


def draw(profiles: Rows) -> Figure:
    """Draw delta over the number of layers, one panel a weight."""
    weights = sorted(distinct(profiles, "weight"))
    figure, axes = panels(len(weights), height=2.3, sharey=True, squeeze=False)
    for axis, weight in zip(axes[0], weights, strict=True):
        for layer in distinct(profiles, "layer"):
            rows = [row for row in select(profiles, weight=weight, layer=layer) if row["delta"] > SMALLEST]
            look, name = LOOKS[layer]
            axis.plot([row["steps"] for row in rows], [row["delta"] for row in rows], label=name, **look)
        axis.set(xscale="log", yscale="log", xlabel="layers $n$", title=f"weight $w = {weight}$")
    axes[0, 0].set_ylabel(r"delta of the input, $(F^n)'(x)$")
    axes[0, 0].legend(loc="lower left")
    return figure
