"""Rule 110, written by the deltas of one network."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import panels

_TITLES = {"one": "from one cell", "random": "from random cells"}


def draw(automaton: Rows) -> Figure:
    """Draw a pixel for each depth, row by row: black where delta is 1; gray where the ends of the row have come in."""
    figure, axes = panels(2, height=2.5, width_ratios=(1, 2))
    for axis, start in zip(axes, distinct(automaton, "start"), strict=True):
        rows = select(automaton, start=start)
        picture = []
        for row in rows:
            margin = row["step"] if start == "random" else 0
            inside = range(margin, len(row["deltas"]) - margin)
            shades = ((0.0 if bit == "#" else 1.0, i in inside) for i, bit in enumerate(row["deltas"]))
            picture.append([shade if known else 0.85 - 0.2 * (1 - shade) for shade, known in shades])
        axis.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest", aspect="equal")
        axis.grid(visible=False)
        axis.set(title=_TITLES[start], xlabel="cell $i$", ylabel="step $t$" if start == "one" else "")
        axis.locator_params(axis="x", nbins=4 if start == "one" else 8, steps=[2, 4, 10])
    return figure
