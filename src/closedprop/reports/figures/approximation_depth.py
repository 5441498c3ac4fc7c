"""The error of the approximations that are closed in depth, below and at the critical weight."""

from math import log10

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels

_PLACE = {"activation": "tanh", "closed": 1, "tied": 1, "residual": 0, "width": 1, "sigma_b": 0.0}
_PANELS = ((0.9, 0.3), (1.0, 1.0))  # sigma_w, amplitude
_FLOOR = 1e-16
_SAME = "moebius_surrogate"  # at the fixed point 0 of an odd layer it is the linearization


def draw(errors: Rows) -> Figure:
    """Draw medians over inputs of one tanh neuron: uniform in the depth below the critical weight, not at it.

    The dashed lines are what is predicted at the critical weight: n^(3/2) for a constant delta beside the true one, which
    falls like n^(-3/2), and n^(5/2) for the polynomial of degree one in n of the Carleman linearization of order 3.
    """
    rows = [row for row in select(errors, **_PLACE) if row["usual"] and row["method"] != _SAME]
    figure, axes = panels(2, height=2.4, squeeze=False)
    for axis, (sigma, amplitude) in zip(axes[0], _PANELS, strict=True):
        word = "at the critical weight" if sigma == 1.0 else "below the critical weight"
        axis.set(xscale="log", yscale="log", xlabel="depth $L$")
        axis.set_title(rf"{word}: $\sigma_w = {sigma:g}$, $h = {amplitude:g}$")
        ends = []
        for name in distinct(rows, "method"):
            cells = select(rows, method=name, sigma_w=sigma, amplitude=amplitude)
            shown = [row for row in cells if row["error_median"] is not None and row["refused"] < 0.5]
            if shown:
                points = sorted((row["depth"], max(row["error_median"], _FLOOR)) for row in shown)
                k = list(APPROXIMATIONS).index(name)
                color, marker = COLORS[k % len(COLORS)], MARKERS[(k + k // len(COLORS)) % len(MARKERS)]
                axis.plot(*zip(*points, strict=True), color=color, marker=marker)
                ends.append((points[-1][1], name, color))
        if sigma == 1.0:
            for power, start, side in ((1.5, 0.03, "top"), (2.5, 0.1, "bottom")):
                axis.plot([10, 1000], [start * depth**power for depth in (10, 1000)], color="0.4", ls="--", lw=0.8)
                axis.text(
                    90, start * 90**power, rf"$n^{{{power * 2:g}/2}}$", color="0.3", fontsize=8, ha="right", va=side
                )
        _label(axis, ends)
    axes[0, 0].set_ylabel(r"relative error of $\delta^{(1)}$")
    return figure


def _label(axis: Axes, ends: list[tuple[float, str, str]]) -> None:
    """Write the name of each curve at its end, no two closer than a line."""
    if not ends:
        return
    low, high = map(log10, axis.get_ylim())
    height, line = low, (high - low) / 13
    for error, name, color in sorted(ends):
        height = max(log10(error), height + line)
        place = (1.02, (height - low) / (high - low))
        axis.annotate(name, place, xycoords="axes fraction", fontsize=8, color=color, va="center")
