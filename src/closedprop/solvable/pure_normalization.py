r"""Pure normalization :math:`W z / |W z|`: a matrix product seen on the sphere."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.solvable.vector_surrogates import CLASSES, near_identity
from closedprop.validated.rounding import depth_of, elementwise, enter, evaluated, power, working

Layer = Any
"""A weight W of shape (N_out, N_in)."""


def direction(image: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return :math:`y / |y|`."""
    return image / _norm(image, over)


def _norm(image: np.ndarray, over: Scalars) -> Any:
    return elementwise("sqrt", np.array([image @ image], dtype=over.dtype), over)[0]


def _tangential(image: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    """Return delta below :func:`direction`: its part along the sphere, over the radius."""
    return (delta - (image @ delta) / (image @ image) * image) / _norm(image, over)


def _closed(
    forward: Callable[[np.ndarray, int, Scalars], np.ndarray],
    back: Callable[[np.ndarray, int, Scalars], np.ndarray],
    over: Scalars,
    name: str,
) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)
        return evaluated(lambda system: direction(forward(enter(x, over), steps, system), system), over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)

        def formula(system: Scalars) -> np.ndarray:
            image = forward(enter(x, over), steps, system)
            return back(_tangential(image, enter(delta_top, over), system), steps, system)

        return evaluated(formula, over)

    return ClosedForm(
        name, iterate, delta, _DOMAIN, CLASSES, "z = P x / |P x| with one matrix product P", "thm:normalized-linear"
    )


def pure_normalization_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    r"""Return the closed form of equal layers :math:`W z / |W z|`: :math:`W^n x / |W^n x|`.

    >>> pure_normalization_tied([[0, -1], [1, 0]]).iterate([3, 4], 2)
    array([-0.6, -0.8])
    """
    matrix = enter(layer, over)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise Invalid("a tied pure normalization", f"shape {matrix.shape}", "give a square matrix")
    return _closed(
        lambda x, n, system: power(matrix, depth_of(n), working(over)) @ x,
        lambda delta, n, system: power(matrix, depth_of(n), working(over)).T @ delta,
        over,
        "pure normalization, tied",
    )


def pure_normalization_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    r"""Return the closed form of given layers :math:`W^{(l)} z / |W^{(l)} z|`.

    >>> pure_normalization_untied([[[1, 1], [0, 1]], [[2, 0]]]).iterate([1, 0], 2)
    array([1.])
    """
    matrices = [enter(layer, over) for layer in layers]

    def forward(x: np.ndarray, n: int, system: Scalars) -> np.ndarray:
        for matrix in matrices[: depth_of(n, len(matrices))]:
            x = matrix @ x
        return x

    def back(delta: np.ndarray, n: int, system: Scalars) -> np.ndarray:
        for matrix in reversed(matrices[:n]):
            delta = matrix.T @ delta
        return delta

    return _closed(forward, back, over, "pure normalization, untied")


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    return direction(over.array(layer) @ z, over)


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    matrix = over.array(layer)
    return matrix.T @ _tangential(matrix @ z, delta, over)


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/11" if exact else k / 11 for k in rng.integers(1, 23, len(layer[0]))]


_DOMAIN = "x with P x != 0"

PURE_NORMALIZATION = Family(
    name="pure normalization",
    dimension="vector",
    formulas={
        "layer": r"W^{(l)} z / |W^{(l)} z|",
        "phi": r"z \mapsto \mathbb{R}_{>0}\, z",
        "A": r"W^{(l)}",
        "iterate": r"P_n x / |P_n x|",
        "delta": r"P_n^\top (I - z^{(n+1)} z^{(n+1)\top})\, \delta / |P_n x|",
    },
    classes=CLASSES,
    domain=_DOMAIN,
    source="rays",
    label="thm:normalized-linear",
    step=_step,
    pull=_pull,
    tied=pure_normalization_tied,
    untied=pure_normalization_untied,
    draw=near_identity,
    start=_start,
    systems=(FLOATS, BALLS),
)
