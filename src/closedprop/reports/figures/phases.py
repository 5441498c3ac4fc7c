"""The phase diagram: the edge of chaos of eight activations."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

_RIGHT, _TOP = 1.0, 2.75
_LEFT = 0.07  # where a curve that repels is labeled
#: Styles beyond the colors, so that eight curves stay apart in grey.
_DASHES = ((), (5, 1.5), (1.5, 1.5), (6, 1.5, 1.5, 1.5))


def draw(phases: Rows) -> Figure:
    """Draw sigma_w over sigma_b on the edge, heavy where its variance attracts and thin where it repels; relu is a point."""
    figure, axis = panels(1, height=3.3)
    edge = select(phases, curve="edge")
    labels: list[tuple[float, str, str]] = []
    turned: list[str] = []  # the first of these is labeled below its curve, the others above
    for i, name in enumerate(distinct(edge, "activation")):
        rows = sorted(select(edge, activation=name), key=lambda row: row["sigma_b"])
        bias, weight, slope = (np.array([row[column] for row in rows]) for column in ("sigma_b", "sigma_w", "slope"))
        color = COLORS[i % len(COLORS)]
        look: dict[str, Any] = {"color": color, "dashes": _DASHES[i % len(_DASHES)]}
        attracting = slope < 1
        joint = attracting | np.append(attracting[1:], False)  # so that the two parts meet
        axis.plot(bias, np.where(joint, weight, np.nan), lw=1.7, **look)
        axis.plot(bias, np.where(attracting, np.nan, weight), lw=0.7, **look)
        if attracting.all():
            labels.append((float(np.interp(_RIGHT, bias, weight)), name, color))
        else:
            spot = (_LEFT, float(np.interp(_LEFT, bias, weight)))
            place: dict[str, Any] = {"xytext": (4, 3)} if turned else {"xytext": (-2, -4), "ha": "right", "va": "top"}
            axis.annotate(name, spot, textcoords="offset points", color=color, **place)
            turned.append(name)
    axis.plot(0, np.sqrt(2), "ko", ms=5, clip_on=False, zorder=5)
    axis.annotate("relu", (0, np.sqrt(2)), (6, 3), textcoords="offset points")
    for height, (_, name, color) in zip(_apart(sorted(labels)), sorted(labels), strict=True):
        axis.annotate(name, (_RIGHT, height), (4, 0), textcoords="offset points", color=color, va="center")
    axis.text(0.62, 2.5, "chaotic: above its curve", ha="center", color="0.35")
    axis.text(0.62, 0.78, "ordered: below its curve", ha="center", color="0.35")
    axis.set(
        xlim=(0, _RIGHT),
        ylim=(0.65, _TOP),
        xlabel=r"deviation of the biases, $\sigma_b$",
        ylabel=r"critical gain $\sigma_w$",
    )
    return figure


def _apart(labels: list[tuple[float, str, str]], room: float = 0.095) -> list[float]:
    """Return heights for the labels, in order, at least the room of a line apart."""
    heights: list[float] = []
    for height, _, _ in labels:
        heights.append(max(height, heights[-1] + room) if heights else height)
    return heights
