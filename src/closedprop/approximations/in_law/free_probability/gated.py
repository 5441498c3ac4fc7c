r"""Gated networks, whose slopes are 0 or 1: the spectrum in closed form, as a curve in one angle.

With :math:`p` the share of ones and :math:`n` layers, the density is a function of an angle :math:`\theta` between 0 and
:math:`\theta_{\max}`: from the top edge down to 0. Near the end the angle is replaced by its distance from there, so that
eigenvalues of any smallness have all their digits.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit

from closedprop.approximations.in_law.free_probability.branch import Points

#: Bounds of the logistic coordinate of the angle. derived: the angle, or what is left of it, is then 1e-16 of the whole;
#: or so little is left that no double is below the eigenvalue.
_FAR, _FARTHEST = 37.0, 700.0


@dataclass(frozen=True)
class GatedCurve:
    r"""The continuous part of the spectrum of ``layers`` gated layers with a share ``p`` of ones, for :math:`\sigma_w = 1`.

    .. math:: \text{Gaussian:}\quad  \lambda = \frac{|1 + z| r^n}{|z|}, \quad z = r e^{i\theta} - p, \quad
              r^2 + r \bigl( (1 - 2p) \cos\theta - \sin\theta \cot n\theta \bigr) = p (1 - p), \\
              \text{orthogonal:}\quad \lambda = (1 - p) p^{n-1}
              \frac{\sin^n n\theta}{\sin\theta\, \sin^{n-1} (n-1)\theta}, \quad
              z = \frac{t e^{i n \theta}}{1 - t e^{i n \theta}}, \quad t = \frac{p \sin\theta}{(1-p) \sin (n-1)\theta}

    with :math:`0 < \theta < \pi/n` (Gaussian and p = 1: :math:`\pi/(n+1)`, the Fuss-Catalan law), and the density is
    :math:`\rho(\lambda) = \operatorname{Im} z / (\pi \lambda)`. Gated orthogonal layers need ``n >= 2`` and ``p < 1``.
    Error: rounding, about n units in the last place of :math:`\lambda`.
    Paper: thm:gated-spectrum.

    >>> GatedCurve(p=1.0, layers=2, gaussian=True).top
    6.75
    """

    p: float
    layers: int
    gaussian: bool

    @cached_property
    def _end(self) -> float:
        return np.pi / (self.layers + (self.gaussian and self.p == 1))

    @cached_property
    def top(self) -> float:
        """The upper edge of the continuous spectrum."""
        n, p = self.layers, self.p
        if self.gaussian:
            root = np.hypot(n - 1, 2 * np.sqrt(n * p))
            z = 2 * p / (n - 1 + root)  # the positive root of n z^2 + (n - 1) z = p, without cancellation
            return float((1 + z) * (z + p) ** n / z)
        return float((1 - p) * n * (p * n / (n - 1)) ** (n - 1))

    def at(self, x: np.ndarray) -> Points:
        r"""Return the points of the curve at logistic coordinates ``x``, where :math:`\theta = \theta_{\max} / (1 + e^{-x})`.

        Shapes: ``x`` (m,), in [-37, 700].
        """
        theta, left = self._end * expit(x), self._end * expit(-x)
        log_value, weight, slope = (self._gaussian if self.gaussian else self._orthogonal)(theta, left)
        return Points(log_value, weight, slope * theta * expit(-x))

    def find(self, log_values: np.ndarray) -> Points:
        r"""Return the points of the curve at given :math:`\log\lambda` below the top, by bisection: the curve is monotone.

        Error: that of :math:`\lambda` is a few units in the last place.    Cost: 64 evaluations.
        """
        low, high = np.full(log_values.shape, -_FAR), np.full(log_values.shape, _FARTHEST)
        for _ in range(64):
            middle = (low + high) / 2
            above = self.at(middle).log_value > log_values
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return self.at((low + high) / 2)

    def span(self) -> tuple[float, float]:
        """Return the range of the coordinate that holds all of the spectrum, up to 1e-16 of its mass."""
        return -_FAR, _FAR

    def _gaussian(self, theta: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        n, p = self.layers, self.p
        sine, cosine = np.sin(theta), np.cos(theta)
        if p == 1:
            m = n + 1
            radius = np.where(2 * theta < self._end, np.sin(m * theta), np.sin(m * left)) / np.sin(n * theta)
            log_value = m * np.log(radius) - np.log(sine / np.sin(n * theta))
            weight = sine * radius
            return log_value, weight, self._cotangents(theta, left, m)
        cotangent = np.where(2 * theta < self._end, 1 / np.tan(n * theta), -1 / np.tan(n * left))
        b, c = (1 - 2 * p) * cosine - sine * cotangent, p * (1 - p)
        root = np.sqrt(b * b + 4 * c)
        radius = np.where(b < 0, root - b, 4 * c / (root + np.abs(b))) / 2
        z = radius * np.exp(1j * theta) - p
        log_value = np.log(np.abs(1 + z)) + n * np.log(radius) - np.log(np.abs(z))
        sine_n = np.where(2 * theta < self._end, np.sin(n * theta), np.sin(n * left))
        b_slope = -(1 - 2 * p) * sine - cosine * cotangent + n * sine / sine_n**2
        step = (1j - b_slope / root) * radius * np.exp(1j * theta)  # dz / dtheta
        slope = ((1 / (1 + z) + n / (z + p) - 1 / z) * step).real
        return log_value, radius * sine, slope

    def _orthogonal(self, theta: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        n, p = self.layers, self.p
        sine, sine_below = np.sin(theta), np.sin((n - 1) * theta)
        sine_n = np.where(2 * theta < self._end, np.sin(n * theta), np.sin(n * left))
        log_value = (
            np.log1p(-p) + (n - 1) * np.log(p) + n * np.log(sine_n) - np.log(sine) - (n - 1) * np.log(sine_below)
        )
        t = p * sine / ((1 - p) * sine_below)
        half = np.where(2 * theta < self._end, np.sin(n * theta / 2), np.cos(n * left / 2))
        weight = t * sine_n / ((1 - t) ** 2 + 4 * t * half**2)
        return log_value, weight, self._cotangents(theta, left, n)

    def _cotangents(self, theta: np.ndarray, left: np.ndarray, m: int) -> np.ndarray:
        r"""Return the derivative of the logarithm of :math:`\sin^m m\theta / (\sin\theta \sin^{m-1}(m-1)\theta)`."""
        cotangent = np.where(2 * theta < self._end, 1 / np.tan(m * theta), -1 / np.tan(m * left))
        return m * m * cotangent - 1 / np.tan(theta) - (m - 1) ** 2 / np.tan((m - 1) * theta)
