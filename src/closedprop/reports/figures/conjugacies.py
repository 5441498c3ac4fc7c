"""One picture for all conjugacies."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

#: How many points of a layer are shown in the coordinate.
SHOWN = 9


def draw(conjugacies: Rows) -> Figure:
    """Draw each layer over z on top, and below the same layer over u = phi(z), where it is a straight or a folded line."""
    names = distinct(conjugacies, "family")
    figure, axes = panels(len(names), height=2.8, rows=2)
    for (upper, lower), name in zip(axes.T, names, strict=True):
        rows = sorted(select(conjugacies, family=name), key=lambda row: row["z"])
        upper.plot([row["z"] for row in rows], [row["layer"] for row in rows], color=COLORS[0], lw=1.8)
        upper.set_title(name.replace("-", " "))
        rows.sort(key=lambda row: row["coordinate"])
        lower.plot([row["coordinate"] for row in rows], [row["simple"] for row in rows], "k-", lw=0.8)
        across = [row["coordinate"] for row in rows]
        places = np.searchsorted(across, np.linspace(across[0], across[-1], SHOWN))
        some = [rows[place] for place in places]
        lower.plot(
            [row["coordinate"] for row in some], [row["in_coordinate"] for row in some], "o", color=COLORS[1], ms=3
        )
        for axis, column in ((upper, "z"), (lower, "coordinate")):
            ends = [row[column] for row in rows]
            axis.plot(*[[np.min(ends), np.max(ends)]] * 2, ":", color="gray", lw=1)
            axis.locator_params(nbins=3)
        upper.set_xlabel("$z$", labelpad=0)
        lower.set_xlabel(r"$u = \varphi(z)$", labelpad=0)
    axes[0, 0].set_ylabel("layer $F(z)$")
    axes[1, 0].set_ylabel(r"$A(u) = \varphi(F(\varphi^{-1}(u)))$", fontsize=8)
    return figure
