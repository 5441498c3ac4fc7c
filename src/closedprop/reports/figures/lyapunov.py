"""The Lyapunov spectrum of deep linear networks."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, MARKERS, panels


def draw(laws: Rows, samples: Rows) -> Figure:
    """Draw the exponents of each width, exact as lines and sampled as marks with bars of two standard errors, and their limit."""
    figure, axis = panels(1, height=2.4)
    limit = select(laws, law="lyapunov", width=None)
    places, values = [row["at"] for row in limit], [row["value"] for row in limit]
    axis.plot(places, values, color="0.5", lw=0.8)
    middle = len(limit) * 4 // 5
    axis.annotate(r"$N \to \infty$", (places[middle], values[middle]), (2, 6), textcoords="offset points", color="0.4")
    exact = [row for row in select(laws, law="lyapunov") if row["width"] is not None]
    for width, color, marker, dash in zip(distinct(exact, "width"), COLORS, MARKERS, ("-", "--", ":"), strict=False):
        rows = select(exact, width=width)
        places, values = [row["at"] for row in rows], [row["value"] for row in rows]
        axis.plot(places, values, dash, color=color)
        axis.annotate(
            f"$N = {width}$", (places[-1], values[-1]), (-6, -2), textcoords="offset points", color=color, ha="right"
        )
        drawn = select(samples, law="lyapunov", width=width)
        axis.errorbar(
            [row["at"] for row in drawn],
            [row["value"] for row in drawn],
            yerr=[2 * row["stderr"] for row in drawn],
            fmt=marker,
            ms=3,
            mfc="white",
            mew=0.8,
            lw=0.8,
            color=color,
        )
    axis.set(xlabel="place in the spectrum, $(i - 1)/N$", ylabel=r"Lyapunov exponent $\lambda_i$")
    return figure
