"""The error of replaced layers over depth, at a critical weight and beside it."""

from itertools import pairwise
from math import log10
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

_PLACES = ((1, 0.8), (1, 3.0), (1.1, 0.8))
_LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))
_RANGE = (1e-3, 1e7)


def draw(depths: Rows) -> Figure:
    """Draw the relative error of delta over the number of layers, a panel for each weight and start, a line a method.

    Errors below 10^-3, those of the depth asymptotics, are left out; a line that ends has left the range of doubles.
    """
    places = [place for place in _PLACES if select(depths, weight=place[0], start=place[1])]
    figure, axes = panels(len(places), height=2.8, sharey=True, squeeze=False)
    methods = [method for method in distinct(depths, "method") if method != "critical"]
    for axis, (weight, start) in zip(axes[0], places, strict=True):
        at = select(depths, weight=weight, start=start)
        ends = []
        for k, method in enumerate(methods):
            rows = [row for row in select(at, method=method) if row["error"] and row["error"] < 1e300]
            if rows:
                color = COLORS[k % len(COLORS)]
                style: dict[str, Any] = {"color": color, "linestyle": _LINES[k % len(_LINES)]}
                axis.plot([row["steps"] for row in rows], [row["error"] for row in rows], marker=".", ms=4, **style)
                ends.append((rows[-1]["steps"], rows[-1]["error"], method, color))
        axis.set(xscale="log", yscale="log", ylim=_RANGE, xlabel="layers $n$", title=f"$w = {weight}$, $x = {start}$")
        axis.set_xlim(0.7, 1e3 * max(end[0] for end in ends))
        _label(axis, ends)
    axes[0, 0].set_ylabel(r"$|\tilde\delta / \delta - 1|$")
    return figure


def _label(axis: Axes, ends: list[tuple[int, float, str, str]]) -> None:
    """Write the name of each method at the end of its line, within the axes, no two closer than a line of text."""
    least, most = map(log10, _RANGE)
    gap = 0.055 * (most - least)
    heights = [min(max(log10(error), least + gap), most - gap) for _, error, _, _ in ends]
    order = sorted(range(len(ends)), key=lambda k: heights[k])
    for below, above in pairwise(order):
        heights[above] = max(heights[above], heights[below] + gap)
    ceiling = most - gap / 2
    for k in reversed(order):  # push down what was pushed over the top
        heights[k] = min(heights[k], ceiling)
        ceiling = heights[k] - gap
    for k in order:
        steps, _, method, color = ends[k]
        name = method.replace("_", " ").replace("taylor", "Taylor").replace("moebius", "Moebius")
        axis.text(1.5 * steps, 10 ** heights[k], name, color=color, fontsize=7, va="center")
