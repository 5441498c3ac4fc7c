r"""Linear layers with normalization: RMSNorm, bias-free LayerNorm and pure normalization, untied and of any widths."""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Undefined
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family
from closedprop.solvable.vector_surrogates import (
    CLASSES,
    DOMAIN,
    Entered,
    draw_vector,
    isru_pull,
    isru_step,
    isru_tied,
    isru_untied,
    near_identity,
)

Layer = Any
"""A weight W of shape (N_out, N_in) and a number a >= 0."""


def normalized_tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
    r"""Return the closed form of equal layers :math:`F(z) = W z / \sqrt{1 + a |z|^2}`, by Stein doubling.

    .. math:: z^{(n+1)} = \frac{W^n x}{\tau}, \quad \tau^2 = 1 + x^\top G_n x, \quad
              G_n = a \sum_{k<n} (W^k)^\top W^k, \quad G_n - W^\top G_n W = a\,(I - (W^n)^\top W^n)

    .. math:: \delta^{(1)} = \frac{1}{\tau} \Bigl( (W^n)^\top \delta - \frac{\delta^\top W^n x}{\tau^2}\, G_n x \Bigr)

    Shapes: W (N, N).
    Error: over FLOATS correctly rounded from balls; iterates of more than 16 units are computed in floats, to about n units
    in the last place of |z| times the condition of the products. An enclosure over BALLS.
    Cost: 3 log2 n products of N x N matrices, against n products of a matrix and a vector in the recursion.
    Raises ``Invalid`` for a weight that is not square, ``Undefined`` for a < 0.
    Paper: thm:normalized-linear.

    >>> normalized_tied(([[1]], 1)).iterate([1], 99)  # 1 / sqrt(1 + 99)
    array([0.1])
    """
    return isru_tied(layer, over, _read, "normalized linear", "thm:normalized-linear")


def normalized_untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
    """Return the closed form of given layers :math:`W^{(l)} z / \\sqrt{1 + a_l |z|^2}`; the widths may differ.

    >>> normalized_untied([([[1], [1]], 3), ([[2, 0]], 0)]).iterate([1], 2)
    array([1.])
    """
    return isru_untied(layers, over, _read, "normalized linear", "thm:normalized-linear")


def rms_norm_layer(weight: Any, gain: Any, epsilon: float) -> Layer:
    r"""Return (W', a) of RMSNorm with gain followed by a linear map: a normalized linear layer.

    .. math:: W \operatorname{diag}(g)\, \frac{z}{\sqrt{|z|^2 / N + \varepsilon}} = \frac{W' z}{\sqrt{1 + a |z|^2}}, \qquad
              W' = \varepsilon^{-1/2}\, W \operatorname{diag}(g), \quad a = \frac{1}{N \varepsilon}

    Shapes: ``weight`` (N_out, N), ``gain`` (N,).    Raises ``Undefined`` for epsilon <= 0.
    Paper: cor:rmsnorm.

    >>> rms_norm_layer([[2.0, 0.0]], [1.0, 1.0], 0.25)
    (array([[4., 0.]]), 2.0)
    """
    matrix, scale = FLOATS.array(weight), FLOATS.array(gain)
    if not epsilon > 0:
        raise Undefined(f"RMSNorm with epsilon = {epsilon}", "no value at 0", "use pure_normalization, or epsilon > 0")
    return matrix * scale / sqrt(epsilon), 1 / (matrix.shape[1] * epsilon)


def layer_norm_layer(weight: Any, gain: Any, epsilon: float) -> Layer:
    r"""Return (W', M) of LayerNorm without bias followed by a linear map: a layer of the family VECTOR_ISRU.

    .. math:: C = I - \tfrac1N \mathbf 1 \mathbf 1^\top, \qquad W' = \varepsilon^{-1/2}\, W \operatorname{diag}(g)\, C, \qquad
              M = C / (N \varepsilon)

    Shapes: ``weight`` (N_out, N), ``gain`` (N,); result (N_out, N) and (N, N).

    >>> layer_norm_layer([[2.0, 0.0]], [1.0, 1.0], 0.25)[0]
    array([[ 2., -2.]])
    """
    matrix, a = rms_norm_layer(weight, gain, epsilon)
    size = matrix.shape[1]
    centering = np.eye(size) - 1 / size
    return matrix @ centering, a * centering


def _read(layer: Layer, way_in: Callable[[Any], np.ndarray]) -> Entered:
    weight, (a,) = way_in(layer[0]), way_in([layer[1]])
    if weight.ndim != 2:
        raise Invalid("the weight of a normalized layer", f"shape {weight.shape}", "give a matrix")
    if not a >= 0:
        raise Undefined(f"a normalized layer with a = {a}", "a square root of a negative number", "use a >= 0")
    return weight, a * way_in(np.eye(weight.shape[1], dtype=int))


def _draw(rng: np.random.Generator, exact: bool) -> Layer:
    k = int(rng.integers(0, 13))
    return near_identity(rng, exact), f"{k}/6" if exact else k / 6


NORMALIZED = Family(
    name="normalized linear",
    dimension="vector",
    formulas={
        "layer": r"W^{(l)} z / \sqrt{1 + a_l |z|^2}",
        "phi": r"z \mapsto [z : t],\ z / t",
        "A": r"(z, t^2) \mapsto (W^{(l)} z,\ t^2 + a_l |z|^2)",
        "iterate": r"P_n x / \sqrt{1 + x^\top G x}, \quad G = \sum_{k<n} a_{k+1} P_k^\top P_k",
        "delta": r"\tau^{-1} (P_n^\top \delta - \tau^{-2} (x^\top P_n^\top \delta)\, G x), \quad \tau^2 = 1 + x^\top G x",
    },
    classes=CLASSES,
    domain=DOMAIN,
    source="homogeneity of degree one",
    label="thm:normalized-linear",
    step=lambda layer, z, over: isru_step(*_read(layer, over.array), z, over),
    pull=lambda layer, z, delta, over: isru_pull(*_read(layer, over.array), z, delta, over),
    tied=normalized_tied,
    untied=normalized_untied,
    draw=_draw,
    start=draw_vector,
    systems=(FLOATS, BALLS),
)
