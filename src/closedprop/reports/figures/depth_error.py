"""The recursion against the closed form down to great depth."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, panels

#: Where an error of zero is drawn.
ZERO = 1e-17


def draw(depths: Rows) -> Figure:
    """Draw the relative error of the recursion in double precision, named at its last point."""
    figure, axis = panels(1, height=2.4)
    last: list[float] = []
    for name, marker, line in zip(distinct(depths, "family"), MARKERS, ("-", "--", "-.", ":"), strict=False):
        rows = select(depths, family=name)
        errors = [max(row["recursion_error"], ZERO) for row in rows]
        (drawn,) = axis.plot([row["steps"] for row in rows], errors, marker=marker, ls=line)
        crowded = any(0.5 < errors[-1] / other < 2 for other in last)
        axis.annotate(
            name.replace("-", " "),
            (rows[-1]["steps"], errors[-1]),
            (8, -11 if crowded else 0),
            textcoords="offset points",
            va="center",
            color=drawn.get_color(),
        )
        last.append(errors[-1])
    axis.set(xscale="log", yscale="log", xlabel="layers $n$", ylabel="relative error of $z_n$")
    axis.set_xlim(right=10 * max(row["steps"] for row in depths))
    exponents = [-17, -16, -15, -14, -13]
    axis.set_yticks([10.0**k for k in exponents], ["0", *(f"$10^{{{k}}}$" for k in exponents[1:])])
    return figure
