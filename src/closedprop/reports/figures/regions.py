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
        means, errors = [row["mean"] for row in rows], [2 * row["stderr"] for row in rows]
        axis.errorbar(units, means, yerr=errors, fmt=f"{marker}-", color=color)
        axis.plot(units, [row["most"] for row in rows], ":", marker=marker, mfc="white", color=color)
        end = (units[-1], rows[-1]["most"])
        axis.annotate(f"most, width {width}", end, (-6, 2), textcoords="offset points", color=color, ha="right")
    largest = max(regions, key=lambda row: row["units"])
    axis.annotate("means", (largest["units"], largest["mean"]), (6, -2), textcoords="offset points")
    axis.set(xscale="log", yscale="log", xlabel="units, width times layers", ylabel="regions along a segment")
    axis.set_xlim(right=1.6 * largest["units"])
    return figure
