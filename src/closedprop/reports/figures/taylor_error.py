"""The error of Taylor polynomials in the recursion."""

from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import MARKERS, legend_below, panels


def draw(errors: Rows) -> Figure:
    """Draw medians and 5-95 % ranges over the order, one column an activation, expanded at the operating point.

    Shown: the deepest and widest untied networks at the largest sigma_w, one curve an amplitude.
    """
    names = distinct(errors, "activation")
    figure, axes = panels(len(names), height=2.5, sharey=True, squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        rows = select(errors, activation=name, center="operating point", tied=0)
        for column in ("depth", "width", "sigma_w"):
            rows = select(rows, **{column: max(distinct(rows, column))})
        for amplitude, marker in zip(distinct(rows, "amplitude"), MARKERS, strict=False):
            shown = select(rows, amplitude=amplitude)
            orders = [row["order"] for row in shown]
            (line,) = axis.plot(
                orders, [row["error_median"] for row in shown], marker=marker, label=f"$h = {amplitude}$"
            )
            low, high = ([row[f"error_{end}"] for row in shown] for end in ("p05", "p95"))
            axis.fill_between(orders, low, high, color=line.get_color(), alpha=0.15, lw=0)
        axis.set(yscale="log", ylim=(1e-13, 1e6), xlabel="order $k$", title=name, xticks=orders[::2])
    axes[0, 0].set_ylabel(r"relative error of $\delta^{(1)}$")
    legend_below(figure, axes[0, 0], columns=4)
    return figure
