"""Spectra of Jacobians: free probability on the histograms of sampled networks."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from closedprop.reports.records import Rows, distinct, select
from closedprop.reports.style import COLORS, panels

_HIGHEST = 2.2  # arbitrary: shows the body of every density; some diverge at 0 or at an atom
#: The rows, with their names; of those that were computed at every depth.
_ROWS = {
    ("identity", "gaussian"): "linear,\nGaussian",
    ("relu", "gaussian"): "ReLU,\nGaussian",
    ("relu", "orthogonal"): "ReLU,\northogonal",
    ("hardtanh", "orthogonal"): "hard tanh,\northogonal",
}


def draw(spectra: Rows, samples: Rows) -> Figure:
    """Draw the density of the growth factor a layer, one row a network, one column a depth; atoms as stems with their mass."""
    depths = sorted(distinct(spectra, "layers"))
    networks = [
        (name, weights)
        for name, weights in _ROWS
        if set(depths) == set(distinct(select(spectra, activation=name, weights=weights), "layers"))
    ]
    figure, axes = panels(
        len(depths), height=0.6 + 0.68 * len(networks), rows=len(networks), sharex="col", sharey=True, squeeze=False
    )
    for line, (name, weights) in zip(axes, networks, strict=True):
        for axis, layers in zip(line, depths, strict=True):
            case = {"activation": name, "weights": weights, "layers": layers}
            _panel(axis, select(spectra, **case), select(samples, **case))
        line[0].set_ylabel(_ROWS[name, weights])
    for axis, layers in zip(axes[0], depths, strict=True):
        axis.set_title(f"{layers} layer{'s' if layers > 1 else ''}")
    figure.supxlabel(r"growth factor a layer, $u = \lambda^{1/n}$", fontsize=9)
    return figure


def _panel(axis: Axes, theory: Rows, bins: Rows) -> None:
    predicted: dict[str, Any] = theory[0]
    edges = [row["low"] for row in bins] + [bins[-1]["high"]]
    total = bins[0]["width"] * bins[0]["samples"]
    size = edges[1] - edges[0]
    axis.stairs([row["count"] / total / size for row in bins], edges, fill=True, color="0.8")
    points = [row for row in theory if row["u"] is not None]
    axis.plot([row["u"] for row in points], [row["density"] for row in points], color=COLORS[0])
    atoms = [(0.0, predicted["at_zero"], 0.8)]
    if predicted["atom"] is not None:
        atoms.append((predicted["atom"] ** (1 / predicted["layers"]), predicted["atom_mass"], 0.45))
    for place, mass, height in atoms:
        if mass > 0:
            ends = [0, height * _HIGHEST]
            axis.plot([place, place], ends, color=COLORS[1], lw=1.6, marker="o", ms=3, markevery=[1])
            label = axis.annotate(f"{mass:.2g}", (place, ends[1]), (4, 0), textcoords="offset points", fontsize=7)
            label.set(color=COLORS[1], bbox={"fc": "white", "ec": "none", "pad": 0.4})
    axis.set_ylim(0, _HIGHEST)
    axis.set_xlim(left=-0.04)
    axis.tick_params(labelsize=7)
