r"""Vector surrogates of saturating layers: the inverse square root of a quadratic form, and softsign in the 1-norm."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from closedprop.networks.gramian import (
    chain,
    isru_delta,
    isru_tied_delta,
    ray_chain,
    ray_doubling,
    root_of,
    stein_doubling,
)
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.solvable.projective import projective_tied, projective_untied
from closedprop.validated.rounding import depth_of, enter, evaluated

Layer = Any
"""A weight W of shape (N_out, N_in) and a symmetric positive semidefinite metric M of shape (N_in, N_in)."""

#: Up to this width iterates over FLOATS are rounded from balls as well, not only deltas.
SMALL = 16  # tuned: there a product of ball matrices takes less than a tenth of a millisecond

Entered = tuple[np.ndarray, np.ndarray]
Read = Callable[[Any, Callable[[Any], np.ndarray]], Entered]
"""How a layer of a family becomes (W, M), given the way in of the number system."""


def isru_step(weight: np.ndarray, metric: np.ndarray, z: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return :math:`W z / \sqrt{1 + z^\top M z}`."""
    return weight @ z / root_of(1 + z @ (metric @ z), over)


def isru_pull(weight: np.ndarray, metric: np.ndarray, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return the transposed Jacobian of :func:`isru_step` at z, applied to delta."""
    squared, pulled = 1 + z @ (metric @ z), weight.T @ delta
    return (pulled - (z @ pulled) / squared * (metric @ z)) / root_of(squared, over)


def isru_tied(layer: Layer, over: Scalars, read: Read, name: str, label: str) -> ClosedForm:
    """Return the closed form of equal layers by Stein doubling, for a family whose layers read as (W, M)."""
    entered = read(layer, lambda values: enter(values, over))
    floats = read(layer, FLOATS.array) if over is FLOATS and len(entered[0]) > SMALL else None
    if entered[0].shape != entered[1].shape:
        raise Invalid(f"tied layers, {name}", f"a weight of shape {entered[0].shape}", "give a square matrix")

    def iterate(x: Any, steps: int) -> np.ndarray:
        ray = ray_doubling(*floats, over.array(x), depth_of(steps)) if floats else None
        if ray is not None:
            return ray[0] / np.sqrt(ray[1])

        def formula(system: Scalars) -> np.ndarray:
            total, gramian = stein_doubling(*entered, depth_of(steps), system)
            z = enter(x, over)
            return total @ z / root_of(1 + z @ (gramian @ z), system)

        return evaluated(formula, over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        def formula(system: Scalars) -> np.ndarray:
            return isru_tied_delta(*entered, enter(x, over), enter(delta_top, over), depth_of(steps), system)

        return evaluated(formula, over)

    return ClosedForm(f"{name}, tied", iterate, delta, DOMAIN, CLASSES, STATEMENT, label)


def isru_untied(layers: Sequence[Layer], over: Scalars, read: Read, name: str, label: str) -> ClosedForm:
    """Return the closed form of given layers, for a family whose layers read as (W, M)."""
    entered = [read(layer, lambda values: enter(values, over)) for layer in layers]
    wide = over is FLOATS and any(max(weight.shape) > SMALL for weight, _ in entered)
    floats = [read(layer, FLOATS.array) for layer in layers] if wide else []

    def iterate(x: Any, steps: int) -> np.ndarray:
        count = depth_of(steps, len(entered))
        if wide:
            state, size = ray_chain(floats[:count], over.array(x))
            return state / np.sqrt(size)

        def formula(system: Scalars) -> np.ndarray:
            states, squared = chain(entered[:count], enter(x, over))
            return states[-1] / root_of(squared, system)

        return evaluated(formula, over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        count = depth_of(steps, len(entered))
        return evaluated(
            lambda system: isru_delta(entered[:count], enter(x, over), enter(delta_top, over), system), over
        )

    return ClosedForm(f"{name}, untied", iterate, delta, DOMAIN, CLASSES, STATEMENT, label)


def _read(layer: Layer, way_in: Callable[[Any], np.ndarray]) -> Entered:
    return way_in(layer[0]), way_in(layer[1])


def near_identity(rng: np.random.Generator, exact: bool, size: int = 3, parts: int = 400) -> list[list[Any]]:
    """Return I + E / parts with entries of E from -9 to 9: a weight whose products stay within range at depth 1000."""
    entries = rng.integers(-9, 10, (size, size)) + parts * np.eye(size, dtype=int)
    return [[f"{k}/{parts}" if exact else k / parts for k in row] for row in entries]


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    factor = rng.integers(-3, 4, (3, 3))
    metric = factor.T @ factor
    return near_identity(rng, exact), [[f"{k}/5" if exact else k / 5 for k in row] for row in metric]


def draw_vector(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    """Return an input with entries k / 11, from -2 to 2."""
    return [f"{k}/11" if exact else k / 11 for k in rng.integers(-22, 23, len(layer[0][0]))]


DOMAIN = "all real x"
CLASSES = frozenset({"CF3", "CF4", "CF5", "CF6"})
STATEMENT = "z = P x / sqrt(1 + x.G x) with one matrix product P and one Gramian G"

VECTOR_ISRU = Family(
    name="vector inverse square root",
    dimension="vector",
    formulas={
        "layer": r"W^{(l)} z / \sqrt{1 + z^\top M_l z}",
        "phi": r"z \mapsto [z : t],\ z / t",
        "A": r"(z, t^2) \mapsto (W^{(l)} z,\ t^2 + z^\top M_l z)",
        "iterate": r"P_n x / \sqrt{1 + x^\top G x}, \quad G = \sum_{k<n} P_k^\top M_{k+1} P_k",
        "delta": r"\tau^{-1} (P_n^\top \delta - \tau^{-2} (x^\top P_n^\top \delta)\, G x), \quad \tau^2 = 1 + x^\top G x",
    },
    classes=CLASSES,
    domain=DOMAIN,
    source="homogeneity of degree one",
    label="thm:vector-isru",
    step=lambda layer, z, over: isru_step(*_read(layer, over.array), z, over),
    pull=lambda layer, z, delta, over: isru_pull(*_read(layer, over.array), z, delta, over),
    tied=lambda layer, over: isru_tied(layer, over, _read, "vector inverse square root", "thm:vector-isru"),
    untied=lambda layers, over: isru_untied(layers, over, _read, "vector inverse square root", "thm:vector-isru"),
    draw=_draw,
    start=draw_vector,
    systems=(FLOATS, BALLS),
)


def _cone_read(layer: Layer, over: Scalars) -> Entered:
    return over.array(layer[0]), over.array(layer[1])


def _cone_matrix(layer: Layer) -> Layer:
    """Return the projective layer of :math:`W z / (1 + c^\\top z)`."""
    weight, slope = layer
    return [[*row, 0] for row in weight] + [[*slope, 1]]


def _cone_step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    weight, slope = _cone_read(layer, over)
    return weight @ z / (1 + slope @ z)


def _cone_pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    weight, slope = _cone_read(layer, over)
    divisor, pulled = 1 + slope @ z, weight.T @ delta
    return (pulled - (z @ pulled) / divisor * slope) / divisor


def _cone_draw(rng: np.random.Generator, exact: bool) -> Layer:
    entries = rng.integers(0, 10, (3, 3)) + 4000 * np.eye(3, dtype=int)
    weight = [[f"{k}/4000" if exact else k / 4000 for k in row] for row in entries]
    return weight, [f"{k}/6" if exact else k / 6 for k in rng.integers(0, 7, 3)]


def _cone_start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/11" if exact else k / 11 for k in rng.integers(1, 23, len(layer[1]))]


L1_SOFTSIGN = Family(
    name="softsign in the 1-norm",
    dimension="vector",
    formulas={
        "layer": r"W^{(l)} z / (1 + c_l^\top z), \quad W^{(l)}, c_l, z \ge 0",
        "phi": r"z \mapsto [z : 1]",
        "A": r"\begin{psmallmatrix} W^{(l)} & 0 \\ c_l^\top & 1 \end{psmallmatrix}",
        "iterate": r"P_n x / (1 + s^\top x), \quad s = \sum_{k<n} P_k^\top c_{k+1}",
        "delta": r"(P_n^\top \delta - (z^{(n+1)} \cdot \delta)\, s) / (1 + s^\top x)",
    },
    classes=CLASSES,
    domain="x >= 0",
    source="projective layers on a cone that they preserve",
    label="thm:projective",
    step=_cone_step,
    pull=_cone_pull,
    tied=lambda layer, over: projective_tied(_cone_matrix(layer), over),
    untied=lambda layers, over: projective_untied([_cone_matrix(layer) for layer in layers], over),
    draw=_cone_draw,
    start=_cone_start,
    systems=(FLOATS, RATIONALS, BALLS),
)
