r"""Mean field: the squared gradient of a wide random network, layer by layer.

The mean-field limit trades a recursion in as many dimensions as there are neurons for one in a single dimension, the variance
map. It is itself the iteration of a scalar function: the same question again.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from closedprop.approximations.in_law.variance import slope_moment, variance_map
from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid, Undefined


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


def mean_field(act: str | Activation, sigma_w: float, sigma_b: float, input_variance: float, depth: int) -> MeanField:
    r"""Return variances, factors and squared gradients of a wide random network of that depth.

    .. math:: q_{l+1} = \sigma_w^2\, \mathbb E f(\sqrt{q_l} Z)^2 + \sigma_b^2, \qquad
              \chi_l = \sigma_w^2\, \mathbb E f'(\sqrt{q_l} Z)^2, \qquad
              \mathbb E |\delta^{(l)}|^2 = \chi_l\, \mathbb E |\delta^{(l+1)}|^2

    The gradients are totals over a layer: with variance :math:`\sigma_w^2 / \text{fan-in}` no width enters. Per neuron
    the factor is :math:`\chi_l N_{l+1} / N_l`. The input is drawn from :math:`N(0, q_1 I)`.
    Error: of order 1/width against a network, because the gradient independence assumption is used; the quadrature adds
    ``error``.    Cost: two Gaussian expectations per layer.
    Raises ``Invalid`` for depth 0 or a negative variance.
    Source: Schoenholz et al., arXiv 1611.01232, equation (14).
    Paper: prop:mean-field.

    >>> mean_field("relu", sigma_w=2.0, sigma_b=0.0, input_variance=1.0, depth=4).gradients.round(12)
    array([8., 4., 2., 1.])
    """
    act = activation(act)
    if depth < 1:
        raise Invalid(f"the mean field of depth {depth}", "no layer", "give a depth of at least 1")
    variances = list(
        accumulate(range(depth - 1), lambda q, _: variance_map(act, q, sigma_w, sigma_b), initial=float(input_variance))
    )
    moments = [slope_moment(act, q) for q in variances[:-1]]
    factors = np.array([sigma_w**2 * moment.value for moment in moments])
    gradients = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    error = sum(moment.error / moment.value for moment in moments if moment.value)
    return MeanField(np.array(variances), factors, gradients, float(error))


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
