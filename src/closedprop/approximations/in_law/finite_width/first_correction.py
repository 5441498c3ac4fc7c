r"""The first correction to the mean field in 1/width: of the mean squared gradient, of its logarithm, and of the variances.

At width n the averages over a layer fluctuate by :math:`n^{-1/2}`. What these fluctuations do to first order is known for any
activation, by quadrature.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from closedprop.approximations.in_law.finite_width.layer_averages import LayerAverages, averages_over_depth
from closedprop.networks import Activation


@dataclass(frozen=True, eq=False)
class FirstCorrection:
    r"""The first corrections for networks of one depth L and of equal widths n, layer by layer.

    All arrays have shape (L,) unless said otherwise, and are what multiplies 1/n.
    """

    layers: tuple[LayerAverages, ...]

    def _column(self, name: str) -> np.ndarray:
        return np.array([getattr(layer, name) for layer in self.layers])

    @cached_property
    def _derivatives(self) -> np.ndarray:
        r"""Return :math:`\eta_l, \zeta_l` and :math:`\rho_l`.    Shape: (3, L)."""
        eta, zeta, rho = 0.0, 0.0, 1.0
        rows = [(eta, zeta, rho)]
        for layer in reversed(self.layers):
            relative = layer.factor_slope / layer.factor
            eta, zeta = (
                relative + eta * layer.variance_slope,
                layer.factor_curvature / layer.factor
                + 2 * relative * eta * layer.variance_slope
                + zeta * layer.variance_slope**2
                + eta * layer.variance_curvature,
            )
            along = layer.radial_product**2 / layer.image
            rho = (layer.radial_square - along * (1 - rho)) / (layer.variance * layer.factor)
            rows.append((eta, zeta, rho))
        return np.array(rows[::-1]).T

    @property
    def growth(self) -> np.ndarray:
        r"""The derivative :math:`\eta_l` of the logarithm of the mean-field squared gradient of layer l in :math:`q_l`."""
        return self._derivatives[0]

    @cached_property
    def layer_terms(self) -> np.ndarray:
        r"""What each layer adds to the correction of the squared gradient.    Shape: (L - 1,).

        .. math:: c_l = \sigma_w^4 \Bigl[ \frac{\eta_{l+1}}{\chi_l} \operatorname{Cov}(s^2, f^2)
                  + \frac{\zeta_{l+1}}{2} \operatorname{Var} f^2 + (\rho_{l+1} - 1) \frac{\mathbb E s^2 f^2}{q_{l+1} \chi_l} \Bigr]
        """
        eta, zeta, rho = self._derivatives[:, 1:]
        factor = self._column("factor")
        aligned = (rho - 1) * self._column("joint") / (self._column("image") * factor)
        return self._column("covariance") * eta / factor + self._column("value_spread") * zeta / 2 + aligned

    @cached_property
    def _variance_moments(self) -> tuple[np.ndarray, np.ndarray]:
        r"""Return the limits of n times the variance and the bias of :math:`Q_l`."""
        spread, bias = [0.0], [0.0]
        for layer in self.layers:
            bias.append(layer.variance_slope * bias[-1] + layer.variance_curvature * spread[-1] / 2)
            spread.append(layer.variance_slope**2 * spread[-1] + layer.value_spread)
        return np.array(spread), np.array(bias)

    @cached_property
    def gradient(self) -> np.ndarray:
        r"""The coefficients :math:`\theta_l` of the mean squared gradient.

        .. math:: \mathbb E |\delta^{(l)}|^2 = \chi_l \cdots \chi_{L-1} \Bigl( 1 + \frac{\theta_l}{n} + O(n^{-2}) \Bigr), \qquad
                  \theta_l = \sum_{k \ge l} c_k + \eta_l m_l + \tfrac12 \zeta_l q_l^2 v_l

        with the limits :math:`q_l^2 v_l, m_l` of n times the variance and the bias of :math:`Q_l`; both are 0 for l = 1.
        Paper: thm:first-correction.
        """
        spread, bias = self._variance_moments
        above = np.append(np.cumsum(self.layer_terms[::-1])[::-1], 0.0)
        return above + self._derivatives[0] * bias + self._derivatives[1] * spread / 2

    @cached_property
    def layer_log_variance(self) -> np.ndarray:
        r"""What each layer adds to the variance of :math:`\log |\delta|^2`: 5 for relu, 2 for the identity.    Shape: (L - 1,).

        .. math:: \beta_l = 2 \kappa_l + \operatorname{Var} \Bigl( \frac{\sigma_w^2 s^2}{\chi_l} + \eta_{l+1} \sigma_w^2 f^2 \Bigr),
                  \qquad \kappa_l = \frac{\mathbb E s^4}{(\mathbb E s^2)^2}
        """
        eta, factor = self.growth[1:], self._column("factor")
        spread = self._column("slope_spread") / factor**2
        mixed = 2 * eta * self._column("covariance") / factor + eta**2 * self._column("value_spread")
        return 2 * (1 + spread) + spread + mixed

    @cached_property
    def log_variance(self) -> np.ndarray:
        r"""The limits of :math:`n \operatorname{Var} \log |\delta^{(l)}|^2`, with a random :math:`\delta^{(L)}`.

        .. math:: 2 + \sum_{k \ge l} \beta_k + \eta_l^2 q_l^2 v_l

        The 2 is the part of :math:`\delta^{(L)}`, which has N(0, 1/n) entries.
        Paper: thm:log-variance.
        """
        above = np.append(np.cumsum(self.layer_log_variance[::-1])[::-1], 0.0)
        return 2 + above + self.growth**2 * self._variance_moments[0]

    @cached_property
    def vertex(self) -> np.ndarray:
        r"""The four-point vertex :math:`v_l = \lim_n n \operatorname{Var}(Q_l) / q_l^2`.

        .. math:: v_1 = 0, \qquad v_{l+1} = \Bigl( \frac{q_l V'(q_l)}{q_{l+1}} \Bigr)^2 v_l
                  + \frac{\sigma_w^4 \operatorname{Var} f(\sqrt{q_l} Z)^2}{q_{l+1}^2}

        A preactivation has kurtosis :math:`3 (1 + v_l / n)` to first order, and the squares of two of a layer have
        correlation :math:`v_l / (2n)`. At criticality :math:`v_l / (l - 1)` is 5 for relu, 2 for the identity, and tends to
        2/3 for tanh.
        Source: Roberts, Yaida & Hanin, arXiv 2106.10165.
        Paper: prop:four-point-vertex.
        """
        variances = np.array([self.layers[0].variance, *self._column("image")]) if self.layers else np.ones(1)
        return self._variance_moments[0] / variances**2


def first_correction(
    act: str | Activation, sigma_w: float, sigma_b: float, input_variance: float, depth: int
) -> FirstCorrection:
    r"""Return the first corrections in 1/width for networks of that depth, the input drawn from :math:`N(0, q_1 I)`.

    Error: that of the quadrature, about 1e-12.    Cost: thirteen Gaussian expectations a layer.
    Raises ``Invalid`` for depth 0 or a variance that is not positive.

    >>> first_correction("relu", 2**0.5, 0.0, 1.0, depth=4).vertex.round(9)
    array([ 0.,  5., 10., 15.])
    >>> first_correction("relu", 2**0.5, 0.0, 1.0, depth=4).log_variance.round(9)
    array([17., 12.,  7.,  2.])
    """
    return FirstCorrection(tuple(averages_over_depth(act, sigma_w, sigma_b, input_variance, depth)))
