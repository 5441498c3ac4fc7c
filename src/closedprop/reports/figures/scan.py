"""The parallel prefix product, where Akra and Bazzi's theorem applies."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, legend_below, panels

_TITLES = {"work": "work: matrix products in all", "depth": "depth: products one after another"}


def draw(scan: Rows) -> Figure:
    """Draw counted work and depth over the number of layers (markers), and the predicted leading terms (lines)."""
    figure, axes = panels(2, height=2.9)
    scans = [method for method in distinct(scan, "method") if method != "sequential"]
    for axis, quantity in zip(axes, _TITLES, strict=True):
        rows = select(scan, method="sequential")
        axis.plot(
            [r["layers"] for r in rows], [r[quantity] for r in rows], "k--", label="recursion (matrix and vector)"
        )
        for method, marker, color in zip(scans, MARKERS, COLORS, strict=False):
            rows = select(scan, method=method)
            layers = [row["layers"] for row in rows]
            axis.plot(layers, [row[quantity] for row in rows], marker, color=color, label=method)
            axis.plot(layers, [row[f"predicted_{quantity}"] for row in rows], "-", color=color, lw=0.8)
        axis.set_xscale("log", base=2)
        axis.set(yscale="log", xlabel="layers, $n$", ylabel="products", title=_TITLES[quantity])
    legend_below(figure, axes[0], columns=4)
    return figure
