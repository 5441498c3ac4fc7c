r"""The limit spectrum of :math:`J J^T`: density, moments, edges, atoms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from closedprop.approximations.in_law.free_probability.branch import Branch, TrackedCurve
from closedprop.approximations.in_law.free_probability.gated import GatedCurve
from closedprop.approximations.in_law.free_probability.moments import spectral_moment
from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw
from closedprop.scalars import Invalid, Unable, nearest
from closedprop.validated.gaussian import Quadrature

WEIGHTS = ("gaussian", "orthogonal")


@dataclass(frozen=True, eq=False)
class Spectrum:
    r"""The limit, for wide networks, of the distribution of the eigenvalues of :math:`J J^T`, squared singular values.

    .. math:: J = D_n W_n \cdots D_1 W_1

    ``layers`` is n. The :math:`W_l` are N x N, with independent entries :math:`N(0, \sigma_w^2/N)` ("gaussian") or
    :math:`\sigma_w` times a Haar orthogonal matrix ("orthogonal"); ``weight_variance`` is :math:`\sigma_w^2`. The squared
    slopes, the diagonal of :math:`D_l^2`, have the law ``slopes``. Factors of different layers are asymptotically free.
    """

    slopes: SlopeLaw
    layers: int
    weights: str
    weight_variance: Any

    def __post_init__(self):
        if self.weights not in WEIGHTS:
            raise Invalid(f"the spectrum for {self.weights} weights", "unknown", nearest(self.weights, WEIGHTS))
        if self.layers < 1:
            raise Invalid(f"the spectrum of {self.layers} layers", "no layer", "give at least 1")
        if not 0 < self.weight_variance < np.inf:
            raise Invalid(
                f"the spectrum at sigma_w^2 = {self.weight_variance}", "not positive and finite", "give sigma_w > 0"
            )

    def inverse(self, z: float) -> float:
        r"""Return :math:`M^{-1}(z)`, inverse of the moment transform :math:`M(\lambda) = \sum_k m_k \lambda^{-k}`.

        .. math:: M^{-1}(z) = \frac{1 + z}{z\, S(z)}, \qquad S(z) = S_{D^2}(z)^n\, S_{W W^T}(z)^n, \qquad
                  S_{W W^T}(z) = \frac{1}{\sigma_w^2 (1 + z)} \ \text{(Gaussian)}, \quad \frac{1}{\sigma_w^2} \
                  \text{(orthogonal)}

        For gated slopes these are the closed forms :math:`\frac{1+z}{z} (z + p)^n \sigma_w^{2n}` and
        :math:`\frac{1+z}{z} \bigl( \frac{z+p}{1+z} \bigr)^n \sigma_w^{2n}`.
        Raises ``Invalid`` unless ``z`` is above the mass at 0 minus 1, and not 0.
        Source: Pennington, Schoenholz & Ganguli, arXiv 1711.04735.
        Paper: prop:s-transform.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> relu = jacobian_spectrum("relu", 3)
        >>> round(relu.inverse(0.5) / (3 * (0.5 + 0.5) ** 3 * 2**3), 12)
        1.0
        """
        layer = self.slopes.s_transform(z) / float(self.weight_variance)
        if self.weights == "gaussian":
            layer /= 1 + z
        return (1 + z) / z / layer**self.layers

    def moment(self, k: int) -> Any:
        """Return the k-th moment: a fraction where slopes and sigma_w^2 are rational (:mod:`.moments`), else a float."""
        return spectral_moment(self.slopes, self.layers, self.weights, self.weight_variance, k)

    @property
    def variance(self) -> Any:
        r"""The second moment less the square of the first.

        .. math:: m_1^2\, n \Bigl( \frac{\mathbb E s^4}{(\mathbb E s^2)^2} - 1 + [\text{Gaussian}] \Bigr)

        for slopes s, where :math:`m_1 = (\sigma_w^2 \mathbb E s^2)^n`, which is 1 at criticality.
        Paper: prop:isometry.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> jacobian_spectrum("relu", 3).variance, jacobian_spectrum("relu", 3, "orthogonal").variance
        (Fraction(6, 1), Fraction(3, 1))
        """
        return self.moment(2) - self.moment(1) ** 2

    @property
    def atoms(self) -> tuple[tuple[float, Any], ...]:
        r"""The eigenvalues of positive mass with their masses, increasing.

        At 0 it is the mass of the slope 0. For orthogonal weights a squared slope a of mass m gives the eigenvalue
        :math:`(\sigma_w^2 a)^n` the mass :math:`1 - n (1 - m)` where that is positive.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> jacobian_spectrum("hardtanh", 3, "orthogonal", q=0.25).atoms[1][1] > 0.86
        True
        """
        law, n = self.slopes, self.layers
        found = [(0.0, law.zero)] if law.zero > 0 else []
        if law.atomic and self.weights == "orthogonal":
            masses = [(a, 1 - n * (1 - m)) for a, m in zip(law.values, law.masses, strict=True)]
            found += [(self._scaled(n * np.log(float(a))), mass) for a, mass in reversed(masses) if mass > 0]
        return tuple(found)

    @property
    def edges(self) -> tuple[tuple[float, float], ...]:
        """The intervals of the continuous spectrum, increasing; none where the spectrum consists of atoms.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> jacobian_spectrum("identity", 2).edges
        ((0.0, 6.75),)
        """
        if self._gated:
            # only one Gaussian layer keeps away from 0: Marchenko-Pastur
            bottom = (1 - np.sqrt(self._p)) ** 2 if self.weights == "gaussian" and self.layers == 1 else 0.0
            return ((float(bottom * self._scale), self._gated.top * self._scale),)
        if not self._branch:
            return ()
        ends = [
            tuple(self._scaled(self._branch.log_value(r)) if r < np.inf else 0.0 for r in reversed(interval))
            for interval in self._branch.intervals
        ]
        return tuple(reversed(ends))  # type: ignore[arg-type]

    def density(self, values: Any) -> np.ndarray:
        r"""Return the density of the continuous spectrum at an array of eigenvalues; 0 outside of :attr:`edges`.

        .. math:: \rho(\lambda) = \frac{1}{\pi\lambda} \operatorname{Im} z, \qquad \lambda = M^{-1}(\bar z)

        on the branch of :class:`.branch.Branch`; for gated slopes by the closed form of :class:`.gated.GatedCurve`.
        Shapes: any; result the same.    Error: rounding for piecewise linear activations, else see :meth:`error`.
        Raises ``Invalid`` for a NaN, ``Unable`` for one orthogonal layer with slopes that vary continuously.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> linear = jacobian_spectrum("identity", 1)  # Marchenko-Pastur: sqrt(4/x - 1) / (2 pi)
        >>> linear.density([2.0, 5.0]).round(12)
        array([0.15915494, 0.        ])
        """
        values = np.asarray(values, dtype=np.float64)
        if np.isnan(values).any():
            raise Invalid("the density of a spectrum", "a NaN among the eigenvalues", "give numbers")
        flat, density = values.ravel(), np.zeros(values.size)
        for (low, high), curve in zip(self.edges, self._curves, strict=True):
            inside = (flat > low) & (flat < high)
            if inside.any():
                points = curve.find(np.log(flat[inside]) - self._log_scale)
                density[inside] = points.weight / (np.pi * flat[inside])
        return density.reshape(values.shape)

    def error(self, values: Any) -> np.ndarray:
        """Return an estimate of the error of :meth:`density` from the quadrature of the slopes: its change at half the nodes.

        0 for piecewise linear activations, whose law is exact: there only rounding is left.
        """
        if self.slopes.coarser is None:
            return np.zeros(np.shape(values))
        coarse = Spectrum(self.slopes.coarser, self.layers, self.weights, self.weight_variance)
        return np.abs(self.density(values) - coarse.density(values))

    def integral(self, power: float = 0.0, tolerance: float = 1e-10) -> Quadrature:
        r"""Return the integral of :math:`\lambda^k` over the spectrum, from density and atoms, with an error estimate.

        By the trapezoid rule in the coordinate of the curve, with doubling. For ``power`` 0 this is the total mass, which is
        1; for others the moments: a check against :meth:`moment`, which uses neither density nor atoms.
        Error: the last change under doubling.    Cost: up to 6400 points of each part of the curve.

        >>> from closedprop.approximations import jacobian_spectrum
        >>> abs(jacobian_spectrum("relu", 4).integral().value - 1) < 1e-12
        True
        """
        atoms = sum(float(mass) * value**power for value, mass in self.atoms if value > 0 or power == 0)
        value, nodes = np.inf, 200
        while True:
            previous, value = value, atoms + sum(self._integral(curve, power, nodes) for curve in self._curves)
            if abs(value - previous) <= tolerance * abs(value) or nodes >= 6400 or not self._curves:
                return Quadrature(float(value), float(abs(value - previous)) if self._curves else 0.0, nodes)
            nodes *= 2

    def _integral(self, curve: GatedCurve | TrackedCurve, power: float, nodes: int) -> float:
        x, h = np.linspace(*curve.span(), nodes + 1, retstep=True)
        points = curve.at(x)
        with np.errstate(over="ignore", under="ignore"):
            terms = points.weight * np.exp(power * (points.log_value + self._log_scale)) * -points.slope
        return float(np.sum(terms) * h / np.pi)

    @cached_property
    def _p(self) -> float:
        return float(self.slopes.masses[0])

    @cached_property
    def _gated(self) -> GatedCurve | None:
        """The curve in closed form, where there is one and a continuous part."""
        gaussian = self.weights == "gaussian"
        if self.slopes.is_gate and (gaussian or (self.layers > 1 and self.slopes.zero > 0)):
            return GatedCurve(self._p, self.layers, gaussian)
        return None

    @cached_property
    def _branch(self) -> Branch | None:
        if self.weights == "orthogonal":
            if self.layers == 1 and not self.slopes.atomic:
                raise Unable(
                    "the density of one orthogonal layer",
                    "it is that of the squared slopes times sigma_w^2",
                    "use the law of the slopes, or more layers",
                )
            if self.layers == 1 or (self.slopes.is_gate and self.slopes.zero == 0):
                return None
        return Branch(self.slopes, self.layers, self.weights == "gaussian")

    @property
    def _curves(self) -> Sequence[GatedCurve | TrackedCurve]:
        """The curves of the continuous spectrum, from the lowest part to the highest."""
        if self._gated:
            return [self._gated]
        if not self._branch:
            return []
        return [TrackedCurve(self._branch, interval) for interval in reversed(self._branch.intervals)]

    @property
    def _log_scale(self) -> float:
        """The logarithm of what multiplies the curve: sigma_w^(2n), and the size of the slopes where they are gates."""
        size = float(self.slopes.values[0]) if self._gated else 1.0
        return self.layers * float(np.log(float(self.weight_variance) * size))

    @property
    def _scale(self) -> float:
        return float(np.exp(self._log_scale))

    def _scaled(self, log_value: float) -> float:
        return float(np.exp(log_value + self.layers * np.log(float(self.weight_variance))))
