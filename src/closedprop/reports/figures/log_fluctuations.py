"""The logarithm of a squared gradient at finite width: its exact law, the normal law, and samples."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels

_NAMES = {"relu": "ReLU", "identity": "linear"}


def draw(laws: Rows, samples: Rows) -> Figure:
    """Draw the density of one law on the left, and the distance to the normal law over the layers on the right."""
    figure, (density, distance) = panels(2, height=2.1)
    _density(density, select(laws, law="density"), select(samples, law="density"))
    rows = select(laws, law="log", quantity="distance")
    for name, dash in zip(distinct(rows, "activation"), ("-", ":"), strict=False):
        for width, color, marker in zip(distinct(rows, "width"), COLORS, MARKERS, strict=False):
            curve = select(rows, activation=name, width=width)
            layers, values = [row["layers"] for row in curve], [row["value"] for row in curve]
            face = color if dash == "-" else "white"
            label = f"{_NAMES.get(name, name)}, $N = {width}$"
            distance.plot(layers, values, dash, color=color, marker=marker, mfc=face, label=label)
    ends = [min(row["layers"] for row in rows), max(row["layers"] for row in rows)]
    guide = 1.7 * max(row["value"] for row in rows if row["layers"] == ends[0])
    distance.plot(ends, [guide, guide * (ends[0] / ends[1]) ** 0.5], color="0.5", lw=0.8)
    distance.annotate(r"$\sim 1 / \sqrt{L}$", (ends[0], guide), (26, -3), textcoords="offset points", color="0.4")
    distance.set(xscale="log", yscale="log", xlabel="layers", ylabel="distance to the normal law")
    distance.legend(ncols=2, fontsize=7, loc="lower left", columnspacing=1.0)
    distance.set_ylim(distance.get_ylim()[0] / 5)
    return figure


def _density(axis: Axes, law: Rows, drawn: Rows) -> None:
    name, width, layers = law[0]["activation"], law[0]["width"], law[0]["layers"]
    drawn = select(drawn, activation=name)
    places = [row["at"] for row in drawn]
    axis.bar(places, [row["value"] for row in drawn], width=places[1] - places[0], color="0.85", label="sampled")
    for quantity, label, dash, color in (("exact", "exact", "-", COLORS[0]), ("log_normal", "normal", "--", COLORS[1])):
        rows = select(law, quantity=quantity)
        axis.plot([row["at"] for row in rows], [row["value"] for row in rows], dash, color=color, label=label)
    axis.set(xlabel=r"$\log\,|\delta^{(1)}|^2$", ylabel="density, given survival")
    axis.set_xlim(min(row["at"] for row in law), max(row["at"] for row in law))
    axis.legend(loc="upper left", title=f"{_NAMES.get(name, name)}, $N = {width}$,\n{layers} layers", title_fontsize=8)
