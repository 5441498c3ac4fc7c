"""Measured against predicted orders of all approximations."""

from matplotlib.figure import Figure

from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import TEXT_WIDTH, panels

_LEAST = 1e-16


def draw(laws: Rows) -> Figure:
    """Draw how far measured orders are from predicted ones: a point a method, activation and order, a line a method."""
    rows = [row for row in laws if row["measured"] is not None]
    names = sorted(distinct(rows, "method"), key=list(APPROXIMATIONS).index, reverse=True)
    figure, axis = panels(1, height=2.6)
    figure.set_size_inches(0.8 * TEXT_WIDTH, 2.6)
    for k, name in enumerate(names):
        shown = select(rows, method=name)
        off = [max(abs(row["measured"] - row["predicted"]), _LEAST) for row in shown]
        marker, face = ("o", "none") if APPROXIMATIONS[name].closed_in_depth else ("x", None)
        axis.plot(
            off, [k] * len(off), marker, color="C0" if marker == "o" else "C1", markerfacecolor=face, markersize=3.5
        )
        orders = sorted({row["predicted"] for row in shown})
        axis.text(1.02, k, ", ".join(map(str, orders)), transform=axis.get_yaxis_transform(), va="center", fontsize=7)
    axis.text(1.02, len(names) - 0.3, "orders", transform=axis.get_yaxis_transform(), fontsize=7, style="italic")
    axis.axvline(0.1, color="0.4", linestyle="--", linewidth=0.8)
    axis.set_yticks(range(len(names)), [name.replace("_", " ") for name in names], fontsize=8)
    axis.set(xscale="log", xlabel=r"$|$measured $-$ predicted$|$ order", ylim=(-0.6, len(names) - 0.4))
    return figure
