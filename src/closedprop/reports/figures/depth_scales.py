"""Depth scales across the edge of chaos."""

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

_CURVES = (("xi_grad", r"$\xi_{\mathrm{grad}}$", "-"), ("xi_c", r"$\xi_c$", "--"), ("xi_q", r"$\xi_q$", ":"))


def draw(phases: Rows) -> Figure:
    """Draw the scales of gradient, correlation and variance over sigma_w, one activation a panel, with direct labels."""
    across = select(phases, curve="across")
    names = distinct(across, "activation")
    figure, axes = panels(len(names), height=2.5, sharey=True, squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        rows = select(across, activation=name)
        weights = np.array([row["sigma_w"] for row in rows])
        ends: list[tuple[float, str, str]] = []
        for (column, label, dash), color in zip(_CURVES, COLORS, strict=False):
            values = np.array([row[column] if row[column] is not None else np.nan for row in rows], dtype=float)
            axis.plot(weights, values, dash, color=color)
            ends.append((float(values[-1]), label, color))
        for (_, label, color), height in zip(sorted(ends), _apart(sorted(ends)), strict=True):
            axis.annotate(label, (weights[-1], height), (3, 0), textcoords="offset points", color=color, va="center")
        chis = [row["chi"] for row in rows]
        if chis[0] < 1 < chis[-1]:
            edge = float(np.interp(1.0, chis, weights))
            axis.axvline(edge, color="0.6", lw=0.8, zorder=0)
            axis.text(edge, 1.02, "edge", transform=axis.get_xaxis_transform(), ha="center", fontsize=8, color="0.4")
        axis.set(yscale="log", ylim=(0.3, 1000), xlabel=r"deviation of the weights, $\sigma_w$")
        axis.set_title(rf"{name}, $\sigma_b = {rows[0]['sigma_b']:.3g}$", loc="left")
    axes[0, 0].set_ylabel("depth scale in layers")
    return figure


def _apart(ends: list[tuple[float, str, str]], room: float = 2.0) -> list[float]:
    """Return heights for the labels, in order, at least the room of a line apart on the logarithmic axis."""
    heights: list[float] = []
    for height, _, _ in ends:
        heights.append(max(height, heights[-1] * room) if heights else height)
    return heights
