"""Measured against predicted orders of all approximations."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(laws: Rows) -> Figure:
    """Draw one point a method, activation and order, methods side by side; they lie on the diagonal."""
    rows = [row for row in laws if row["measured"] is not None]
    names = distinct(rows, "method")
    figure, (axis, deviation) = panels(2, height=3.1, width_ratios=(1, 1))
    for k, name in enumerate(names):
        shown = select(rows, method=name)
        shift = 0.5 * (k - (len(names) - 1) / 2) / max(len(names), 2)
        style = {
            "color": COLORS[k % len(COLORS)],
            "marker": MARKERS[k // len(COLORS)],
            "linestyle": "",
            "markersize": 3,
        }
        axis.plot([row["predicted"] + shift for row in shown], [row["measured"] for row in shown], **style)
        off = [max(abs(row["measured"] - row["predicted"]), 1e-16) for row in shown]
        deviation.plot(off, [k] * len(off), **style)
    low, high = 0.5, max((row["predicted"] for row in rows), default=1) + 0.5
    axis.plot([low, high], [low, high], color="0.6", linewidth=0.8, zorder=0)
    axis.set(xlabel="predicted order", ylabel="measured order", xlim=(low, high))
    deviation.axvline(0.1, color="0.6", linewidth=0.8)
    deviation.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    deviation.set(xscale="log", xlabel=r"$|$measured $-$ predicted$|$")
    return figure
