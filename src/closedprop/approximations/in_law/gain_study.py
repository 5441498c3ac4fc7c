"""The table of gains: the critical networks of each activation, and what the gain of a framework does."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from closedprop.approximations.in_law.edge import CriticalPoint, critical_point, half_stable
from closedprop.approximations.in_law.mean_field import layers
from closedprop.approximations.in_law.variance import fixed_point, slope_moment
from closedprop.networks import Activation
from closedprop.scalars import Unable, Undefined

Row = dict[str, Any]

#: The gains that PyTorch recommends, as sigma_w; none for the other activations.
# derived: torch.nn.init.calculate_gain, which cites no source for 5/3 and 3/4
PYTORCH_GAINS = {
    "identity": 1.0,
    "relu": sqrt(2),
    "leaky_relu": sqrt(2 / (1 + 0.01**2)),
    "tanh": 5 / 3,
    "sigmoid": 1.0,
    "selu": 3 / 4,
}
_COLUMNS = ("sigma_w", "q", "chi", "slope", "residual", "xi", "stability")


def gain_study(act: Activation, sigma_bs: Sequence[float]) -> list[Row]:
    r"""Return the critical network of an activation at each :math:`\sigma_b`, the half-stable one, and a framework's.

    Columns: activation, kind ("edge", "half-stable", "framework"), sigma_b, sigma_w, q, chi, slope (:math:`V'(q)`), residual
    (:math:`V(q) - q`), xi (:math:`1 / |\log \chi|`), stability. An edge that does not exist has empty numbers and ``none`` in the
    column stability; the framework's row has no q where every variance is a fixed point.
    """
    rows = [_edge(act, sigma_b) for sigma_b in sigma_bs]
    try:
        point = half_stable(act)
        rows.append({"activation": act.name, "kind": "half-stable", "sigma_b": point.sigma_b, **_cells(point)})
    except Undefined:
        pass
    return rows + ([_framework(act, PYTORCH_GAINS[act.name])] if act.name in PYTORCH_GAINS else [])


def edge_table(rows: Sequence[Row]) -> list[Row]:
    r"""Return the edge of chaos of every activation at every :math:`\sigma_b > 0`; empty numbers where no network is critical.

    Columns: activation, sigma_b, sigma_w, q, chi, residual (:math:`V(q) - q`).
    """
    columns = ("activation", "sigma_b", "sigma_w", "q", "chi", "residual")
    return [{key: row[key] for key in columns} for row in rows if row["kind"] == "edge" and row["sigma_b"] > 0]


def gain_table(rows: Sequence[Row]) -> list[Row]:
    r"""Return one row an activation: its gains, to copy from.

    Columns: activation; ``sigma_w_at_<sigma_b>``, the critical gain; ``attracts_from``, the :math:`\sigma_b` from which on the
    variance of the critical network attracts (empty: never, or neutral); ``half_stable_sigma_w``, ``half_stable_sigma_b`` and
    ``half_stable_q``, the network at which that changes; ``chi_error`` and ``q_error``, the largest :math:`|\chi - 1|` and
    :math:`|V(q) / q - 1|` of the edges; ``framework_gain``, and ``framework_q``, ``framework_chi``, ``framework_xi`` of the network
    with that gain and no bias.
    """
    table = []
    for name in dict.fromkeys(row["activation"] for row in rows):
        own = [row for row in rows if row["activation"] == name]
        edges = [row for row in own if row["kind"] == "edge"]
        found = [row for row in edges if row["sigma_w"] is not None]
        framework, half = (next((r for r in own if r["kind"] == kind), {}) for kind in ("framework", "half-stable"))
        table.append(
            {
                "activation": name,
                **{f"sigma_w_at_{row['sigma_b']:g}": row["sigma_w"] for row in edges},
                "attracts_from": _attracts_from(edges, half),
                **{f"half_stable_{key}": half.get(key) for key in ("sigma_w", "sigma_b", "q")},
                "chi_error": max((abs(row["chi"] - 1) for row in found), default=None),
                "q_error": max((abs(row["residual"]) / (row["q"] or 1) for row in found), default=None),
                "framework_gain": framework.get("sigma_w"),
                **{f"framework_{key}": framework.get(key) for key in ("q", "chi", "xi")},
            }
        )
    return table


def _edge(act: Activation, sigma_b: float) -> Row:
    row = {"activation": act.name, "kind": "edge", "sigma_b": sigma_b}
    try:
        return row | _cells(critical_point(act, sigma_b))
    except Undefined:
        return row | dict.fromkeys(_COLUMNS) | {"stability": "none"}


def _cells(point: CriticalPoint) -> Row:
    return {key: layers(point.chi) if key == "xi" else getattr(point, key) for key in _COLUMNS}


def _framework(act: Activation, gain: float) -> Row:
    row = {"activation": act.name, "kind": "framework", "sigma_b": 0.0, "sigma_w": gain}
    try:
        point = fixed_point(act, gain)
        cells = {"q": point.q, "chi": point.chi, "slope": point.slope, "residual": point.residual}
        return row | cells | {"xi": layers(point.chi), "stability": "attracts"}
    except Undefined:
        chi = gain**2 * slope_moment(act, 1.0).value
        return row | {"q": None, "chi": chi, "slope": chi, "residual": None, "xi": layers(chi), "stability": "neutral"}
    except Unable:
        return row | dict.fromkeys(_COLUMNS[1:-1]) | {"stability": "grows"}


def _attracts_from(edges: Sequence[Row], half: Row) -> float | None:
    """Return the least sigma_b from which on the edge attracts."""
    if all(row["stability"] == "attracts" for row in edges):
        return min(row["sigma_b"] for row in edges)
    return half.get("sigma_b") if edges[-1]["stability"] == "attracts" else None
