"""Which approximation is best where."""

from math import isfinite, log10
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from closedprop.reports.latex import math
from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import panels

_WIDTH = 2
_WORST, _BEST = 10.0, 1e-6  # arbitrary: errors from which on a cell is as dark or as light as can be
_DARK = -1.5  # arbitrary: the logarithm of the error from which on letters are white


def draw(errors: Rows) -> Figure:
    """Draw, for tied tanh networks of two neurons, the method of the least median error over depth and sigma_w by amplitude.

    Above those that are closed in depth, below the local ones; the darker a cell, the larger the error written in it.
    """
    rows = [row for row in errors if row["activation"] == "tanh" and row["usual"]]
    rows = select(rows, tied=1, residual=0, width=_WIDTH, sigma_b=0.0)
    planes = (("depth", r"depth $L$", _most(rows, "depth", "sigma_w")), ("sigma_w", r"$\sigma_w$", {"depth": 30}))
    figure, axes = panels(2, height=3.4, rows=2, squeeze=False)
    for line, closed in zip(axes, (1, 0), strict=True):
        for axis, (column, label, fixed) in zip(line, planes, strict=True):
            shown = select(rows, closed=closed, **fixed)
            if not shown:
                axis.set_axis_off()
                continue
            _plane(axis, shown, column)
            axis.set(xlabel=label, ylabel="amplitude $h$")
            axis.set_title(f"best {'closed in depth' if closed else 'local one'}, {_said(fixed)}")
    return figure


def _most(rows: Rows, over: str, column: str) -> dict[str, Any]:
    """Return the value of a column at which the most values of another one were run."""
    values = distinct(rows, column)
    return (
        {column: max(values, key=lambda value: len(distinct(select(rows, **{column: value}), over)))} if values else {}
    )


def _said(fixed: dict[str, Any]) -> str:
    names = {"sigma_w": r"\sigma_w", "depth": "L"}
    return ", ".join(f"${names[key]} = {value}$" for key, value in fixed.items())


def _plane(axis: Axes, rows: Rows, column: str) -> None:
    across, up = sorted(distinct(rows, column)), sorted(distinct(rows, "amplitude"))
    shade, names = np.full((len(up), len(across)), np.nan), {}
    for i, amplitude in enumerate(up):
        for j, value in enumerate(across):
            cells = select(rows, amplitude=amplitude, **{column: value})
            answered = [row for row in cells if row["error_median"] is not None and row["refused"] < 0.5]
            if answered:
                best = min(answered, key=lambda row: row["error_median"])
                error = best["error_median"]
                shade[i, j] = log10(max(error, _BEST**2)) if isfinite(error) else 0.0
                names[i, j] = (best["method"].split("_")[0], error)
    axis.imshow(shade, cmap="Blues", norm=Normalize(log10(_BEST), log10(_WORST)), aspect="auto", origin="lower")
    for (i, j), (name, error) in names.items():
        color = "white" if shade[i, j] > _DARK else "black"
        for shift, text in ((0.2, name), (-0.22, math(error, 1))):
            axis.text(j, i + shift, text, ha="center", va="center", fontsize=7, color=color)
    axis.set_xticks(range(len(across)), [f"{value:g}" for value in across])
    axis.set_yticks(range(len(up)), [f"{value:g}" for value in up])
    axis.grid(False)
