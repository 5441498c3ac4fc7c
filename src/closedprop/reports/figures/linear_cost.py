"""The cost of the closed forms of linear networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import LINES, legend_below, panels


def draw(cost: Rows) -> Figure:
    """Draw operations relative to the recursion over depth, one panel a width; below 1 the recursion is beaten."""
    widths = distinct(cost, "width")
    figure, axes = panels(len(widths), height=2.7, sharey=True, squeeze=False)
    for axis, width in zip(axes[0], widths, strict=True):
        rows = select(cost, width=width)
        for method in distinct(rows, "method"):
            shown = select(rows, method=method)
            line = {**LINES[method], "marker": None} if method == "recursion" else LINES[method]
            axis.plot([row["steps"] for row in shown], [row["ratio"] for row in shown], **line)
        axis.set(yscale="log", xlabel="layers below the top, $m$", title=f"width $N = {width}$")
        axis.set_xscale("log", base=2)
    axes[0, 0].set_ylabel("operations, relative to the recursion")
    legend_below(figure, axes[0, 0], columns=5)
    return figure
