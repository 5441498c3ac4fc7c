r"""The neural tangent kernel of a bias-free, positively homogeneous network: its second moment, exact at finite width."""

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from closedprop.approximations.in_law.finite_width.layer_factor import LayerFactor
from closedprop.networks import Activation
from closedprop.scalars import Invalid


def tangent_kernel_ratio(widths: Sequence[int], act: str | Activation = "relu") -> Fraction:
    r"""Return :math:`\mathbb E K^2 / (\mathbb E K)^2` of :math:`K = \sum_{l=1}^{d} |a^{(l-1)}|^2 |\delta^{(l)}|^2`.

    ``K`` is the squared length of the gradient of a scalar output with respect to all weights, at one input
    :math:`a^{(0)}`; ``widths`` are :math:`n_0, .., n_{d-1}`, weights have the critical variance
    :math:`\sigma_w^2 / n_{l-1}`. For equal widths

    .. math:: \frac{\mu^{d-1}}{d^2} \Bigl[ d + 2 \sum_{k=1}^{d-1} (d - k) \Bigl( \frac13 + \frac23 \rho^k \Bigr) \Bigr],
              \qquad \mu = 1 + \frac{3 \kappa - 1}{n}, \quad \rho = \frac{1 - 1/n}{\mu},

    with :math:`3 \kappa - 1 = 5` for relu and 2 for the identity.
    Error: none.    Cost: :math:`O(d^2)` rational operations.
    Raises ``Invalid`` for no width, ``Undefined`` for an activation that is not positively homogeneous.
    Paper: thm:tangent-kernel.

    >>> round(float(tangent_kernel_ratio([20] * 5)), 6)
    1.918538
    """
    if not widths:
        raise Invalid("the tangent kernel of a network", "no layer", "give the widths n_0, .., n_{d-1}")
    hidden = [LayerFactor(act, width) for width in widths[1:]]
    mu = [layer.moment(2) for layer in hidden]
    sizes = [Fraction(width, widths[0]) for width in widths]  # E |a^(l-1)|^2 |delta^(l)|^2, for |a^(0)| = 1
    d = len(widths)
    second = sum((size**2 for size in sizes), Fraction(0)) * prod(mu)
    for top in range(1, d):
        between = Fraction(1)  # E of forward times backward factor over the hidden layers bottom + 1, .., top
        above = Fraction(1)  # the product of mu over those but the lowest
        for bottom in reversed(range(top)):
            layer = hidden[bottom]
            between = (1 - Fraction(1, layer.width)) * between + layer.kurtosis / layer.width * above
            above *= mu[bottom]
            second += 2 * sizes[bottom] * sizes[top] * prod(mu[:bottom]) * between * prod(mu[top:])
    return second / sum(sizes) ** 2


def equal_width_ratio(width: int, depth: int, act: str | Activation = "relu") -> Fraction:
    r"""Return the same by the closed formula, for ``depth`` weight layers of one width.

    >>> equal_width_ratio(20, 5) == tangent_kernel_ratio([20] * 5)
    True
    """
    layer = LayerFactor(act, width)
    mu = layer.moment(2)
    rho = (1 - Fraction(1, width)) / mu
    pairs = sum((2 * (depth - k) * (1 + 2 * rho**k) / 3 for k in range(1, depth)), Fraction(0))
    return mu ** (depth - 1) * (depth + pairs) / depth**2
