"""The error of the mean field, over the width and over the depth."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(errors: Rows) -> Figure:
    """Draw measured errors with bars of two standard errors, and the first-order prediction as lines."""
    figure, axes = panels(2, height=2.5)
    for axis, over, fixed in zip(axes, ("width", "depth"), ("depth", "width"), strict=True):
        styles = zip(distinct(errors, "phase"), COLORS, MARKERS, ("-", "--", ":"), strict=False)
        for i, (phase, color, marker, dash) in enumerate(styles):
            rows = select(errors, over=over, phase=phase)
            places = [row[over] for row in rows]
            axis.plot(places, [row["predicted"] for row in rows], dash, color=color)
            axis.errorbar(
                places,
                [row["error_mean"] for row in rows],
                yerr=[2 * row["error_stderr"] for row in rows],
                fmt=marker,
                mfc="white",
                color=color,
            )
            middle = rows[len(rows) // 2]
            offset = (5, 5) if i else (-5, -5)  # the first phase below its curve, the others above
            aligned = {"ha": "left", "va": "bottom"} if i else {"ha": "right", "va": "top"}
            if over == "depth":
                offset, aligned = (-offset[0], offset[1]), aligned | {"ha": "right" if i else "left"}
            spot = (middle[over], middle["predicted"])
            axis.annotate(phase, spot, offset, textcoords="offset points", color=color, **aligned)
        (value,) = distinct(select(errors, over=over), fixed)
        axis.set(xscale="log", yscale="log")
        axis.set_xlabel(f"{over} ${'N' if over == 'width' else 'L'}$, at {fixed} {value}")
        axis.set_xticks(distinct(select(errors, over=over), over), minor=False)
        axis.set_xticklabels([str(place) for place in distinct(select(errors, over=over), over)])
        axis.minorticks_off()
    axes[0].set_ylabel("relative error of the mean field")
    return figure
