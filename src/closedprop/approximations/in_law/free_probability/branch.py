r"""The right branch of the inverse moment transform, for any bounded slopes: a curve with one point on every half circle.

The equation that the spectrum satisfies has many roots, and following one of them from large eigenvalues is delicate. In the
variable :math:`w` with :math:`z = \psi(w)` there is nothing to choose: on each half circle :math:`|w| = r` at most one point
gives a real eigenvalue, it is the root of a function with one change of sign, and the eigenvalue decreases in r.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.optimize.elementwise import find_root
from scipy.special import expit

from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw
from closedprop.scalars import Unable

_NEAR = 1e-10  # derived: below it the density is 1e-10 of its size or less, and an edge is at hand
_EDGE = 1e-6  # derived: the distance from the edge is then 1e-12 of the whole
#: Bounds of the coordinates below. derived: the distance from an edge is then 1e-16 of the whole; or r is 1e30 times r_top.
_FAR, _FARTHEST = 37.0, 70.0
_CLOSE = 30.0  # derived: within 1e-13 of a pole


@dataclass(frozen=True, eq=False)
class Points:
    r"""Points of the curve: :math:`\log\lambda`, the weight :math:`\operatorname{Im} z = \pi\lambda\rho(\lambda)`, and the
    derivative of :math:`\log\lambda` in the coordinate of the curve, for integrals over the spectrum.
    """

    log_value: np.ndarray
    weight: np.ndarray
    slope: np.ndarray


@dataclass(frozen=True, eq=False)
class Branch:
    r"""The transforms of n layers in the variable w, at :math:`\sigma_w = 1`.

    .. math:: \lambda(w) = e^{A(w)} / w, \qquad
              A = (n-1) \log \frac{\psi(w)}{w} + \log(1 + \psi(w)) \ \text{(Gaussian)}, \qquad
              A = (n-1) \log \frac{\psi(w)}{w (1 + \psi(w))} \ \text{(orthogonal)}

    The imaginary part of A is that of a Pick function that is real for w < 0. Hence :math:`\theta - \operatorname{Im}
    A(re^{i\theta})` changes sign at most once on :math:`0 < \theta < \pi`, at the point of the curve.
    Paper: thm:spectral-curve.
    """

    slopes: SlopeLaw
    layers: int
    gaussian: bool

    def logarithm(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return A(w), w A'(w) and psi(w)."""
        ratio, shifted, slope = self.slopes.transforms(w)
        n = self.layers
        if self.gaussian:
            growth = (n - 1) * (slope / ratio - 1) + w * slope / shifted
            return (n - 1) * np.log(ratio) + np.log(shifted), growth, w * ratio
        # eta / w in one piece, the parts of the complex numbers apart: near an edge its argument is tiny. Near a pole of psi
        # it is 1 / (w + w / psi), where nothing cancels.
        reciprocal = np.where(np.abs(w * ratio) > 2, w + _inverse(ratio), shifted * _inverse(ratio))
        quotient = _inverse(reciprocal)
        return (n - 1) * np.log(quotient), (n - 1) * (slope / (ratio * shifted) - 1), w * ratio

    def angle(self, log_radius: np.ndarray) -> np.ndarray:
        """Return the angle of the curve on each half circle, 0 where there is no point.    Cost: about 12 evaluations."""

        def excess(theta: np.ndarray, log_r: np.ndarray) -> np.ndarray:
            return theta - self.logarithm(np.exp(log_r + 1j * theta).ravel())[0].imag.reshape(theta.shape)

        ends = np.full_like(log_radius, _NEAR), np.full_like(log_radius, np.pi - _NEAR)
        found = find_root(excess, ends, args=(log_radius,), tolerances={"xatol": 1e-16, "xrtol": 4e-16})
        return np.where(found.success, found.x, 0.0)

    def edge(self, w: float) -> float:
        """Return w A'(w) at a real w between the poles: an edge is where it is 1.  It is a convex function of log w."""
        return float(self.logarithm(np.array([w + 0j]))[1][0].real)

    def log_value(self, w: float) -> float:
        r"""Return :math:`\log\lambda` at a real w off the curve."""
        return float(self.logarithm(np.array([w + 0j]))[0][0].real - np.log(w))

    @cached_property
    def intervals(self) -> list[tuple[float, float]]:
        """The intervals of radii with a point of the curve; the last one may be unbounded."""
        edges: list[float] = []
        for left, right in self._gaps():
            edges += self._edges(left, right)
        return list(zip(edges[::2], [*edges[1::2], np.inf], strict=False))

    def _edges(self, left: float, right: float) -> list[float]:
        """Return where a gap of the poles leaves the curve: at no, one or two radii."""
        place = _between(left, right)
        low, high = (-_CLOSE if left else -600.0), (300.0 if np.isinf(right) else _CLOSE)
        at = lambda x: self.edge(place(x)) - 1  # noqa: E731
        if left == 0:
            return [place(brentq(at, low, high, xtol=1e-14) if at(high) > 0 else high)]
        if np.isinf(right):
            return [place(brentq(at, low, high, xtol=1e-14))]
        lowest = minimize_scalar(at, bounds=(low, high), method="bounded", options={"xatol": 1e-10})
        if lowest.fun >= 0:
            return []
        return [place(brentq(at, a, b, xtol=1e-14)) for a, b in ((low, lowest.x), (lowest.x, high))]

    def _gaps(self) -> Iterator[tuple[float, float]]:
        """Yield the intervals of the positive half axis on which A is real."""
        poles = [1 / float(a) for a in self.slopes.values]
        if not self.slopes.atomic:
            yield 0.0, poles[0]
            return
        zero, n = float(self.slopes.zero), self.layers
        starts = [0.0]  # of the gaps: zeros of psi, or of 1 + psi for one Gaussian layer
        ends = list(poles) if self.gaussian else []
        for left, right in zip(poles, [*poles[1:], np.inf], strict=True):
            if right < np.inf:
                starts.append(self._crossing(-1.0 if self.gaussian and n == 1 else 0.0, left, right))
            elif self.gaussian and n == 1 and zero > 0:
                starts.append(self._crossing(-1.0, left, right))
                ends.append(np.inf)
            if not self.gaussian:
                ends.append(self._crossing(-1.0, left, right) if right < np.inf or zero > 0 else np.inf)
        yield from zip(starts, ends, strict=False)

    def _crossing(self, level: float, left: float, right: float) -> float:
        place = _between(left, right)
        high = 300.0 if np.isinf(right) else _CLOSE
        return place(brentq(lambda x: self.slopes.psi(place(x)) - level, -_CLOSE, high, xtol=1e-14))


@dataclass(frozen=True, eq=False)
class TrackedCurve:
    """The part of the curve over one interval of radii, in a coordinate x that runs through the real line."""

    branch: Branch
    interval: tuple[float, float]

    @property
    def top(self) -> float:
        """The upper edge of this part of the spectrum."""
        return float(np.exp(self.branch.log_value(self.interval[0])))

    def at(self, x: np.ndarray) -> Points:
        """Return the points of the curve at coordinates ``x``.  Shapes: (m,)."""
        low, high = np.log(self.interval)
        if np.isinf(high):
            far = np.logaddexp(0, x)  # quadratic in the end, for slopes that may be as small as 1e-100
            log_radius, stretch = low + far + far**2 / 20, expit(x) * (1 + far / 10)
        else:
            log_radius, stretch = low + (high - low) * expit(x), (high - low) * expit(x) * expit(-x)
        theta = self.branch.angle(log_radius)
        w = np.exp(log_radius + 1j * theta)
        logarithm, growth, psi = self.branch.logarithm(w)
        step = 1 - growth  # d log(1 / lambda) / d log w, with a positive real part on the curve
        # at an edge the step is 0, and rounding would decide; so little of the curve is there that 0 does as well
        slope = -(np.abs(step) ** 2) / np.where(theta > _EDGE, step.real, np.inf) * stretch
        return Points(logarithm.real - log_radius, np.where(theta > 0, psi.imag, 0.0), slope)

    def find(self, log_values: np.ndarray) -> Points:
        r"""Return the points at given :math:`\log\lambda` inside this part.    Cost: about 150 evaluations of the law.

        Raises ``Unable`` for an eigenvalue below 1e-130.
        """
        low, high = self.span()

        def above(x: np.ndarray, target: np.ndarray) -> np.ndarray:
            return target - self.at(x.ravel()).log_value.reshape(x.shape)

        ends = np.full_like(log_values, low), np.full_like(log_values, high)
        found = find_root(above, ends, args=(log_values,))
        if not found.success.all():
            raise Unable("the density of a spectrum", "an eigenvalue too small to be reached", "ask for larger ones")
        return self.at(found.x)

    def span(self) -> tuple[float, float]:
        """Return the range of the coordinate that holds this part of the spectrum, up to 1e-16 of its mass."""
        return -_FAR, _FARTHEST if np.isinf(self.interval[1]) else _FAR


class _between:  # noqa: N801  (a map, used like a function)
    """A coordinate x of the real line for an interval of the positive half axis, fine at its finite ends."""

    def __init__(self, left: float, right: float):
        self.left, self.right = left, right

    def __call__(self, x: float) -> float:
        if self.left == 0:
            return float(self.right * expit(x))
        if np.isinf(self.right):
            return float(self.left * (1 + np.exp(x)))
        return float(self.left + (self.right - self.left) * expit(x))


def _inverse(z: np.ndarray) -> np.ndarray:
    """Return 1 / z with small real or imaginary parts to their own relative accuracy."""
    return z.conj() / (z.real**2 + z.imag**2)
