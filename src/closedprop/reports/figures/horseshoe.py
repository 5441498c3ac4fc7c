"""Two tanh neurons fold an interval over itself, and every layer doubles the crossings."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

_HULL = 1.0
_BOTTOM, _TOP = -2.75, 1.45
_BAR = -2.52  # where the intervals are drawn, below the graphs
_NAMED = 2  # the iterates whose intervals have room for their names


def draw(graph: Rows) -> Figure:
    """Draw an iterate a panel: heavy where it crosses the square, with the intervals of the crossings and the zeros of delta."""
    iterates = distinct(graph, "iterate")
    figure, axes = panels(len(iterates), height=2.3, sharey=True, squeeze=False)
    words = [""]
    for axis, n in zip(axes[0], iterates, strict=True):
        rows = select(graph, iterate=n)
        x, y = (np.array([row[column] for row in rows], dtype=float) for column in ("x", "value"))
        crossings = _crossings(x, y)
        axis.axhspan(-_HULL, _HULL, color="0.92", lw=0, zorder=0)
        axis.plot(x, y, color="0.55", lw=0.8)
        for low, high in crossings:
            part = (x >= low) & (x <= high)
            axis.plot(x[part], np.clip(y[part], -_HULL, _HULL), color=COLORS[0], lw=1.8, solid_capstyle="butt")
            axis.plot([low, high], [_BAR] * 2, color="k", lw=3.5, solid_capstyle="butt")
        turns = _turns(y, crossings, x)
        axis.plot(x[turns], y[turns], "o", mfc="w", mec="k", mew=0.8, ms=3.5)
        axis.set(xlim=(-1.03, 1.03), ylim=(_BOTTOM, _TOP), xlabel="input $x$", xticks=[-1, 0, 1], yticks=[-2, -1, 0, 1])
        power = "F" if n == 1 else f"F^{n}"
        axis.set_title(f"${power}$: {len(crossings)} crossings", loc="left")
        axis.grid(visible=False)
        zeros = rf"$\delta_{n} = 0$" + (f" at {len(turns)} points" if len(turns) > 1 else "")
        axis.text(0, 1.16, zeros, ha="center", va="bottom", fontsize=8)
        words = _longer(words)
        for word, (low, high) in zip(words, crossings, strict=True):
            if n <= _NAMED:
                axis.text((low + high) / 2, _BAR + 0.14, f"$K_{{{word}}}$", ha="center", va="bottom", fontsize=8)
    axes[0, 0].text(0, -_HULL + 0.06, "$H$", ha="center", va="bottom")
    axes[0, 0].set_ylabel("iterate $F^n(x)$")
    return figure


def _longer(words: list[str]) -> list[str]:
    """Return the words of the crossings from left to right: a falling crossing meets the two intervals in reverse order."""
    longer = []
    for word in words:
        rising = word.count("2") % 2 == 0
        longer += [word + letter for letter in ("12" if rising else "21")]
    return longer


def _crossings(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    """Return the intervals between consecutive samples beyond different sides of the hull."""
    outside = np.flatnonzero(np.abs(y) >= _HULL)
    above = y[outside] > 0
    turns = np.flatnonzero(above[1:] != above[:-1])
    return [(float(x[outside[i]]), float(x[outside[i + 1]])) for i in turns]


def _turns(y: np.ndarray, crossings: list[tuple[float, float]], x: np.ndarray) -> list[int]:
    """Return the index of the extreme value between each two neighboring crossings: a zero of delta."""
    found = []
    for (_, low), (high, _) in pairwise(crossings):
        between = np.flatnonzero((x >= low) & (x <= high))
        found.append(int(between[np.argmax(np.abs(y[between]))]))
    return found
