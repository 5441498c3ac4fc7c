"""The parallel prefix product, where Akra and Bazzi's theorem applies."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, legend_below, panels


def draw(scan: Rows) -> Figure:
    """Draw counted work and depth over the number of layers (markers), and the predicted leading terms (lines)."""
    figure, axes = panels(2, height=2.8)
    for axis, quantity in zip(axes, ("work", "depth"), strict=True):
        for method, marker, color in zip(distinct(scan, "method"), MARKERS, COLORS, strict=False):
            rows = select(scan, method=method)
            layers = [row["layers"] for row in rows]
            axis.plot(layers, [row[quantity] for row in rows], marker, color=color, label=method)
            if rows[0][f"predicted_{quantity}"] is not None:
                axis.plot(layers, [row[f"predicted_{quantity}"] for row in rows], "-", color=color, lw=0.8)
        axis.set_xscale("log", base=2)
        axis.set(xlabel="layers", title={"work": "matrix products in all", "depth": "one after another"}[quantity])
        axis.set_yscale("log")
    legend_below(figure, axes[0], columns=4)
    return figure
