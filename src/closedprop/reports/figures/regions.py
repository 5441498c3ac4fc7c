"""Linear pieces of random ReLU networks along a line."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(regions: Rows) -> Figure:
    """Draw the mean number of regions over the number of units, with two standard errors, and the most there can be."""
    figure, axis = panels(1, height=2.4)
    for width, marker, color in zip(distinct(regions, "width"), MARKERS, COLORS, strict=False):
        rows = select(regions, width=width)
        units = [row["units"] for row in rows]
        errors = [2 * row["stderr"] for row in rows]
        axis.errorbar(
            units, [row["mean"] for row in rows], yerr=errors, fmt=f"{marker}-", color=color, label=f"width {width}"
        )
        axis.plot(units, [row["most"] for row in rows], ":", color=color, label=f"width {width}, bound")
    axis.set(xscale="log", yscale="log", xlabel="units", ylabel="regions along a segment")
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
