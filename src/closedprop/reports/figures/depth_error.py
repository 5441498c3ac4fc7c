"""The recursion against the closed form down to great depth."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, panels


def draw(depths: Rows) -> Figure:
    """Draw the relative error of the recursion in double precision; an error of zero is drawn at 1e-17."""
    figure, axis = panels(1, height=2.4)
    for name, marker in zip(distinct(depths, "family"), MARKERS, strict=False):
        rows = select(depths, family=name)
        errors = [max(row["recursion_error"], 1e-17) for row in rows]
        axis.plot([row["steps"] for row in rows], errors, f"{marker}-", ms=3, label=name)
    axis.set(xscale="log", yscale="log", xlabel="layers $n$", ylabel="relative error of $z_n$")
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
