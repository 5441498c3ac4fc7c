r"""Monomial layers, or product units: affine in :math:`\log z`; and the recurrences of order two that they contain."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.solvable.vector_surrogates import near_identity
from closedprop.validated.rounding import chain_product, depth_of, elementwise, enter, evaluated, power, working

Layer = Any
"""A weight W of shape (N_out, N_in) and a bias b of shape (N_out,)."""


def monomial_iterate(matrix: np.ndarray, x: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return :math:`\exp(P \log x + \beta)` for the affine map :math:`(P, \beta; 0, 1)` of the logarithms.

    Shapes: ``matrix`` (N' + 1, N + 1), ``x`` (N,); result (N',).
    """
    return elementwise("exp", matrix[:-1, :-1] @ elementwise("log", x, over) + matrix[:-1, -1], over)


def monomial_delta(matrix: np.ndarray, x: np.ndarray, delta_top: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return delta below a product of monomial layers :math:`F_l(z)_i = e^{b_{l,i}} \prod_j z_j^{W^{(l)}_{ij}}`, z > 0.

    .. math:: P_n = W^{(n)} \cdots W^{(1)}, \quad \beta = \sum_k W^{(n)} \cdots W^{(k+1)} b_k \implies
              z^{(n+1)} = \exp(P_n \log x + \beta), \quad \delta^{(1)} = x^{-1} \odot P_n^\top (z^{(n+1)} \odot \delta)

    Untied and with biases; the widths may differ. :math:`z_{k+1} = z_k^a z_{k-1}^b` is :math:`W = (a, b; 1, 0)`.
    Shapes: ``matrix`` :math:`(P_n, \beta; 0, 1)` (N' + 1, N + 1), ``x`` (N,), ``delta_top`` (N',); result (N,).
    Error: an enclosure over BALLS.    Cost: two products of a matrix and a vector.
    Paper: thm:monomial.

    >>> square = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> monomial_delta(square, np.array([3.0]), np.ones(1), FLOATS).round(12)
    array([6.])
    """
    z = monomial_iterate(matrix, x, over)
    return matrix[:-1, :-1].T @ (z * delta_top) / x


def _entered(layer: Layer, way_in: Callable[[Any], np.ndarray]) -> np.ndarray:
    weight, bias = way_in(layer[0]), way_in(layer[1])
    if weight.ndim != 2 or bias.shape != weight.shape[:1]:
        found = f"shapes {weight.shape} and {bias.shape}"
        raise Invalid("W and b of a monomial layer", found, "give shapes (N_out, N_in) and (N_out,)")
    last = way_in([[0] * weight.shape[1] + [1]])
    return np.concatenate([np.concatenate([weight, bias[:, None]], axis=1), last])


def _closed(product_of: Callable[[int], np.ndarray], over: Scalars, name: str) -> ClosedForm:
    def iterate(x: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(x)
        return evaluated(lambda system: monomial_iterate(product_of(steps), enter(x, over), system), over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        if depth_of(steps) == 0:
            return over.array(delta_top)
        return evaluated(
            lambda system: monomial_delta(product_of(steps), enter(x, over), enter(delta_top, over), system), over
        )

    return ClosedForm(
        name, iterate, delta, _DOMAIN, _CLASSES, "log z = P log x + beta with one matrix product", "thm:monomial"
    )


def monomial_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of equal monomial layers.

    >>> monomial_tied(([[2]], [0])).iterate([3], 3)  # 3^8
    array([6561.])
    """
    matrix = _entered(layer, lambda values: enter(values, over))
    if matrix.shape[0] != matrix.shape[1]:
        raise Invalid("a tied monomial layer", "a weight that is not square", "give a square matrix")
    return _closed(lambda steps: power(matrix, depth_of(steps), working(over)), over, "monomial, tied")


def monomial_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of given monomial layers.

    >>> monomial_untied([([[1, 1]], [0]), ([[2]], [0])]).iterate([2, 3], 2)  # (2 * 3)^2
    array([36.])
    """
    matrices = [_entered(layer, lambda values: enter(values, over)) for layer in layers]

    def product_of(steps: int) -> np.ndarray:
        return chain_product(matrices[: depth_of(steps, len(matrices))], working(over))

    return _closed(product_of, over, "monomial, untied")


def log_linear(a: Any, b: Any, over: Scalars = FLOATS) -> ClosedForm:
    r"""Return the closed form of the recurrence :math:`z_{k+1} = z_k^a z_{k-1}^b` for the state :math:`(z_k, z_{k-1})`.

    >>> log_linear(1, 1).iterate([2, 2], 10)  # 2 to the Fibonacci numbers 144 and 89
    array([2.23007452e+43, 6.18970020e+26])
    """
    return monomial_tied(([[a, b], [1, 0]], [0, 0]), over)


def _step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
    return monomial_iterate(_entered(layer, over.array), z, over)


def _pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
    return monomial_delta(_entered(layer, over.array), z, delta, over)


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    # Contracting, so that log z stays bounded; near the identity, so that delta stays a double at depth 1000.
    weight = near_identity(rng, exact=True, parts=2000)
    weight = [
        [(f"{int(k.split('/')[0]) - 20 * (i == j)}/2000") for j, k in enumerate(row)] for i, row in enumerate(weight)
    ]
    bias = [f"{k}/500" for k in rng.integers(-5, 6, 3)]
    return (weight, bias) if exact else (FLOATS.array(weight).tolist(), FLOATS.array(bias).tolist())


def _start(rng: np.random.Generator, layer: Layer, exact: bool) -> Any:
    return [f"{k}/11" if exact else k / 11 for k in rng.integers(4, 34, len(layer[0][0]))]


_DOMAIN = "x > 0"
_CLASSES = frozenset({"CF4", "CF5", "CF6"})

MONOMIAL = Family(
    name="monomial",
    dimension="vector",
    formulas={
        "layer": r"\exp (W^{(l)} \log z + b_l)",
        "phi": r"\log z",
        "A": r"y \mapsto W^{(l)} y + b_l",
        "iterate": r"\exp (P_n \log x + \beta), \quad \beta = \sum_k W^{(n)} \cdots W^{(k+1)} b_k",
        "delta": r"x^{-1} \odot P_n^\top (z^{(n+1)} \odot \delta)",
    },
    classes=_CLASSES,
    domain=_DOMAIN,
    source="the logarithm conjugates products of powers to an affine map",
    label="thm:monomial",
    step=_step,
    pull=_pull,
    tied=monomial_tied,
    untied=monomial_untied,
    draw=_draw,
    start=_start,
    systems=(FLOATS, BALLS),
)


def _read_pair(layer: Any) -> Layer:
    return [layer, [1, 0]], [0, 0]


def _draw_pair(rng: np.random.Generator, exact: bool) -> Any:
    # a + b = 1: one eigenvalue 1, the other -b inside the unit circle or near it.
    k = int(rng.integers(1000, 1010))
    return [f"{1012 - k}/1012", f"{k}/1012"] if exact else [(1012 - k) / 1012, k / 1012]


LOG_LINEAR = Family(
    name="log-linear, order two",
    dimension="vector",
    formulas={
        "layer": r"(z_k, z_{k-1}) \mapsto (z_k^{a_l} z_{k-1}^{b_l}, z_k)",
        "phi": r"\log z",
        "A": r"\begin{psmallmatrix} a_l & b_l \\ 1 & 0 \end{psmallmatrix}",
        "iterate": r"\exp (P_n \log x)",
        "delta": r"x^{-1} \odot P_n^\top (z^{(n+1)} \odot \delta)",
    },
    classes=_CLASSES,
    domain=_DOMAIN,
    source="the companion matrix of a monomial recurrence",
    label="thm:monomial",
    step=lambda layer, z, over: _step(_read_pair(layer), z, over),
    pull=lambda layer, z, delta, over: _pull(_read_pair(layer), z, delta, over),
    tied=lambda layer, over: monomial_tied(_read_pair(layer), over),
    untied=lambda layers, over: monomial_untied([_read_pair(layer) for layer in layers], over),
    draw=_draw_pair,
    start=lambda rng, layer, exact: _start(rng, _read_pair(layer), exact),
    systems=(FLOATS, BALLS),
)
