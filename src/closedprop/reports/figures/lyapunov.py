"""The Lyapunov spectrum of deep linear networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(laws: Rows, samples: Rows) -> Figure:
    """Draw the exponents of each width, exact as marks and sampled as bars of two standard errors, and their limit."""
    figure, axis = panels(1, height=2.4)
    limit = select(laws, law="lyapunov", width=None)
    axis.plot([row["at"] for row in limit], [row["value"] for row in limit], color="0.4", label=r"$N \to \infty$")
    exact = [row for row in select(laws, law="lyapunov") if row["width"] is not None]
    for width, color, marker in zip(distinct(exact, "width"), COLORS, MARKERS, strict=False):
        rows = select(exact, width=width)
        places, values = [row["at"] for row in rows], [row["value"] for row in rows]
        axis.plot(places, values, marker, mfc="none", color=color, label=f"$N = {width}$, exact")
        drawn = select(samples, law="lyapunov", width=width)
        axis.errorbar(
            [row["at"] for row in drawn],
            [row["value"] for row in drawn],
            yerr=[2 * row["stderr"] for row in drawn],
            fmt=".",
            ms=2,
            lw=0.8,
            color="black",
        )
    axis.errorbar([], [], yerr=[], fmt=".", ms=2, lw=0.8, color="black", label="sampled")
    axis.set(xlabel="$(i - 1)/N$", ylabel=r"$\lambda_i$")
    axis.legend(loc="lower left")
    return figure
