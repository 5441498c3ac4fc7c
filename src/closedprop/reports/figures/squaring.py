"""Repeated squaring of a strongly non-normal weight."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, select
from closedprop.reports.style import MARKERS, panels


def draw(squaring: Rows) -> Figure:
    """Draw the error over the angle of rotation: squaring, the eigen-form, the recursion."""
    figure, axis = panels(1, height=2.4)
    for method, marker in zip(("squaring", "spectral", "recursion"), MARKERS, strict=False):
        rows = [row for row in select(squaring, method=method) if row["error"] is not None]
        axis.plot([np.degrees(r["angle"]) for r in rows], [r["error"] for r in rows], marker=marker, ms=3, label=method)
    axis.set(yscale="log", xlabel=r"angle of rotation $\theta$ in degrees", ylabel=r"relative error of $\delta$")
    axis.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
    return figure
