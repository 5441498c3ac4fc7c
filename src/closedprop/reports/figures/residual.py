"""The limit of residual networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows
from closedprop.reports.style import COLORS, panels


def draw(residual: Rows) -> Figure:
    """Draw the distance from the matrix exponential over the number of layers (dots), under the proved bound (line)."""
    figure, axis = panels(1, height=2.3)
    layers = [row["layers"] for row in residual]
    for column, name, color, form in (("bound", "proved bound", "black", "-"), ("error", "measured", COLORS[0], "o")):
        values = [row[column] for row in residual]
        axis.plot(layers, values, form, color=color)
        middle = len(layers) // 2
        axis.annotate(
            name, (layers[middle], values[middle]), xytext=(4, 5), textcoords="offset points", color=color, va="bottom"
        )
    axis.set_xscale("log", base=2)
    axis.set(yscale="log", xlabel="layers, $n$", ylabel="distance from the limit,\nrelative to it")
    return figure
