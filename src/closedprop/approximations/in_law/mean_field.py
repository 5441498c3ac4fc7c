r"""Mean field: the squared gradient of a wide random network, layer by layer.

The mean-field limit trades a recursion in as many dimensions as there are neurons for one in a single dimension, the variance
map. It is itself the iteration of a scalar function: the same question again.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from closedprop.approximations.in_law.correlation import correlation_point
from closedprop.approximations.in_law.variance import fixed_point, slope_moment, variance_map
from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid, Undefined

_CRITICAL = 1e-12  # derived: chi is known to 1e-13


@dataclass(frozen=True, eq=False)
class MeanField:
    r"""What the theory says of each layer.

    Shapes, for depth L: ``variances`` (L,) holds :math:`q_1, .., q_L`; ``factors`` (L - 1,) holds
    :math:`\chi_1, .., \chi_{L-1}`; ``gradients`` (L,) holds :math:`\mathbb E |\delta^{(l)}|^2 / \mathbb E |\delta^{(L)}|^2`.
    ``error`` estimates the relative error of the gradients from that of the quadrature.
    """

    variances: np.ndarray
    factors: np.ndarray
    gradients: np.ndarray
    error: float


def mean_field(
    act: str | Activation,
    sigma_w: float,
    sigma_b: float,
    input_variance: float,
    depth: int,
    keep: float = 1.0,
    branch: float | None = None,
) -> MeanField:
    r"""Return variances, factors and squared gradients of a wide random network of that depth.

    .. math:: q_{l+1} = \sigma_w^2\, \mathbb E f(\sqrt{q_l} Z)^2 + \sigma_b^2, \qquad
              \chi_l = \sigma_w^2\, \mathbb E f'(\sqrt{q_l} Z)^2, \qquad
              \mathbb E |\delta^{(l)}|^2 = \chi_l\, \mathbb E |\delta^{(l+1)}|^2

    The gradients are totals over a layer: with variance :math:`\sigma_w^2 / \text{fan-in}` no width enters. Per neuron
    the factor is :math:`\chi_l N_{l+1} / N_l`. The input is drawn from :math:`N(0, q_1 I)`. Dropout at the rate ``keep`` divides
    :math:`\sigma_w^2` by it; a residual layer :math:`z + \alpha (W f(z) + b)`, ``branch`` :math:`= \alpha`, has the variance
    :math:`q + \alpha^2 V(q)` and the factor :math:`1 + \alpha^2 \chi`.
    Error: of order 1/width against a network, because the gradient independence assumption is used; the quadrature adds
    ``error``.    Cost: two Gaussian expectations per layer.
    Raises ``Invalid`` for depth 0, a negative variance, or a rate outside (0, 1].
    Source: Schoenholz et al., arXiv 1611.01232, equation (14).
    Paper: prop:mean-field.

    >>> mean_field("relu", sigma_w=2.0, sigma_b=0.0, input_variance=1.0, depth=4).gradients.round(12)
    array([8., 4., 2., 1.])
    """
    act = activation(act)
    if depth < 1:
        raise Invalid(f"the mean field of depth {depth}", "no layer", "give a depth of at least 1")

    def next_variance(q: float, _: int) -> float:
        return variance_map(act, q, sigma_w, sigma_b, keep=keep, branch=branch)

    variances = list(accumulate(range(depth - 1), next_variance, initial=float(input_variance)))
    moments = [slope_moment(act, q) for q in variances[:-1]]
    factors = np.array([sigma_w**2 / keep * moment.value for moment in moments])
    if branch is not None:
        factors = 1 + branch**2 * factors
    gradients = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    error = sum(moment.error / moment.value for moment in moments if moment.value)
    return MeanField(np.array(variances), factors, gradients, float(error))


@dataclass(frozen=True)
class DepthScales:
    r"""How fast a network forgets, in layers, at the fixed points of its variance and of its correlation.

    ``variance`` is :math:`\xi_q = -1 / \log |V'(q^*)|`, ``correlation`` :math:`\xi_c = -1 / \log C'(c^*)`, ``gradient``
    :math:`\xi_{\text{grad}} = 1 / |\log \chi|`; each is infinite where its factor is 1. ``correlation`` and ``c`` are None where
    the variance goes to 0.
    """

    q: float
    chi: float
    slope: float
    c: float | None
    correlation_slope: float | None
    variance: float
    correlation: float | None
    gradient: float


def depth_scales(act: str | Activation, sigma_w: float, sigma_b: float = 0.0, keep: float = 1.0) -> DepthScales:
    r"""Return the depth scales of variance, correlation and gradient.

    Error: that of the fixed points; a scale itself is known to :math:`\xi \cdot 10^{-10}` relative.
    Raises ``Unable`` where the variance grows without bound, ``Undefined`` where every variance is a fixed point.
    Source: Schoenholz et al., arXiv 1611.01232, equations (9), (11) and (15).
    Paper: prop:correlation-rates.

    >>> scales = depth_scales("tanh", 1.0, 0.05**0.5)
    >>> round(scales.gradient, 6), round(scales.correlation, 6)
    (3.626976, 3.626976)
    """
    act = activation(act)
    point = fixed_point(act, sigma_w / np.sqrt(keep), sigma_b)
    pair = correlation_point(act, sigma_w, sigma_b, point.q, keep) if point.q > 0 else None
    c, slope, correlation = (pair.c, pair.slope, layers(pair.slope)) if pair else (None, None, None)
    return DepthScales(point.q, point.chi, point.slope, c, slope, layers(point.slope), correlation, layers(point.chi))


def layers(factor: float) -> float:
    r"""Return :math:`1 / |\log |\lambda||`: infinite where the factor is 1 to twelve digits, 0 where it is 0.

    >>> layers(1.0), layers(0.0), round(layers(1.209831), 2)
    (inf, 0.0, 5.25)
    """
    if abs(factor) == 0:
        return 0.0
    return float("inf") if abs(abs(factor) - 1) < _CRITICAL else 1 / abs(float(np.log(abs(factor))))


def gradient_depth(chi: float) -> float:
    r"""Return the number of layers over which the squared gradient changes by a factor e.

    .. math:: \xi_{\text{grad}} = \frac{1}{|\log \chi|}

    Raises ``Undefined`` at ``chi = 1``, where it is infinite, and at 0.

    >>> round(gradient_depth(1.209831), 2)
    5.25
    """
    if not chi > 0 or chi == 1:
        raise Undefined(
            f"the depth scale at chi = {chi}", "none: the gradient vanishes or keeps its size", "use chi itself"
        )
    return 1 / abs(float(np.log(chi)))
