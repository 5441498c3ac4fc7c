"""The cost of the closed forms of linear networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, legend_below, panels


def draw(cost: Rows) -> Figure:
    """Draw operations relative to the recursion over depth, one panel a width; below 1 the recursion is beaten."""
    widths = distinct(cost, "width")
    figure, axes = panels(len(widths), height=2.7, sharey=True, squeeze=False)
    for axis, width in zip(axes[0], widths, strict=True):
        rows = select(cost, width=width)
        for method, marker in zip(distinct(rows, "method"), MARKERS, strict=False):
            shown = select(rows, method=method)
            style = "k-" if method == "recursion" else f"{marker}-"
            axis.plot([r["steps"] for r in shown], [r["ratio"] for r in shown], style, label=method)
        axis.set(yscale="log", xlabel="layers below the top", title=f"width $N = {width}$")
        axis.set_xscale("log", base=2)
    axes[0, 0].set_ylabel("operations / recursion")
    legend_below(figure, axes[0, 0], columns=5)
    return figure
