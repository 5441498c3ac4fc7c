"""Gauss-Hermite quadrature against the trapezoid rule."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, panels


def draw(quadrature: Rows) -> Figure:
    """Draw the absolute relative error over the variance, one curve a rule; an error below 1e-16 is drawn there."""
    figure, axis = panels(1, height=2.4)
    rules = [(rule, points) for rule in distinct(quadrature, "rule") for points in _points(quadrature, rule)]
    for (rule, points), marker in zip(rules, MARKERS, strict=False):
        rows = select(quadrature, rule=rule, points=points)
        errors = [max(abs(row["error"]), 1e-16) for row in rows]
        axis.plot([row["q"] for row in rows], errors, marker=marker, label=f"{rule}, {points} points")
    axis.set(xscale="log", yscale="log", xlabel="variance $q$", ylabel=r"relative error of $\mathbb{E}\,f'^2$")
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def _points(quadrature: Rows, rule: str) -> list[int]:
    return distinct(select(quadrature, rule=rule), "points")
