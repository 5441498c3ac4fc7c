"""Mean field against sampled networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, legend_below, panels


def draw(gradients: Rows, samples: Rows) -> Figure:
    """Draw the squared gradient over the layers: theory as lines, untied samples with error bars of two standard errors."""
    names = distinct(gradients, "activation")
    figure, axes = panels(len(names), height=3.0, squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        for phase, color in zip(distinct(select(gradients, activation=name), "phase"), COLORS, strict=False):
            theory = select(gradients, activation=name, phase=phase)
            drawn = select(samples, activation=name, phase=phase, tied=0)
            axis.plot(
                [r["layer"] for r in theory], [r["gradient"] for r in theory], color=color, label=f"{phase}, theory"
            )
            axis.errorbar(
                [row["layer"] for row in drawn],
                [row["gradient_mean"] for row in drawn],
                yerr=[2 * row["gradient_stderr"] for row in drawn],
                fmt="o",
                ms=2.5,
                lw=0.8,
                color=color,
                label=f"{phase}, sampled",
            )
        axis.set(yscale="log", xlabel="layer $l$", title=name)
    axes[0, 0].set_ylabel(r"$\mathbb{E}\,|\delta^{(l)}|^2$")
    legend_below(figure, axes[0, 0], columns=3)
    return figure
