"""What an error costs: operations counted, and time measured."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.reports.records import Rows, select
from closedprop.reports.style import COLORS, MARKERS, panels

_DEPTH, _WIDTH = 100, 2
_PLACE = {"activation": "tanh", "tied": 1, "residual": 0, "sigma_w": 0.9, "sigma_b": 0.0, "amplitude": 0.3}
#: Where the name stands beside the last point of a method, in points.
_PLACES = {
    "linearization": ((-3, 6), "left"),
    "surrogate": ((5, -9), "left"),
    "carleman": ((-6, -8), "right"),
    "amplitude": ((5, 4), "left"),
    "minimax": ((-5, -2), "right"),
    "taylor": ((-5, -5), "right"),
}
#: Method, order, error, cost.
_Point = tuple[str, int | None, float, float]


def draw(errors: Rows, costs: Rows, record: Mapping[str, Any]) -> Figure:
    """Draw the median error of tied tanh networks against operations, and against time, relative to the recursion.

    A point is a method and an order, filled for methods that are closed in depth. The recursion, with no error but rounding,
    is the dashed line at 1; nothing is below and left of the black steps.
    """
    cells = select(errors, **_PLACE, width=_WIDTH, depth=_DEPTH)
    found = {(row["method"], row["order"]): row["error_median"] for row in cells if row["error_median"]}
    counted = {(row["method"], row["order"]): row["ratio"] for row in select(costs, width=_WIDTH, depth=_DEPTH)}
    timed = {(r["method"], r["order"]): r["ratio_median"] for r in select(record["rows"], width=_WIDTH, depth=_DEPTH)}
    figure, axes = panels(2, height=3.0, sharey=True)
    for axis, cost, label in zip(axes, (counted, timed), ("operations", "time"), strict=True):
        points = [
            (name, order, error, cost[name, order]) for (name, order), error in found.items() if (name, order) in cost
        ]
        axis.set(xscale="log", yscale="log", xlabel=f"{label}, relative to the recursion")
        _scatter(axis, points)
        axis.axvline(1.0, color="black", linestyle="--", linewidth=0.9)
        axis.text(1.0, 1.01, "recursion", transform=axis.get_xaxis_transform(), ha="center", fontsize=8)
    axes[0].set_ylabel(r"relative error of $\delta^{(1)}$")
    return figure


def _scatter(axis: Axes, points: list[_Point]) -> None:
    for name in dict.fromkeys(name for name, *_ in points):
        mine = sorted((order or 0, cost, error) for other, order, error, cost in points if other == name)
        k = list(APPROXIMATIONS).index(name)
        color, marker = COLORS[k % len(COLORS)], MARKERS[(k + k // len(COLORS)) % len(MARKERS)]
        _, costs, found = zip(*mine, strict=True)
        face = color if APPROXIMATIONS[name].closed_in_depth else "white"
        axis.plot(costs, found, color=color, marker=marker, markerfacecolor=face, lw=0.5, markersize=4)
        place, align = _PLACES.get(name, ((5, -2), "left"))
        axis.annotate(
            name.replace("_", " "),
            (costs[-1], found[-1]),
            place,
            textcoords="offset points",
            fontsize=7,
            color=color,
            ha=align,
        )
    front: list[tuple[float, float]] = []
    for cost, error in sorted((cost, error) for _, _, error, cost in points if cost < 1):
        if not front or error < front[-1][1]:
            front.append((cost, error))
    if front:
        front += [(1.0, front[-1][1]), (1.0, min(error for _, _, error, _ in points))]
        axis.step(*zip(*front, strict=True), where="post", color="black", lw=1.2, zorder=0)
