"""One picture for all conjugacies."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels


def draw(conjugacies: Rows) -> Figure:
    """Draw each layer over z on top, and below the same layer over u = phi(z), where it is a straight or a folded line."""
    names = distinct(conjugacies, "family")
    figure, axes = panels(len(names), height=3.2, rows=2)
    for (upper, lower), name in zip(axes.T, names, strict=True):
        rows = sorted(select(conjugacies, family=name), key=lambda row: row["z"])
        upper.plot([row["z"] for row in rows], [row["layer"] for row in rows], color=COLORS[0])
        upper.set_title(name.replace("-", " "))
        rows.sort(key=lambda row: row["coordinate"])
        lower.plot([row["coordinate"] for row in rows], [row["simple"] for row in rows], "k-", lw=0.8)
        some = rows[:: max(1, len(rows) // 12)]
        lower.plot(
            [row["coordinate"] for row in some], [row["in_coordinate"] for row in some], "o", color=COLORS[1], ms=2.5
        )
        for axis, column in ((upper, "z"), (lower, "coordinate")):
            ends = [row[column] for row in rows]
            axis.plot(*[[np.min(ends), np.max(ends)]] * 2, ":", color="gray", lw=0.8)
        upper.set_xlabel("$z$")
        lower.set_xlabel(r"$u = \varphi(z)$")
    axes[0, 0].set_ylabel("$F(z)$")
    axes[1, 0].set_ylabel(r"$\varphi(F(\varphi^{-1}(u)))$")
    return figure
