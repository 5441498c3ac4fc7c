r"""Log-sum-exp layers: linear in :math:`e^z`, and delta a Markov chain."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Undefined
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.validated.rounding import chain_product, depth_of, elementwise, enter, evaluated, power, working

Layer = Any
"""A non-negative matrix of shape (N_out, N_in) without zero rows."""


def log_sum_exp_delta(matrix: np.ndarray, x: np.ndarray, delta_top: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return delta below a product of log-sum-exp layers :math:`z \mapsto \log (A_l e^z)`.

    .. math:: P = A_n \cdots A_1 \implies z^{(n+1)} = \log (P e^x), \quad
              \frac{\partial z^{(n+1)}}{\partial x} = \operatorname{diag}(P e^x)^{-1} P \operatorname{diag}(e^x), \quad
              \delta^{(1)} = e^x \odot P^\top \frac{\delta}{P e^x}

    The Jacobian is row-stochastic: the sum of delta is the same at every depth. Untied, of any widths.
    Shapes: ``matrix`` P (N', N), ``x`` (N,), ``delta_top`` (N',); result (N,).
    Error: an enclosure over BALLS, whose exponents are unbounded; no difference is taken but inside delta itself.
    Cost: two products of a matrix and a vector.
    Paper: thm:log-sum-exp.

    >>> log_sum_exp_delta(np.array([[1.0, 3.0]]), np.zeros(2), np.ones(1), FLOATS)
    array([0.25, 0.75])
    """
    weights = elementwise("exp", x, over)
    return weights * (matrix.T @ (delta_top / (matrix @ weights)))


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    matrix = over.array(layer)
    if over is FLOATS:  # shifted by the largest exponent of the row, so that none overflows
        exponents = _logarithms(matrix) + z
        largest = exponents.max(axis=1)
        return largest + np.log(np.exp(exponents - largest[:, None]).sum(axis=1))
    return elementwise("log", matrix @ elementwise("exp", z, over), over)


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    matrix = over.array(layer)
    if over is FLOATS:
        exponents = _logarithms(matrix) + z
        weights = np.exp(exponents - exponents.max(axis=1)[:, None])
        return (weights / weights.sum(axis=1)[:, None]).T @ delta
    return log_sum_exp_delta(matrix, z, delta, over)


def _logarithms(matrix: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(matrix)


def _entered(layer: Layer, over: Scalars) -> np.ndarray:
    matrix = enter(layer, over)
    if matrix.ndim != 2:
        raise Invalid("a log-sum-exp layer", f"shape {matrix.shape}", "give a matrix")
    if not all(entry >= 0 for entry in matrix.flat) or not all(any(entry > 0 for entry in row) for row in matrix):
        raise Undefined("a log-sum-exp layer", "a negative entry or a zero row", "use A >= 0 without zero rows")
    return matrix


def _closed(product_of: Callable[[int], np.ndarray], over: Scalars, name: str) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)

        def formula(system: Scalars) -> np.ndarray:
            return elementwise("log", product_of(steps) @ elementwise("exp", enter(x, over), system), system)

        return evaluated(formula, over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)
        return evaluated(
            lambda system: log_sum_exp_delta(product_of(steps), enter(x, over), enter(delta_top, over), system), over
        )

    return ClosedForm(
        name, iterate, delta, _DOMAIN, _CLASSES, "z = log(P e^x) with one matrix product P", "thm:log-sum-exp"
    )


def log_sum_exp_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of equal log-sum-exp layers: a power of one non-negative matrix.

    >>> log_sum_exp_tied([[1, 1], [1, 0]]).delta([0, 0], [1, 0], 10)  # 89 / 144, 55 / 144
    array([0.61805556, 0.38194444])
    """
    matrix = _entered(layer, over)
    if matrix.shape[0] != matrix.shape[1]:
        raise Invalid("a tied log-sum-exp layer", f"shape {matrix.shape}", "give a square matrix")
    return _closed(lambda steps: power(matrix, depth_of(steps), working(over)), over, "log-sum-exp, tied")


def log_sum_exp_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of given log-sum-exp layers: one product of non-negative matrices.

    >>> log_sum_exp_untied([[[1, 3]], [[2]]]).delta([0, 0], [1], 2)
    array([0.25, 0.75])
    """
    matrices = [_entered(layer, over) for layer in layers]

    def product_of(steps: int) -> np.ndarray:
        return chain_product(matrices[: depth_of(steps, len(matrices))], working(over))

    return _closed(product_of, over, "log-sum-exp, untied")


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    entries = rng.integers(0, 10, (3, 3)) + 2 * np.eye(3, dtype=int)
    return [[f"{k}/8" if exact else k / 8 for k in row] for row in entries]


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/11" if exact else k / 11 for k in rng.integers(-33, 34, len(layer[0]))]


_DOMAIN = "all real x"
_CLASSES = frozenset({"CF4", "CF5", "CF6"})

LOG_SUM_EXP = Family(
    name="log-sum-exp",
    dimension="vector",
    formulas={
        "layer": r"\log (A_l e^{z}), \quad A_l \ge 0",
        "phi": r"e^{z}",
        "A": r"A_l",
        "iterate": r"\log (P e^{x}), \quad P = A_n \cdots A_1",
        "delta": r"e^{x} \odot P^\top (\delta / P e^{x})",
    },
    classes=_CLASSES,
    domain=_DOMAIN,
    source="the exponential conjugates log-sum-exp to a matrix",
    label="thm:log-sum-exp",
    step=_step,
    pull=_pull,
    tied=log_sum_exp_tied,
    untied=log_sum_exp_untied,
    draw=_draw,
    start=_start,
    systems=(FLOATS, BALLS),
)
