r"""Conjugates of scalar families: :math:`A\, \psi(A^{-1} z)` with a solvable scalar layer on every coordinate."""

from collections.abc import Callable, Sequence
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Undefined
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.validated.rounding import depth_of, enter, evaluated

Layer = Any
"""An invertible basis A of shape (N, N), the same in all layers, and weights w of shape (N,)."""


def softsign_products(weights: Sequence[np.ndarray], over: Scalars) -> tuple[np.ndarray, np.ndarray]:
    r"""Return :math:`p_n` and :math:`S = \sum_{k<n} |p_k|` of untied softsign layers, for every coordinate.

    .. math:: p_k = w_k \cdots w_1, \qquad \Psi(y) = \frac{p_n y}{1 + |y| S}, \quad \Psi'(y) = \frac{p_n}{(1 + |y| S)^2}
    """
    total = np.array([over.one] * len(weights[0]))
    reach = np.array([over.zero] * len(weights[0]))
    for weight in weights:
        reach = reach + abs(total)
        total = total * weight
    return total, reach


def softsign_powers(weight: np.ndarray, steps: int, over: Scalars) -> tuple[np.ndarray, np.ndarray]:
    r"""Return :math:`w^n` and :math:`\sum_{k<n} |w|^k`, the latter by doubling, so that w near 1 costs no digits."""
    total, reach = np.array([over.one] * len(weight)), np.array([over.zero] * len(weight))
    for digit in bin(steps)[2:]:
        reach = reach + abs(total) * reach
        total = total * total
        if digit == "1":
            reach = 1 + abs(weight) * reach
            total = total * weight
    return total, reach


def conjugate_delta(basis: np.ndarray, slopes: np.ndarray, delta_top: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return delta below layers :math:`A\, \psi_l(A^{-1} z)`, given the slopes of the scalar iterates.

    .. math:: \Psi_i = \psi_{n,i} \circ \dots \circ \psi_{1,i} \implies z^{(n+1)} = A\, \Psi(A^{-1} x), \quad
              \delta^{(1)} = A^{-\top} \bigl( \Psi'(A^{-1} x) \odot A^\top \delta \bigr)

    Any scalar family will do, a different one on every coordinate.
    Shapes: ``basis`` (N, N), ``slopes``, ``delta_top`` (N,); result (N,).
    Error: exact over RATIONALS, an enclosure over BALLS.    Cost: one linear system and one product.
    Paper: cor:conjugates.

    >>> A = RATIONALS.array([[1, 1], [0, 1]])
    >>> conjugate_delta(A, RATIONALS.array([2, 3]), RATIONALS.array([1, 0]), RATIONALS)
    array([2, 1], dtype=object)
    """
    return solve(basis.T, slopes * (basis.T @ delta_top), over)


def solve(matrix: np.ndarray, vector: np.ndarray, over: Scalars) -> np.ndarray:
    """Return :math:`A^{-1} v`; raises ``Undefined`` for a singular basis.

    >>> solve(RATIONALS.array([[1, 1], [0, 1]]), RATIONALS.array([3, 1]), RATIONALS)
    array([2, 1], dtype=object)
    """
    try:
        if over is FLOATS:
            return np.linalg.solve(matrix, vector)
        kind: Any = flint.arb_mat if over is BALLS else flint.fmpq_mat
        size = len(vector)
        solution = kind(size, size, list(matrix.ravel())).solve(kind(size, 1, list(vector)))
        return np.array(solution.entries(), dtype=object)
    except (np.linalg.LinAlgError, ZeroDivisionError):
        raise Undefined("a conjugate by A", "A is singular", "use an invertible basis") from None


def _closed(basis: np.ndarray, products: Callable[[int, Scalars], Any], over: Scalars, name: str) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)

        def formula(system: Scalars) -> np.ndarray:
            y = solve(basis, enter(x, over), system)
            total, reach = products(steps, system)
            return basis @ (total * y / (1 + abs(y) * reach))

        return evaluated(formula, over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)

        def formula(system: Scalars) -> np.ndarray:
            y = solve(basis, enter(x, over), system)
            total, reach = products(steps, system)
            return conjugate_delta(basis, total / (1 + abs(y) * reach) ** 2, enter(delta_top, over), system)

        return evaluated(formula, over)

    statement = "z = A Psi(A^-1 x) with the scalar closed forms Psi_i"
    return ClosedForm(name, iterate, delta, "all real x", _CLASSES, statement, "cor:conjugates")


def conjugate_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of equal layers :math:`A\\, (w \\odot \\operatorname{softsign})(A^{-1} z)`.

    >>> conjugate_tied(([[1, 1], [0, 1]], [1, 1]), RATIONALS).iterate([2, 1], 9)  # y = (1, 1)
    array([1/5, 1/10], dtype=object)
    """
    basis, weight = enter(layer[0], over), enter(layer[1], over)
    return _closed(basis, lambda n, system: softsign_powers(weight, depth_of(n), system), over, "conjugate, tied")


def conjugate_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of layers with one basis and any weights.

    Raises ``Invalid`` for layers with different bases.

    >>> conjugate_untied([([[1]], [2]), ([[1]], [3])], RATIONALS).iterate([1], 2)  # 6 / (1 + 1 + 2)
    array([3/2], dtype=object)
    """
    basis = enter(layers[0][0] if layers else [], over)
    weights = [enter(weight, over) for _, weight in layers]
    for l, layer in enumerate(layers, start=1):
        if not (over.array(layer[0]) == over.array(layers[0][0])).all():
            raise Invalid("conjugates of scalar layers", f"another basis in layer {l}", "use one basis in all layers")

    def products(n: int, system: Scalars) -> tuple[np.ndarray, np.ndarray]:
        return softsign_products(weights[: depth_of(n, len(weights))], system)

    return _closed(basis, products, over, "conjugate, untied")


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    basis, weight = over.array(layer[0]), over.array(layer[1])
    y = solve(basis, z, over)
    return basis @ (weight * y / (1 + abs(y)))


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    basis, weight = over.array(layer[0]), over.array(layer[1])
    y = solve(basis, z, over)
    return conjugate_delta(basis, weight / (1 + abs(y)) ** 2, delta, over)


#: The Fourier basis of width 2: the linear parts of the drawn layers are circular convolutions.
_FOURIER = ((1, 1), (1, -1))


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    weight = rng.choice([-1, 1], 2) * rng.integers(990, 1011, 2)
    return [list(row) for row in _FOURIER], [f"{k}/1000" if exact else k / 1000 for k in weight]


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/13" if exact else k / 13 for k in rng.integers(-26, 27, len(layer[1]))]


_CLASSES = frozenset({"CF3", "CF4", "CF5", "CF6"})

CONJUGATE_SOFTSIGN = Family(
    name="softsign in a basis",
    dimension="vector",
    formulas={
        "layer": r"A\, \psi_l (A^{-1} z), \quad \psi_{l,i}(y) = w_{l,i}\, y / (1 + |y|)",
        "phi": r"1 / |A^{-1} z|",
        "A": r"y^{-1} \mapsto (y^{-1} + 1) / |w_{l,i}|",
        "iterate": r"A\, \Psi (A^{-1} x), \quad \Psi_i(y) = p_n y / (1 + |y| \textstyle\sum_{k<n} |p_k|)",
        "delta": r"A^{-\top} (\Psi'(A^{-1} x) \odot A^\top \delta)",
    },
    classes=_CLASSES,
    domain="all real x",
    source="one basis in all layers",
    label="cor:conjugates",
    step=_step,
    pull=_pull,
    tied=conjugate_tied,
    untied=conjugate_untied,
    draw=_draw,
    start=_start,
    systems=(FLOATS, RATIONALS, BALLS),
)
