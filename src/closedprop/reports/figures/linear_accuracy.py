"""The accuracy of the closed forms of linear networks."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import LINES, legend_below, panels

_FLOOR, _CEILING = 1e-17, 1e4  # an exact result, and a lost one, on a log axis


def draw(accuracy: Rows) -> Figure:
    """Draw the cases at the largest depth over cond(V) with medians, and medians over depth, strongest coupling."""
    figure, (left, right) = panels(2, height=3.1, sharey=True)
    couplings, deepest = distinct(accuracy, "coupling"), max(distinct(accuracy, "steps"))
    for method in distinct(accuracy, "method"):
        rows = [row for row in select(accuracy, method=method) if row["error"] is not None]
        shown, line = select(rows, steps=deepest), {**LINES[method], "markeredgewidth": 0}
        left.scatter(
            [row["condition"] for row in shown],
            _errors(shown),
            s=5,
            alpha=0.3,
            lw=0,
            c=line["color"],
            marker=line["marker"],
        )
        groups = [select(shown, coupling=coupling) for coupling in couplings]
        conditions = [np.median([row["condition"] for row in group]) for group in groups]
        left.plot(conditions, [np.median(_errors(group)) for group in groups], **line)
        strong = select(rows, coupling=max(couplings))
        depths = distinct(strong, "steps")
        right.plot(depths, [np.median(_errors(select(strong, steps=depth))) for depth in depths], **line)
    left.set(
        xscale="log", yscale="log", ylim=(_FLOOR / 3, _CEILING), xlabel=r"condition of the eigenvectors, $\kappa(V)$"
    )
    left.set(ylabel=r"relative error of $\delta$", title=f"{deepest} layers below the top")
    right.set_xscale("log", base=2)
    right.set(xlabel="layers below the top, $m$", title=f"coupling $g = {max(couplings)}$")
    for axes in (left, right):
        _mark_one(axes)
    legend_below(figure, left, columns=5)
    return figure


def _errors(rows: Rows) -> list[float]:
    return [float(np.clip(row["error"], _FLOOR, _CEILING)) for row in rows]


def _mark_one(axes: Axes) -> None:
    axes.axhline(1, color="gray", lw=0.8, ls=":")
    axes.text(0.02, 1, "no digit left", transform=axes.get_yaxis_transform(), fontsize=7, color="gray", va="bottom")
