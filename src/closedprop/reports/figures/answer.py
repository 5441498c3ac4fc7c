"""The answer in one picture: what an expression of delta must evaluate, over depth."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, select
from closedprop.reports.style import COLORS, panels

_DEPTH = 10.3  # arbitrary: how far the axis of the depth goes


def draw(evaluations: Rows, order: Rows, radicals: Rows) -> Figure:
    """Draw evaluations over depth: written out, by the recursion on the proved bound, and of a solvable layer."""
    figure, axis = panels(1, height=2.7)
    layers = [row["layers"] for row in evaluations]
    axis.plot(layers, [row["written_out"] for row in evaluations], "-D", color=COLORS[1])
    axis.plot(layers, [row["recursion"] for row in evaluations], "--", color="black", zorder=3)
    wide = select(order, case="wide", activation="tanh", width=2, of="output")
    axis.plot([row["layers"] for row in wide], [row["order"] for row in wide], "o", color=COLORS[0], zorder=4)
    axis.fill_between(layers, 0.1, [row["recursion"] for row in evaluations], color=COLORS[0], alpha=0.12, lw=0)
    solved = [row for row in radicals if row["bias"] == 0 and row["of"] == "delta" and row["weight"] == 1]
    axis.plot([row["layers"] for row in solved], [1] * len(solved), "s", color=COLORS[2])
    axis.plot([1, 10], [1, 1], "-", color=COLORS[2])
    texts = [
        (4.7, 1400, "the formula written out", COLORS[1], "right", "bottom"),
        (7.9, 26, "back-propagation: the shortest expression", "black", "center", "bottom"),
        (7.9, 4.2, "tanh layers: no expression here", COLORS[0], "center", "center"),
        (7.9, 1.12, "a solvable layer: one square root", COLORS[2], "center", "bottom"),
    ]
    for x, y, text, color, horizontal, vertical in texts:
        axis.text(x, y, text, color=color, ha=horizontal, va=vertical)
    axis.set(yscale="log", xlim=(0.7, _DEPTH), ylim=(0.6, 3e4), xlabel="number of layers $n$")
    axis.set_ylabel(r"evaluations in an expression of $\delta$")
    axis.set_xticks(range(1, 11))
    return figure
