"""Four worlds, one argument: what a gate can add, and what the recursion reaches with its gates."""

from math import log2

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, select
from closedprop.reports.style import COLORS, panels

_GATES = 8  # arbitrary: how far the axes go


def draw(degree: Rows, pieces: Rows, radicals: Rows, order: Rows) -> Figure:
    """Draw, for each world, the complexity over the gates used: a line for the most there can be, points for networks.

    Filled points are the recursion, which is on the line; open ones are for contrast, and no program is above.
    """
    figure, axes = panels(4, height=2.4)
    square = select(degree, activation="quadratic", width=1)
    maps = [row for row in radicals if row["of"] == "output" and row["weight"] == 1]
    tanh = [row for row in select(order, activation="tanh", of="output") if row["joined"] == row["neurons"]]

    _world(axes[0], "polynomial", "degree", r"$k$ gates $\times$ or $\div$")
    _recursion(axes[0], select(square, of="output"), "recursion", "degree", "$F^n$")
    _contrast(axes[0], select(square, of="delta"), "recursion", "degree", r"$\delta_n$", (6.3, 3.2))
    _world(axes[1], "piecewise linear", "linear pieces", "$k$ comparisons")
    _recursion(axes[1], select(pieces, case="sawtooth", activation="abs"), "gates", "pieces", "sawtooth")
    _contrast(axes[1], select(pieces, case="random"), "gates", "pieces", "random ReLU", (2.2, 0.4))
    _world(axes[2], "algebraic", r"degree over $\mathbb{C}(z)$", "$k$ square roots")
    _recursion(axes[2], [row for row in maps if row["bias"] != 0], "layers", "degree", "with bias")
    _contrast(axes[2], [row for row in maps if row["bias"] == 0], "layers", "degree", "without bias", (3.2, 1.8))
    _world(axes[3], "transcendental", "differential order", "$k$ gates of order 1")
    _recursion(axes[3], [row for row in tanh if row["order"] == row["neurons"]], "neurons", "order", "tanh")
    dependent = [row for row in tanh if row["order"] != row["neurons"]]
    _contrast(axes[3], dependent, "neurons", "order", "dependent\nrows", (4.4, 1.2))
    return figure


def _world(axis: Axes, title: str, measure: str, gates: str) -> None:
    """Draw the line, k gates make at most 2^k or, for the order, k; heights are drawn as powers of two."""
    plain = "order" in measure
    axis.plot([-1, _GATES + 1], [-1, _GATES + 1], "-", color="black", lw=0.8, zorder=1)
    axis.fill_between([-1, _GATES + 1], [-1, _GATES + 1], _GATES + 1, color="0.92", lw=0, zorder=0)
    axis.text(
        -0.2, _GATES - 0.9, f"above ${'k' if plain else '2^k'}$:\nno program", color="0.3", fontsize=8, linespacing=1.0
    )
    ticks = [0, 2, 4, 6, 8]
    axis.set(
        title=title, xlabel=gates, xlim=(-0.5, _GATES + 0.5), ylim=(-0.5, _GATES + 0.5), xticks=ticks, yticks=ticks
    )
    axis.set_yticklabels([str(tick if plain else 2**tick) for tick in ticks])
    axis.set_ylabel(measure, labelpad=1)


def _recursion(axis: Axes, rows: Rows, gates: str, measure: str, label: str) -> None:
    x, y = _points(rows, gates, measure)
    axis.plot(x, y, "o", color=COLORS[0], zorder=3)
    axis.text(3.5, 4.2, label, color=COLORS[0], ha="right", va="center", fontsize=8)


def _contrast(axis: Axes, rows: Rows, gates: str, measure: str, label: str, at: tuple[float, float]) -> None:
    x, y = _points(rows, gates, measure)
    axis.plot(x, y, "s", color=COLORS[1], mfc="white", mew=0.9, ms=3.5, zorder=2)
    axis.text(*at, label, color=COLORS[1], va="center", fontsize=8, linespacing=1.0)


def _points(rows: Rows, gates: str, measure: str) -> tuple[list[int], list[float]]:
    """The gates of each row and its height: an order as it is, a degree or a number of pieces by its logarithm."""
    shown = [row for row in rows if row[gates] <= _GATES and row[measure] is not None]
    return [row[gates] for row in shown], [row[measure] if measure == "order" else log2(row[measure]) for row in shown]
