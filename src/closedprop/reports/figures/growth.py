"""Tree against DAG against recursion."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, select
from closedprop.reports.style import panels

_LINES = {
    "terms": ("monomials, expanded", "D", ":"),
    "tree": ("tree", "o", "-"),
    "dag": ("DAG", "s", "--"),
    "recursion": ("recursion", "^", "-"),
}


def draw(growth: Rows) -> Figure:
    """Draw sizes over depth on a log axis, untied weights on the left, tied ones on the right, at width 2."""
    figure, axes = panels(2, sharey=True)
    for axis, tied in zip(axes, (0, 1), strict=True):
        rows = select(growth, tied=tied, width=2)
        for column, (label, marker, line) in _LINES.items():
            shown = [row for row in rows if row[column] is not None]
            axis.plot([r["depth"] for r in shown], [float(r[column]) for r in shown], line, marker=marker, label=label)
        axis.set(yscale="log", xlabel="depth $L$", title=("untied weights", "tied weights")[tied])
    axes[0].set_ylabel(r"size of $\delta^{(1)}$, width 2")
    axes[0].legend()
    return figure
