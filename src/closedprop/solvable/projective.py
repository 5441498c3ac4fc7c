r"""Projective layers: linear maps seen through one division, untied and with biases."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.validated.rounding import chain_product, depth_of, enter, evaluated, power, working

Layer = Any
"""A matrix of shape (N_out + 1, N_in + 1): the blocks A, b above c, d."""


def projective_iterate(matrix: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Return :math:`(A x + b) / (c^\top x + d)` for the product :math:`T = (A, b; c^\top, d)` of the layers.

    Shapes: ``matrix`` (N' + 1, N + 1), ``x`` (N,); result (N',).
    """
    image = matrix[:, :-1] @ x + matrix[:, -1]
    return image[:-1] / image[-1]


def projective_delta(matrix: np.ndarray, x: np.ndarray, delta_top: np.ndarray) -> np.ndarray:
    r"""Return delta below a product of projective layers.

    .. math:: T_n \cdots T_1 = \begin{pmatrix} A & b \\ c^\top & d \end{pmatrix}, \quad q = c^\top x + d, \quad
              z = \frac{A x + b}{q} \implies \delta^{(1)} = \frac{A^\top \delta - (z \cdot \delta)\, c}{q}

    Untied and with biases; the widths may differ. Holds where no layer divides by zero.
    Shapes: ``matrix`` (N' + 1, N + 1), ``x`` (N,), ``delta_top`` (N',); result (N,).
    Error: exact over RATIONALS, an enclosure over BALLS; over floats the difference cancels, see :mod:`rounding`.
    Cost: one product of a matrix and a vector.
    Paper: thm:projective.

    >>> projective_delta(RATIONALS.array([[1, 0], [1, 1]]), RATIONALS.array([1]), RATIONALS.array([1]))  # z / (z + 1)
    array([1/4], dtype=object)
    """
    image = matrix[:, :-1] @ x + matrix[:, -1]
    z = image[:-1] / image[-1]
    return (matrix[:-1, :-1].T @ delta_top - (z @ delta_top) * matrix[-1, :-1]) / image[-1]


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    return projective_iterate(over.array(layer), z)


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    return projective_delta(over.array(layer), z, delta)


def _closed(product_of: Any, over: Scalars, name: str) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)
        return evaluated(lambda _: projective_iterate(product_of(steps), enter(x, over)), over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)
        return evaluated(lambda _: projective_delta(product_of(steps), enter(x, over), enter(delta_top, over)), over)

    return ClosedForm(
        name, iterate, delta, _DOMAIN, _CLASSES, "z = (A x + b) / (c.x + d) of one matrix product", "thm:projective"
    )


def projective_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of equal projective layers: the powers of one matrix.

    >>> projective_tied([[1, 0], [1, 1]], RATIONALS).iterate([1], 9)  # z / (z + 1)
    array([1/10], dtype=object)
    """
    matrix = enter(layer, over)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise Invalid("a tied projective layer", f"shape {matrix.shape}", "give a square matrix")
    return _closed(lambda steps: power(matrix, depth_of(steps), working(over)), over, "projective, tied")


def projective_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of given projective layers: one matrix product.

    >>> projective_untied([[[1, 0], [1, 1]], [[2, 1], [0, 1]]], RATIONALS).iterate([1], 2)  # 2 z / (z + 1) + 1
    array([2], dtype=object)
    """
    matrices = [enter(layer, over) for layer in layers]

    def product_of(steps: int) -> np.ndarray:
        return chain_product(matrices[: depth_of(steps, len(matrices))], working(over))

    return _closed(product_of, over, "projective, untied")


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    # Positive entries: no division by zero at positive inputs. Near the identity: delta stays a double at depth 1000.
    entries = rng.integers(1, 20, (4, 4)) + 3500 * np.eye(4, dtype=int)
    return [[f"{k}/3500" if exact else k / 3500 for k in row] for row in entries]


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    entries = rng.integers(1, 30, len(layer[0]) - 1)
    return [f"{k}/11" if exact else k / 11 for k in entries]


_DOMAIN = "x at which no layer divides by zero"
_CLASSES = frozenset({"CF3", "CF4", "CF5", "CF6"})

PROJECTIVE = Family(
    name="projective",
    dimension="vector",
    formulas={
        "layer": r"(A_l z + b_l) / (c_l^\top z + d_l)",
        "phi": r"z \mapsto [z : 1]",
        "A": r"T_l = \begin{psmallmatrix} A_l & b_l \\ c_l^\top & d_l \end{psmallmatrix}",
        "iterate": r"(A x + b) / (c^\top x + d),\ \begin{psmallmatrix} A & b \\ c^\top & d \end{psmallmatrix} = T_n \cdots T_1",
        "delta": r"(A^\top \delta - (z^{(n+1)} \cdot \delta)\, c) / (c^\top x + d)",
    },
    classes=_CLASSES,
    domain=_DOMAIN,
    source="the action of matrices on projective space",
    label="thm:projective",
    step=_step,
    pull=_pull,
    tied=projective_tied,
    untied=projective_untied,
    draw=_draw,
    start=_start,
    systems=(FLOATS, RATIONALS, BALLS),
)
