r"""The law of the logarithm of a squared gradient at finite width, and how far it is from a normal law."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod, sqrt

import numpy as np
from scipy.special import ndtr

from closedprop.approximations.in_law.finite_width.layer_factor import LayerFactor
from closedprop.networks import Activation
from closedprop.scalars import Invalid, Unable

_PERIOD = (
    100.0  # derived: in standard deviations; both tails are exponential, and e^(-t/2) or less at the worst, width 1
)
_TINY = 1e-17  # derived: below the rounding error of the sum
_LARGEST = 2**16  # tuned: width 1, one layer, needs 2^9 nodes
_GRID = np.linspace(-12.0, 12.0, 2401)  # derived: both laws leave less than 1e-4 of the distance outside

#: The constant of the theorem of Berry and Esseen for summands of different laws.
BERRY_ESSEEN = 0.5606  # derived: proved by Tyurin, arXiv 0912.0726


@dataclass(frozen=True)
class Distance:
    """How far a law is from a normal one: of the distribution functions the largest difference, and the area between them.

    ``area`` is the Wasserstein distance of order 1, in standard deviations of the exact law.
    """

    largest: float
    area: float


@dataclass(frozen=True, eq=False)
class LogLaw:
    r"""The law of :math:`\log \prod_l S_l` with independent layer factors, given that no layer is dead.

    That is :math:`\log |\delta^{(1)}|^2` of a bias-free, positively homogeneous network at critical weights, up to the
    constant :math:`\log |\delta^{(L)}|^2`; a random :math:`\delta^{(L)}` with N(0, 1/n) entries is one more factor of the
    identity. At other weights :math:`\sum_l \log (\sigma_w^2 / \sigma_{\text{crit}}^2)` is added.
    Raises ``Invalid`` for no factor.
    Paper: thm:homogeneous-gradient.

    >>> law = LogLaw.of([100] * 5, "relu")
    >>> round(law.mean, 4), round(law.variance, 4)
    (-0.1271, 0.2597)
    """

    factors: tuple[LayerFactor, ...]

    def __post_init__(self):
        if not self.factors:
            raise Invalid("the law of a product of layer factors", "no layer", "give at least one width")

    @classmethod
    def of(cls, widths: Sequence[int], act: str | Activation = "relu", top: int | None = None) -> "LogLaw":
        """Return the law for layers of these widths; ``top`` is the width of a random delta^(L), if it is random."""
        layers = [LayerFactor(act, width) for width in widths]
        return cls((*layers, *([] if top is None else [LayerFactor("identity", top)])))

    @cached_property
    def cumulants(self) -> np.ndarray:
        """The first four cumulants: sums over the layers."""
        return np.sum([factor.log_cumulants for factor in self.factors], axis=0)

    @property
    def mean(self) -> float:
        """The mean given survival."""
        return float(self.cumulants[0])

    @property
    def variance(self) -> float:
        """The variance given survival."""
        return float(self.cumulants[1])

    @property
    def skewness(self) -> float:
        """The third standardized moment given survival; it is negative."""
        return float(self.cumulants[2] / self.cumulants[1] ** 1.5)

    @property
    def survival(self) -> float:
        """The probability that no layer is dead."""
        return float(prod(1 - factor.dead for factor in self.factors))

    @cached_property
    def _spectrum(self) -> tuple[np.ndarray, np.ndarray]:
        """Return midpoint nodes t and the characteristic function of the standardized law there, until it vanishes."""
        step, count = 2 * np.pi / _PERIOD, 256
        while count <= _LARGEST:
            t = step * (np.arange(count) + 0.5)
            scaled, values = t / sqrt(self.variance), np.exp(-1j * t * self.mean / sqrt(self.variance))
            for factor in set(self.factors):
                values = values * factor.log_characteristic(scaled) ** self.factors.count(factor)
            if abs(values[-1]) < _TINY:
                kept = np.flatnonzero(np.abs(values) >= _TINY)[-1] + 1
                return t[:kept], values[:kept]
            count *= 2
        raise Unable("the law of log |delta|^2", "a characteristic function that decays too slowly", "use wider layers")

    def standardized_cdf(self, y: np.ndarray) -> np.ndarray:
        r"""Return the distribution function at ``mean + y * standard deviation``.

        .. math:: F(y) = \frac12 - \frac{1}{\pi} \int_0^\infty \frac{\operatorname{Im} e^{-ity} \phi(t)}{t} \dd t

        by the midpoint rule.
        Error: rounding, 1e-14, and the mass beyond 50 standard deviations, below 1e-20: there the value is 0 or 1.
        Source: Gil-Pelaez, Biometrika 38 (1951) 481-482; Davies, Biometrika 60 (1973) 415-417.
        """
        y = np.asarray(y, dtype=np.float64)
        t, values = self._spectrum
        phases = np.exp(-1j * np.multiply.outer(np.clip(y, -_PERIOD / 2, _PERIOD / 2), t))
        inside = 0.5 - (phases @ (values / t)).imag * (2 / _PERIOD)
        return np.where(np.abs(y) < _PERIOD / 2, inside, y > 0)

    def cdf(self, x: np.ndarray) -> np.ndarray:
        """Return the distribution function of the logarithm at ``x``, given survival.    Error: see `standardized_cdf`."""
        return self.standardized_cdf((np.asarray(x, dtype=np.float64) - self.mean) / sqrt(self.variance))

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return the density of the logarithm at ``x``, given survival.    Error: as for the distribution function."""
        y = (np.asarray(x, dtype=np.float64) - self.mean) / sqrt(self.variance)
        t, values = self._spectrum
        inside = (np.exp(-1j * np.multiply.outer(y, t)) @ values).real * (2 / _PERIOD) / sqrt(self.variance)
        return np.where(np.abs(y) < _PERIOD / 2, inside, 0.0)

    def distance_to_normal(self, mean: float | None = None, variance: float | None = None) -> Distance:
        r"""Return the distance of the law to a normal one, by default that of the same mean and variance.

        Error: on a grid of 0.01 standard deviations: relative 1e-4.

        >>> LogLaw.of([100] * 5).distance_to_normal().largest < 0.02
        True
        """
        mean = self.mean if mean is None else mean
        variance = self.variance if variance is None else variance
        difference = self.standardized_cdf(_GRID) - ndtr(
            (self.mean + _GRID * sqrt(self.variance) - mean) / sqrt(variance)
        )
        size = np.abs(difference)
        return Distance(float(size.max()), float(np.sum(size) * (_GRID[1] - _GRID[0])))

    @property
    def berry_esseen(self) -> float:
        r"""A proved bound of the largest difference to the normal law of the same mean and variance.

        .. math:: 0.5606\, \frac{\sum_l m_{4,l}^{3/4}}{\bigl( \sum_l m_{2,l} \bigr)^{3/2}} \ge
                  0.5606\, \frac{\sum_l \mathbb E |X_l|^3}{\bigl( \sum_l \mathbb E X_l^2 \bigr)^{3/2}}

        with the central moments of :math:`X_l = \log S_l`.
        Source: Tyurin, arXiv 0912.0726.
        """
        fourths = [cumulants[3] + 3 * cumulants[1] ** 2 for cumulants in (f.log_cumulants for f in self.factors)]
        return BERRY_ESSEEN * float(np.sum(np.power(fourths, 0.75))) / self.variance**1.5


def leading_log_normal(widths: Sequence[int], act: str | Activation = "relu") -> tuple[float, float]:
    r"""Return mean and variance of the log-normal law to first order in 1/width.

    .. math:: \log |\delta^{(1)}|^2 \approx N(-\beta/2, \beta), \qquad \beta = \sum_l \frac{3 \kappa - 1}{n_l}

    with 5 for relu and 2 for the identity.
    Source: Hanin & Nica, arXiv 1812.05994.

    >>> mean, variance = leading_log_normal([100] * 5)
    >>> round(mean, 12), round(variance, 12)
    (-0.125, 0.25)
    """
    beta = sum(float(LayerFactor(act, width).moment(2) - 1) for width in widths)
    return -beta / 2, beta
