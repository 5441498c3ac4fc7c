r"""The Gaussian averages of one layer that the first correction in 1/width is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid
from closedprop.validated.gaussian import gaussian_expectation

_STEEP = 64.0  # tuned: beyond it a saturating activation looks like a step at 0, and splitting there is cheaper

#: Functions of z, the activation and its slope.
_Integrand = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class LayerAverages:
    r"""Averages over :math:`z = \sqrt q Z` at one layer, with :math:`f = f(z)`, :math:`s = f'(z)`.

    ``variance`` is q and ``image`` is :math:`V(q)`; ``variance_slope`` and ``variance_curvature`` are :math:`V', V''` there;
    ``factor``, ``factor_slope``, ``factor_curvature`` are :math:`\chi, \chi', \chi''`, derivatives with respect to q;
    ``value_spread``, ``slope_spread`` and ``covariance`` are :math:`\sigma_w^4` times the variances of :math:`f^2` and
    :math:`s^2` and their covariance; ``joint``, ``radial_square`` and ``radial_product`` are :math:`\sigma_w^4 E s^2 f^2`,
    :math:`\sigma_w^2 E z^2 s^2` and :math:`\sigma_w^2 E z s f`.
    """

    variance: float
    image: float
    variance_slope: float
    variance_curvature: float
    factor: float
    factor_slope: float
    factor_curvature: float
    value_spread: float
    slope_spread: float
    covariance: float
    joint: float
    radial_square: float
    radial_product: float


def layer_averages(act: str | Activation, q: float, sigma_w: float, sigma_b: float = 0.0) -> LayerAverages:
    r"""Return the averages at variance ``q > 0``.

    Derivatives with respect to q fall on the density, so that kinks do no harm:

    .. math:: \frac{d}{dq} \mathbb E\, h(\sqrt q Z) = \frac{1}{2q} \mathbb E\, h (Z^2 - 1), \qquad
              \frac{d^2}{dq^2} \mathbb E\, h(\sqrt q Z) = \frac{1}{4 q^2} \mathbb E\, h (Z^4 - 6 Z^2 + 3)

    Error: that of the quadrature, 1e-13 relative to the averages of absolute values.
    Raises ``Invalid`` unless ``q > 0``.

    >>> averages = layer_averages("relu", 3.0, sigma_w=2.0**0.5)
    >>> round(averages.value_spread / averages.image**2, 12), round(averages.factor, 12)
    (5.0, 1.0)
    """
    act = activation(act)
    if not q > 0:
        raise Invalid(f"the averages of a layer at variance {q}", "not positive", "give q > 0")
    root = np.sqrt(q)
    breaks = ([0.0] if q > _STEEP else []) + [float(point / root) for point in act.kink_points]

    def average(integrand: _Integrand) -> float:
        def of(Z: np.ndarray) -> np.ndarray:
            z = root * Z
            return integrand(z, act(z), act.slope(z))

        return gaussian_expectation(of, breaks).value

    def first(z: np.ndarray) -> np.ndarray:
        return (z**2 / q - 1) / (2 * q)

    def second(z: np.ndarray) -> np.ndarray:
        return (z**4 / q**2 - 6 * z**2 / q + 3) / (4 * q**2)

    weight = sigma_w**2
    square, slope = average(lambda z, f, s: f**2), average(lambda z, f, s: s**2)
    return LayerAverages(
        variance=q,
        image=weight * square + sigma_b**2,
        variance_slope=weight * average(lambda z, f, s: f**2 * first(z)),
        variance_curvature=weight * average(lambda z, f, s: f**2 * second(z)),
        factor=weight * slope,
        factor_slope=weight * average(lambda z, f, s: s**2 * first(z)),
        factor_curvature=weight * average(lambda z, f, s: s**2 * second(z)),
        value_spread=weight**2 * average(lambda z, f, s: (f**2 - square) ** 2),
        slope_spread=weight**2 * average(lambda z, f, s: (s**2 - slope) ** 2),
        covariance=weight**2 * average(lambda z, f, s: (f**2 - square) * (s**2 - slope)),
        joint=weight**2 * average(lambda z, f, s: f**2 * s**2),
        radial_square=weight * average(lambda z, f, s: z**2 * s**2),
        radial_product=weight * average(lambda z, f, s: z * s * f),
    )


def averages_over_depth(
    act: str | Activation, sigma_w: float, sigma_b: float, input_variance: float, depth: int
) -> Sequence[LayerAverages]:
    r"""Return the averages of the layers 1, .., depth - 1 along the mean-field variances :math:`q_{l+1} = V(q_l)`.

    Raises ``Invalid`` for a depth below 1.

    >>> [round(layer.variance, 6) for layer in averages_over_depth("identity", 2.0, 1.0, 1.0, depth=4)]
    [1.0, 5.0, 21.0]
    """
    if depth < 1:
        raise Invalid(f"a network of depth {depth}", "no layer", "give a depth of at least 1")
    layers: list[LayerAverages] = []
    q = float(input_variance)
    for _ in range(depth - 1):
        layers.append(layer_averages(act, q, sigma_w, sigma_b))
        q = layers[-1].image
    return layers
