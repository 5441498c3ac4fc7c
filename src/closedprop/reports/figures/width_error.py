"""The error of the mean field, over the width and over the depth."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, legend_below, panels


def draw(errors: Rows) -> Figure:
    """Draw measured errors with bars of two standard errors, and the first-order prediction as lines."""
    figure, axes = panels(2, height=2.8)
    for axis, over, fixed in zip(axes, ("width", "depth"), ("depth", "width"), strict=True):
        for phase, color, marker in zip(distinct(errors, "phase"), COLORS, MARKERS, strict=False):
            rows = select(errors, over=over, phase=phase)
            places = [row[over] for row in rows]
            axis.plot(places, [row["predicted"] for row in rows], color=color, label=rf"{phase}, $\theta_1/N$")
            axis.errorbar(
                places,
                [row["error_mean"] for row in rows],
                yerr=[2 * row["error_stderr"] for row in rows],
                fmt=marker,
                mfc="none",
                color=color,
                label=f"{phase}, sampled",
            )
        (value,) = distinct(select(errors, over=over), fixed)
        axis.set(xscale="log", yscale="log", xlabel=over, title=f"{fixed} {value}")
        axis.set_xticks(distinct(select(errors, over=over), over), minor=False)
        axis.set_xticklabels([str(place) for place in distinct(select(errors, over=over), over)])
        axis.minorticks_off()
    axes[0].set_ylabel("relative error of the mean field")
    legend_below(figure, axes[0], columns=4)
    return figure
