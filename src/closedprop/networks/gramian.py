r"""Gramians :math:`G = \sum_k P_k^\top M_{k+1} P_k`: all that normalized layers need, by doubling in the tied case."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.scalars import Scalars
from closedprop.validated.rounding import elementwise, product

#: A block whose entries pass this is divided by a power of two.
LARGE = 2.0**200  # arbitrary: far from the largest double even after two squarings

#: A float iterate is trusted while no product loses more than this factor to cancellation; else balls take over.
CANCELLATION = 1e-4  # arbitrary: leaves 12 of the 16 digits of a double

Layer = tuple[np.ndarray, np.ndarray]
"""A weight W of shape (N_out, N_in) and a metric M of shape (N_in, N_in)."""


def stein_doubling(weight: np.ndarray, metric: np.ndarray, steps: int, over: Scalars) -> tuple[np.ndarray, np.ndarray]:
    r"""Return :math:`W^n` and the finite-horizon Gramian :math:`G_n = \sum_{k<n} (W^k)^\top M\, W^k`.

    .. math:: G_n - W^\top G_n W = M - (W^n)^\top M\, W^n, \qquad G_{m+n} = G_m + (W^m)^\top G_n W^m

    The second rule with m = n, read along the binary digits of n.
    Shapes: ``weight``, ``metric`` (N, N); result twice (N, N).    Error: exact over RATIONALS, enclosures over BALLS.
    Cost: at most 5 log2 n products of N x N matrices.    Source: Smith's doubling for the Stein equation.

    >>> from closedprop.scalars import RATIONALS
    >>> W, M = RATIONALS.array([[1, 1], [0, 1]]), RATIONALS.array([[1, 0], [0, 1]])
    >>> stein_doubling(W, M, 3, RATIONALS)[1]
    array([[3, 3],
           [3, 8]], dtype=object)
    """
    total = over.array(np.eye(len(weight), dtype=int))
    gramian = total * over.zero
    for digit in bin(steps)[2:]:
        gramian = gramian + product(total.T, product(gramian, total, over), over)
        total = product(total, total, over)
        if digit == "1":
            gramian = metric + product(weight.T, product(gramian, weight, over), over)
            total = product(total, weight, over)
    return total, gramian


def ray_doubling(weight: np.ndarray, metric: np.ndarray, x: np.ndarray, steps: int) -> tuple[np.ndarray, float] | None:
    r"""Return :math:`(c\, W^n x,\; c^2 (1 + x^\top G_n x))` in floats, with an unknown c > 0 that keeps both finite.

    A block of m layers maps (v, s) to :math:`(P v, \sigma s + v^\top G v)`, up to such a factor; doubled it is
    :math:`(P^2, \sigma G + P^\top G P, \sigma^2)`, and blocks of powers of one matrix may be applied in any order.
    Shapes: ``weight``, ``metric`` (N, N), ``x`` (N,); result (N,) and a number.
    Error: about n units in the last place; ``None`` where cancellation would make it more.
    Cost: 3 log2 n products of N x N matrices.
    """
    state, squared, sigma, gramian, total = x, 1.0, 1.0, metric, weight
    while steps:
        if steps & 1:
            moved, form = total @ state, state @ (gramian @ state)
            size = np.linalg.norm(state)
            if np.linalg.norm(moved) < CANCELLATION * np.linalg.norm(total) * size:
                return None
            if form < CANCELLATION * np.linalg.norm(gramian) * size * size and form < squared * sigma:
                return None
            state, squared = _scaled(moved, sigma * squared + form)
        steps >>= 1
        if steps:
            gramian = sigma * gramian + total.T @ (gramian @ total)
            total, sigma = total @ total, sigma * sigma
            largest = max(np.abs(total).max(), np.abs(gramian).max() ** 0.5)
            if largest > LARGE:
                factor = 0.5 ** np.floor(np.log2(largest))
                total, gramian, sigma = total * factor, gramian * factor**2, sigma * factor**2
    return (state, squared) if squared > 0 and np.isfinite(squared) else None


def ray_chain(layers: Sequence[Layer], x: np.ndarray) -> tuple[np.ndarray, float]:
    r"""Return :math:`(c\, P_n x,\; c^2 (1 + x^\top G x))` of untied layers in floats, with an unknown c > 0.

    Shapes: weights (N_{l+1}, N_l), metrics (N_l, N_l), ``x`` (N_1,); result (N_{n+1},) and a number.
    """
    state, squared = x, 1.0
    for weight, metric in layers:
        squared = squared + state @ (metric @ state)
        state, squared = _scaled(weight @ state, squared)
    return state, squared


def chain(layers: Sequence[Layer], x: np.ndarray) -> tuple[list[np.ndarray], Any]:
    r"""Return :math:`P_0 x, .., P_n x` and :math:`1 + x^\top G x = 1 + \sum_k (P_k x)^\top M_{k+1} P_k x`.

    >>> from closedprop.scalars import RATIONALS
    >>> I = RATIONALS.array([[1]])
    >>> chain([(2 * I, I), (3 * I, I)], RATIONALS.array([1]))
    ([array([1], dtype=object), array([2], dtype=object), array([6], dtype=object)], 6)
    """
    states: list[np.ndarray] = [x]
    squared: Any = 1
    for weight, metric in layers:
        squared = squared + states[-1] @ (metric @ states[-1])
        states.append(weight @ states[-1])
    return states, squared


def isru_delta(layers: Sequence[Layer], x: np.ndarray, delta_top: np.ndarray, over: Scalars) -> np.ndarray:
    r"""Return delta below untied layers :math:`W^{(l)} z / \sqrt{1 + z^\top M_l z}`, with one division in all.

    .. math:: G = \sum_{k<n} P_k^\top M_{k+1} P_k, \quad \tau^2 = 1 + x^\top G x \implies z^{(n+1)} = \frac{P_n x}{\tau}, \quad
              \delta^{(1)} = \frac{1}{\tau} \Bigl( P_n^\top \delta - \frac{x^\top P_n^\top \delta}{\tau^2}\, G x \Bigr)

    G x is not formed: :math:`P_n^\top \delta - \kappa \sum_k P_k^\top M_{k+1} P_k x` is read inward, as by Horner's rule.
    Shapes: weights (N_{l+1}, N_l), metrics (N_l, N_l), ``x`` (N_1,), ``delta_top`` (N_{n+1},); result (N_1,).
    Error: an enclosure over BALLS; over floats the difference cancels.
    Cost: 3 products of a matrix and a vector a layer.
    Paper: thm:vector-isru.

    >>> from closedprop.scalars import RATIONALS
    >>> layers = [(RATIONALS.array([[2]]), RATIONALS.array([["3/5"]]))] * 2
    >>> isru_delta(layers, RATIONALS.array([1]), RATIONALS.array([1]), RATIONALS)  # tau = 2: 4 / 2^3
    array([1/2], dtype=object)
    """
    states, squared = chain(layers, x)
    kappa = (states[-1] @ delta_top) / squared
    delta = delta_top
    for (weight, metric), state in zip(reversed(layers), reversed(states[:-1]), strict=True):
        delta = weight.T @ delta - kappa * (metric @ state)
    return delta / root_of(squared, over)


def isru_tied_delta(
    weight: np.ndarray, metric: np.ndarray, x: np.ndarray, delta_top: np.ndarray, steps: int, over: Scalars
) -> np.ndarray:
    r"""Return delta below n equal layers :math:`W z / \sqrt{1 + z^\top M z}`, by Stein doubling.

    .. math:: \delta^{(1)} = \frac{1}{\tau} \Bigl( (W^n)^\top \delta - \frac{\delta^\top W^n x}{\tau^2}\, G_n x \Bigr), \qquad
              \tau^2 = 1 + x^\top G_n x

    Shapes: ``weight``, ``metric`` (N, N), ``x`` and ``delta_top`` (N,); result (N,).
    Error: an enclosure over BALLS; over floats the difference cancels.    Cost: that of :func:`stein_doubling`.

    >>> from closedprop.scalars import FLOATS
    >>> isru_tied_delta(np.eye(1), np.eye(1), np.ones(1), np.ones(1), 3, FLOATS)  # (1 + 3)^(-3/2)
    array([0.125])
    """
    total, gramian = stein_doubling(weight, metric, steps, over)
    pulled, image = total.T @ delta_top, gramian @ x
    squared = 1 + x @ image
    return (pulled - (x @ pulled) / squared * image) / root_of(squared, over)


def root_of(squared: Any, over: Scalars) -> Any:
    """Return the square root of one number."""
    return elementwise("sqrt", over.array([squared]), over)[0]


def _scaled(state: np.ndarray, squared: float) -> tuple[np.ndarray, float]:
    """Divide (v, s) by (c, c^2), a power of two, once it is large; only the ratio matters."""
    if squared < LARGE**2:
        return state, squared
    factor = 0.5 ** np.floor(0.5 * np.log2(squared))
    return state * factor, squared * factor * factor
