"""Mean field against sampled networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels

_NAMES = {"relu": "ReLU"}
_LABELS = {"ordered": ((-4, 4), "right", "bottom"), "critical": ((0, -6), "left", "top")}  # the others are above


def draw(gradients: Rows, samples: Rows) -> Figure:
    """Draw the squared gradient over the layers: theory as lines, untied samples as marks with bars of two standard errors.

    Every second layer is marked, and each curve is named.
    """
    names = distinct(gradients, "activation")
    figure, axes = panels(len(names), height=2.1, sharey=True, squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        phases = distinct(select(gradients, activation=name), "phase")
        for phase, color, marker in zip(phases, COLORS, MARKERS, strict=False):
            theory = select(gradients, activation=name, phase=phase)
            drawn = select(samples, activation=name, phase=phase, tied=0)[::2]
            axis.plot([row["layer"] for row in theory], [row["gradient"] for row in theory], color=color)
            axis.errorbar(
                [row["layer"] for row in drawn],
                [row["gradient_mean"] for row in drawn],
                yerr=[2 * row["gradient_stderr"] for row in drawn],
                fmt=marker,
                ms=3.5,
                mfc="white",
                lw=0.8,
                color=color,
            )
            spot = theory[len(theory) // 4]
            place = (spot["layer"], spot["gradient"])
            offset, ha, va = _LABELS.get(phase, ((4, 6), "left", "bottom"))
            axis.annotate(phase, place, offset, textcoords="offset points", color=color, ha=ha, va=va)
        axis.set(yscale="log", xlabel="layer $l$ (the top is at the right)")
        axis.set_title(_NAMES.get(name, name), loc="left")
    axes[0, 0].set_ylabel(r"mean of $|\delta^{(l)}|^2$")
    return figure
