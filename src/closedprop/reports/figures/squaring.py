"""Repeated squaring of a strongly non-normal weight."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, select
from closedprop.reports.style import LINES, panels


def draw(squaring: Rows) -> Figure:
    """Draw the error over the angle of rotation: squaring, the spectral form, the recursion; each with its name."""
    figure, axis = panels(1, height=2.5)
    for method in ("squaring", "spectral", "recursion"):
        rows = [row for row in select(squaring, method=method) if row["error"] is not None]
        angles, errors = [np.degrees(row["angle"]) for row in rows], [row["error"] for row in rows]
        axis.plot(angles, errors, **{**LINES[method], "markersize": 3, "lw": 0.8})
        middle = np.median(errors[-len(errors) // 4 :])
        side = "top" if method == "recursion" else "bottom"
        axis.text(184, middle, LINES[method]["label"], color=LINES[method]["color"], va=side)
    axis.set(yscale="log", xlabel=r"angle of the rotation, $\theta$, in degrees", ylabel=r"relative error of $\delta$")
    axis.set(xticks=range(0, 181, 30), xlim=(-4, 182))
    return figure
