"""The logarithm of a squared gradient at finite width: its exact law, the normal law, and samples."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(laws: Rows, samples: Rows) -> Figure:
    """Draw the density of one law on the left, and the distance to the normal law over the layers on the right."""
    figure, (density, distance) = panels(2, height=2.6)
    shown = select(laws, law="density")
    drawn = select(samples, law="density", activation=shown[0]["activation"])
    density.bar(
        [row["at"] for row in drawn],
        [row["value"] for row in drawn],
        width=0.17,
        color="0.85",
        edgecolor="0.6",
        lw=0.3,
        label=f"{drawn[0]['samples']} networks",
    )
    for quantity, label, style, color in (
        ("exact", "exact", "-", COLORS[0]),
        ("log_normal", "normal", "--", COLORS[1]),
    ):
        rows = select(shown, quantity=quantity)
        density.plot([row["at"] for row in rows], [row["value"] for row in rows], style, color=color, label=label)
    density.set(
        xlabel=r"$\log\,|\delta^{(1)}|^2$",
        ylabel="density, given survival",
        title=f"{shown[0]['activation']}, width {shown[0]['width']}, {shown[0]['layers']} layers",
        xlim=(min(row["at"] for row in shown), max(row["at"] for row in shown)),
    )
    density.legend(loc="upper left")
    for name, style in zip(distinct(select(laws, law="log"), "activation"), ("-", ":"), strict=False):
        for width, color, marker in zip(distinct(select(laws, law="log"), "width"), COLORS, MARKERS, strict=False):
            rows = select(laws, law="log", activation=name, width=width, quantity="distance")
            layers, values = [row["layers"] for row in rows], [row["value"] for row in rows]
            distance.plot(layers, values, style, color=color, marker=marker, label=f"{name}, $N = {width}$")
    distance.set(xscale="log", yscale="log", xlabel="layers", title="distance to the normal law")
    distance.legend(ncols=2, fontsize=7, loc="lower left")
    low, high = distance.get_ylim()
    distance.set_ylim(low / 4, high)
    return figure
