"""Gauss-Hermite quadrature against the trapezoid rule."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels

_DASHES = {"trapezoid": "-"}  # the others are dashed


def draw(quadrature: Rows) -> Figure:
    """Draw the relative error over the variance, one curve a rule, named at its end; errors below 1e-16 are drawn there."""
    figure, axis = panels(1, height=2.4)
    rules = [(rule, points) for rule in distinct(quadrature, "rule") for points in _points(quadrature, rule)]
    for (rule, points), color, marker in zip(rules, COLORS, MARKERS, strict=False):
        rows = select(quadrature, rule=rule, points=points)
        places, errors = [row["q"] for row in rows], [max(abs(row["error"]), 1e-16) for row in rows]
        axis.plot(places, errors, _DASHES.get(rule, "--"), color=color, marker=marker)
        upper = errors[-1] > 0.5  # beside the curve below it
        axis.annotate(
            f"{rule}, {points} nodes",
            (places[-1], errors[-1]),
            (6, 4 if upper else -2),
            textcoords="offset points",
            color=color,
            va="center" if upper else "top",
            annotation_clip=False,
        )
    axis.set(xscale="log", yscale="log", xlabel="variance $q$", ylabel=r"relative error of $\mathbb{E}\,\tanh'^2$")
    return figure


def _points(quadrature: Rows, rule: str) -> list[int]:
    return distinct(select(quadrature, rule=rule), "points")
