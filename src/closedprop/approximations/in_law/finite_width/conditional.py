r"""Sampled mean squared gradients at finite width, with the backward pass integrated out.

Given the forward pass, the mean squared gradient obeys an exact recursion of two numbers a layer; and given the variance of a
layer, its preactivations are independent normal numbers. So no weight is ever drawn: a sample costs O(n) a layer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.polynomial import Chebyshev

from closedprop.approximations.in_law.finite_width.first_correction import FirstCorrection, first_correction
from closedprop.approximations.in_law.variance import slope_moment, variance_map
from closedprop.networks import activation
from closedprop.scalars import Estimate, Invalid

_BATCH = 2000  # arbitrary: 2000 networks of width 256 and depth 32 hold 250 MB
_DEGREE = 40  # derived: the two maps of tanh, on the variances of width 16, to 1e-9


@dataclass(frozen=True)
class Chain:
    """A random network of equal widths, its input drawn from N(0, input_variance I); ``sigma_b`` must be positive."""

    activation: str
    width: int
    depth: int
    sigma_w: float
    sigma_b: float
    input_variance: float = 1.0

    def __post_init__(self):
        if self.width < 1 or self.depth < 2 or not self.sigma_b > 0:
            raise Invalid(
                f"a chain of width {self.width}, depth {self.depth}, sigma_b = {self.sigma_b}",
                "too small",
                "give width >= 1, depth >= 2, sigma_b > 0",
            )

    @cached_property
    def correction(self) -> FirstCorrection:
        """What theory says of it to first order."""
        return first_correction(self.activation, self.sigma_w, self.sigma_b, self.input_variance, self.depth)

    def preactivations(self, rng: np.random.Generator, count: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
        r"""Return sampled :math:`z^{(l)}` and :math:`Q_l`, l = 1, .., L, of ``count`` networks.

        Shapes: (count, width) and (count,) each.
        """
        act = activation(self.activation)
        variances = [np.full(count, self.input_variance)]
        z = [np.sqrt(self.input_variance) * rng.standard_normal((count, self.width))]
        for _ in range(self.depth - 1):
            variances.append(self.sigma_w**2 * np.mean(act(z[-1]) ** 2, axis=1) + self.sigma_b**2)
            z.append(np.sqrt(variances[-1])[:, None] * rng.standard_normal((count, self.width)))
        return z, variances


def conditional_gradient(chain: Chain, z: list[np.ndarray], variances: list[np.ndarray]) -> np.ndarray:
    r"""Return :math:`G_1 = \mathbb E [|\delta^{(1)}|^2 \mid z^{(1)}, .., z^{(L)}]` for each network.

    .. math:: G_l = \frac{\sigma_w^2}{n} \Bigl\{ G_{l+1} \sum_j s_j^2 (1 - \alpha_j)
              + \frac{R_{l+1}}{Q_{l+1}} \sum_j s_j^2 \alpha_j \Bigr\}, \qquad
              R_l = \frac{\sigma_w^2}{n} \Bigl\{ G_{l+1} \Bigl( \sum_j z_j^2 s_j^2 - \tau \Bigr)
              + \frac{R_{l+1}}{Q_{l+1}} \tau \Bigr\}

    Shapes: (count,).    Error: rounding.    Cost: O(width) a layer and network.
    Paper: lem:conditioning.
    """
    act, weight = activation(chain.activation), chain.sigma_w**2 / chain.width
    gradient, radial = np.ones(len(z[0])), np.mean(z[-1] ** 2, axis=1)
    for values, above in zip(reversed(z[:-1]), reversed(variances[1:]), strict=True):
        f, s = act(values), act.slope(values)
        along = np.sum((s * f) ** 2, axis=1) * weight / above
        radially = values * s
        tau = np.sum(radially * f, axis=1) ** 2 * weight / above
        gradient, radial = (
            weight * (gradient * (np.sum(s**2, axis=1) - along) + radial / above * along),
            weight * (gradient * (np.sum(radially**2, axis=1) - tau) + radial / above * tau),
        )
    return gradient


def mean_field_error(chain: Chain, rng: np.random.Generator, samples: int, seed: int) -> Estimate:
    r"""Return the relative error of the mean field, :math:`\mathbb E |\delta^{(1)}|^2 / \prod_l \chi_l - 1`, with its error.

    Subtracted from every sample is a martingale, whose mean is exactly 0 at any width, with the coefficients of first order:

    .. math:: \sum_l \Bigl[ \frac{A_l - \chi(Q_l)}{\chi_l} + \eta_{l+1} \bigl( Q_{l+1} - V(Q_l) \bigr) \Bigr], \qquad
              A_l = \frac{\sigma_w^2}{n} \sum_j f'(z^{(l)}_j)^2

    so that the standard error falls like 1/width, as the error itself does.
    Error: as stated by the estimate, and 1e-8 for the interpolation of the two maps.
    Cost: ``samples`` networks, O(width * depth) each.
    """
    correction, act = chain.correction, activation(chain.activation)
    expected = float(np.prod([layer.factor for layer in correction.layers]))
    values = []
    for start in range(0, samples, _BATCH):
        z, variances = chain.preactivations(rng, min(_BATCH, samples - start))
        inner = np.concatenate(variances[:-1])
        low, high = inner.min(), inner.max()
        image = _interpolated(partial(variance_map, act, sigma_w=chain.sigma_w, sigma_b=chain.sigma_b), low, high)
        factor = _interpolated(lambda q: chain.sigma_w**2 * slope_moment(act, q).value, low, high)
        martingale = np.zeros(len(z[0]))
        for l, layer in enumerate(correction.layers):
            sampled = chain.sigma_w**2 * np.mean(act.slope(z[l]) ** 2, axis=1)
            martingale += (sampled - factor(variances[l])) / layer.factor
            martingale += correction.growth[l + 1] * (variances[l + 1] - image(variances[l]))
        values.append(conditional_gradient(chain, z, variances) / expected - 1 - martingale)
    differences = np.concatenate(values)
    mean = float(np.mean(differences))
    return Estimate.of(samples, mean, float(np.sum((differences - mean) ** 2)), seed)


def _interpolated(function: Callable[[float], float], low: float, high: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the Chebyshev interpolant in log q of a function of the variance, on [low, high]."""
    low, high = np.log(low) - 1e-9, np.log(high) + 1e-9
    fit = Chebyshev.interpolate(lambda t: np.array([function(float(q)) for q in np.exp(t)]), _DEGREE, [low, high])
    return lambda q: fit(np.log(q))
