r"""Max-plus layers: linear over the tropical semiring; delta follows one optimal path to each unit."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Scalars
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.cyclicity import (
    BOTTOM,
    cyclic_power,
    cyclicity,
    fraction,
    is_irreducible,
    tropical_matrix,
    tropical_power,
    tropical_product,
)
from closedprop.solvable.family import Family
from closedprop.validated.rounding import depth_of

Layer = Any
"""A matrix of shape (N_out, N_in) of numbers and -inf, with a number in every row."""


def max_plus_delta(matrix: np.ndarray, x: np.ndarray, delta_top: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return delta below a tropical product of max-plus layers :math:`F_l(z)_i = \max_j ((A_l)_{ij} + z_j)`.

    .. math:: P = A_n \otimes \dots \otimes A_1, \quad \pi(i) = \arg\max_j (P_{ij} + x_j) \implies
              z^{(n+1)}_i = P_{i \pi(i)} + x_{\pi(i)}, \quad \delta^{(1)}_j = \sum_{i :\, \pi(i) = j} \delta_i

    Where the maximum is attained more than once, :math:`\pi(i)` is the least such j. Every choice is a subgradient of the
    convex function :math:`z^{(n+1)}_i`; the recursion, which takes the least j at every layer, may arrive at another one.
    Tied and irreducible, the product is periodic in n (see :mod:`cyclicity`).
    Shapes: ``matrix`` P (N', N), ``x`` (N,), ``delta_top`` (N',); result (N,).    Error: exact over RATIONALS.
    Cost: N' N additions.
    Paper: thm:max-plus.

    >>> max_plus_delta(np.array([[0.0, 1.0], [5.0, 0.0]]), np.zeros(2), np.array([1.0, 2.0]), FLOATS)
    array([2., 1.])
    """
    delta = np.array([over.zero] * len(x), dtype=over.dtype)
    for row, top in zip(matrix + x, delta_top, strict=True):
        delta[_first_largest(row)] += top
    return delta


def _first_largest(row: np.ndarray) -> int:
    return max(range(len(row)), key=lambda j: (row[j], -j))


def _numbers(values: Any, over: Scalars) -> np.ndarray:
    """Return a vector that can be added to a tropical matrix."""
    return np.array([fraction(value, over) for value in over.array(values)], dtype=over.dtype)


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    return over.array(tropical_product(tropical_matrix(layer, over), _numbers(z, over)))


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    return max_plus_delta(tropical_matrix(layer, over), _numbers(z, over), delta, over)


def _closed(product_of: Callable[[int], np.ndarray], over: Scalars, name: str) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)
        return over.array(tropical_product(product_of(steps), _numbers(x, over)))

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)
        return max_plus_delta(product_of(steps), _numbers(x, over), over.array(delta_top), over)

    return ClosedForm(
        name, iterate, delta, _DOMAIN, _CLASSES, "z_i = max_j (P_ij + x_j) of one tropical product", "thm:max-plus"
    )


def max_plus_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of equal max-plus layers: periodic over RATIONALS if irreducible, else by squaring.

    >>> max_plus_tied([[-1, 2], [0, -5]], RATIONALS).iterate([0, 0], 10**12)
    array([1000000000000, 1000000000000], dtype=object)
    """
    matrix = tropical_matrix(layer, over)
    if matrix.shape[0] != matrix.shape[1]:
        raise Invalid("a tied max-plus layer", f"shape {matrix.shape}", "give a square matrix")
    known = cyclicity(layer) if over is RATIONALS and is_irreducible(matrix) else None

    def product_of(steps: int) -> np.ndarray:
        if known:
            return cyclic_power(matrix, depth_of(steps), known)
        return tropical_power(matrix, depth_of(steps), over)

    return _closed(product_of, over, "max-plus, tied")


def max_plus_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of given max-plus layers: one tropical product.

    >>> max_plus_untied([[[0, 1]], [[2], [3]]]).iterate([5, 0], 2)
    array([7., 8.])
    """
    matrices = [tropical_matrix(layer, over) for layer in layers]

    def product_of(steps: int) -> np.ndarray:
        count = depth_of(steps, len(matrices))
        total = matrices[0]
        for matrix in matrices[1:count]:
            total = tropical_product(matrix, total)
        return total

    return _closed(product_of, over, "max-plus, untied")


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    # A prime denominator, and another one for the input: ties are as good as impossible.
    entries = [[f"{k}/9973" if exact else k / 9973 for k in row] for row in rng.integers(-30000, 30001, (4, 4))]
    entries[int(rng.integers(4))][int(rng.integers(4))] = BOTTOM
    return entries


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/9967" if exact else k / 9967 for k in rng.integers(-30000, 30001, len(layer[0]))]


_DOMAIN = "all real x; delta where every maximum is attained once, else one of its subgradients"
_CLASSES = frozenset({"CF3", "CF4", "CF5", "CF6"})

MAX_PLUS = Family(
    name="max-plus",
    dimension="vector",
    formulas={
        "layer": r"z_i \mapsto \max_j ((A_l)_{ij} + z_j)",
        "phi": r"z",
        "A": r"A_l \otimes z",
        "iterate": r"P \otimes x, \quad P = A_n \otimes \cdots \otimes A_1; \quad A^{\otimes (k+c)} = c \lambda + A^{\otimes k}",
        "delta": r"\delta^{(1)}_j = \sum_{i : \pi(i) = j} \delta_i, \quad \pi(i) = \arg\max_j (P_{ij} + x_j)",
    },
    classes=_CLASSES,
    domain=_DOMAIN,
    source="Baccelli, Cohen, Olsder, Quadrat, Synchronization and Linearity (1992)",
    label="thm:max-plus",
    step=_step,
    pull=_pull,
    tied=max_plus_tied,
    untied=max_plus_untied,
    draw=_draw,
    start=_start,
    systems=(FLOATS, RATIONALS),
)
