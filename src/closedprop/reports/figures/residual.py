"""The limit of residual networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows
from closedprop.reports.style import panels


def draw(residual: Rows) -> Figure:
    """Draw the distance from the matrix exponential over the number of layers, under the proved bound."""
    figure, axis = panels(1, height=2.2)
    layers = [row["layers"] for row in residual]
    axis.plot(layers, [row["error"] for row in residual], "o-", label="distance from the limit")
    axis.plot(layers, [row["bound"] for row in residual], "k--", label="bound")
    axis.set_xscale("log", base=2)
    axis.set(yscale="log", xlabel="layers $n$", ylabel="relative to the limit")
    axis.legend()
    return figure
