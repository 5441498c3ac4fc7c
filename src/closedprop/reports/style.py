"""One style for all figures, and the one way to save them: the same data give the same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import written

#: The width of the text of the paper, in inches.
TEXT_WIDTH = 6.3

#: Okabe and Ito's colors, distinguishable with every common color vision, in the order of use.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

#: How a method is drawn, in all figures of linear networks: the recursion is black and dashed.
LINES: dict[str, dict[str, Any]] = {
    "recursion": {"color": "black", "linestyle": "--", "marker": "o", "label": "recursion"},
    "squaring": {"color": COLORS[1], "marker": "s", "label": "squaring"},
    "spectral": {"color": COLORS[0], "marker": "^", "label": "spectral"},
    "putzer": {"color": COLORS[2], "marker": "D", "label": "Putzer"},
    "cayley-hamilton": {"color": COLORS[3], "marker": "v", "label": "Cayley–Hamilton"},
}

_STYLE: Any = {
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=COLORS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 9,
    "figure.dpi": 150,
    "font.family": "STIXGeneral",
    "font.size": 9,
    "grid.alpha": 0.3,
    "grid.linewidth": 0.5,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "lines.markersize": 4,
    "mathtext.fontset": "stix",
    "pdf.fonttype": 42,
    "svg.hashsalt": "closedprop",
    "text.usetex": False,  # its font subsets get random tags
}


def panels(columns: int, height: float = 2.6, rows: int = 1, **options: Any) -> tuple[Figure, Any]:
    """Return a figure of the width of the text with its axes; options go to ``matplotlib.pyplot.subplots``."""
    return plt.subplots(rows, columns, figsize=(TEXT_WIDTH, height), layout="constrained", **options)


def legend_below(figure: Figure, axes: Axes, columns: int) -> None:
    """Place one legend for all panels under them, with the entries of one of the axes."""
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=columns)


def save_figure(draw: Callable[[], Figure], pdf: str | Path, png: str | Path) -> None:
    """Draw a figure in the house style and save it as PDF for the paper and as PNG for readers, without dates."""
    mpl.use("Agg")
    with mpl.rc_context(_STYLE):
        figure = draw()
        with written(pdf) as temporary:
            figure.savefig(temporary, format="pdf", metadata={"CreationDate": None})
        with written(png) as temporary:
            figure.savefig(temporary, format="png", dpi=200, metadata={"Software": None})
        plt.close(figure)
