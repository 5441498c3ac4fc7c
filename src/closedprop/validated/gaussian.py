r"""Gaussian expectations, each with an estimate of its error: :math:`\mathbb E\, g(Z)` for a standard normal :math:`Z`.

Gauss-Hermite quadrature, the usual choice, is the wrong rule for saturating activations: the poles of
:math:`\tanh(\sqrt q z)` come within :math:`\pi / (2 \sqrt q)` of the real line, and a rule that is exact for polynomials does
not see them (:func:`gauss_hermite` is here to be measured, and is used nowhere else). The trapezoid rule converges
geometrically for every integrand that is analytic in a strip; at a kink the range is split.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import expit, roots_hermitenorm

from closedprop.scalars import Invalid, Unable

Integrand = Callable[[np.ndarray], np.ndarray]

_HALF_WIDTHS = (12.0, 24.0, 38.0)  # derived: the density is 2e-32, 3e-126, and the least double there
_TINY = 1e-20  # derived: far below the rounding error of the sum, 1e-16
_FIRST, _LAST = 64, 2**18  # tuned: tanh at q <= 1e6 needs 2^12 nodes; the last is one second of work
_END = 3.4  # derived: expit(pi sinh 3.4) misses 1 by 4e-21, so that the ends lose nothing


@dataclass(frozen=True)
class Quadrature:
    """A value, an estimate of its error (not a proof), and the number of nodes that were needed.

    >>> print(Quadrature(0.5, 2e-16, 128))
    0.5 +- 2e-16 (quadrature, 128 nodes)
    """

    value: float
    error: float
    nodes: int

    def __str__(self) -> str:
        return f"{self.value!r} +- {self.error:.1g} (quadrature, {self.nodes} nodes)"


def gaussian_expectation(g: Integrand, breaks: Iterable[float] = (), tolerance: float = 1e-13) -> Quadrature:
    r"""Return :math:`\mathbb E\, g(Z)`, :math:`Z \sim N(0, 1)`, by the trapezoid rule with doubling.

    .. math:: \int_{-R}^{R} g(z) \varphi(z)\, dz \approx h \sum_j g(z_j) \varphi(z_j), \qquad
              z = a + \frac{b - a}{1 + e^{-\pi \sinh t}} \text{ on a piece } [a, b] \text{ that ends at a break}

    Without ``breaks`` the rule is applied in ``z`` itself; between them, in the variable ``t`` of the double exponential
    substitution, which keeps geometric convergence on an interval. ``R`` is 12, or as far out as the integrand reaches.
    Shapes: ``g`` maps an array to an array of the same shape; ``breaks`` are its kinks and jumps.
    Error: the last change under doubling, which is about the error of the rule before it, plus rounding; at most
    ``tolerance`` times :math:`\mathbb E |g(Z)|`, up to a rounding error of 1e-15 times it.
    Cost: at most twice the last number of evaluations.
    Raises ``Unable`` for an integrand that is not finite, does not decay, or needs more than 2^18 nodes a piece.
    Source: Trefethen & Weideman, SIAM Review 56 (2014) 385-458; Takahasi & Mori, Publ. RIMS 9 (1974) 721-741.
    Paper: prop:gaussian-quadrature.

    >>> second_moment = gaussian_expectation(lambda z: z**2)
    >>> abs(second_moment.value - 1) <= second_moment.error < 1e-13
    True
    """
    if not 0 < tolerance < 1:
        raise Invalid(f"a Gaussian expectation to tolerance {tolerance}", "not between 0 and 1", "ask for e.g. 1e-13")
    reach = _half_width(g)
    inner = sorted({float(point) for point in breaks if abs(point) < reach})
    sample = _double_exponential if inner else _uniform
    value, count = np.inf, _FIRST
    while count <= _LAST:
        pieces = [sample(a, b, count) for a, b in pairwise([-reach, *inner, reach])]
        terms = np.concatenate([_integrand(g, z) * weights for z, weights in pieces])
        previous, value = value, float(np.sum(terms))
        change, scale = abs(value - previous), float(np.sum(np.abs(terms)))
        if change <= tolerance * scale:
            # derived: pairwise summation of n terms errs by log2(n) units in the last place, and g by a few
            rounding = 2.0**-53 * (4 + np.log2(len(terms))) * scale
            return Quadrature(value, change + float(rounding), len(terms))
        count *= 2
    raise Unable(
        "a Gaussian expectation",
        f"still changes by {change:.1e} at {len(terms)} nodes",
        "give every kink in breaks, or a larger tolerance",
    )


def trapezoid(g: Integrand, half_width: float, nodes: int) -> float:
    r"""Return the trapezoid sum of :math:`g \varphi` over equally spaced nodes on [-half_width, half_width].

    >>> round(trapezoid(lambda z: z**2, 10.0, 41), 12)
    1.0
    """
    z, weights = _uniform(-half_width, half_width, nodes - 1)
    return float(np.sum(_integrand(g, z) * weights))


def gauss_hermite(g: Integrand, degree: int) -> float:
    """Return the Gauss-Hermite sum with ``degree`` nodes: exact for polynomials of degree below twice that, no estimate.

    >>> round(gauss_hermite(lambda z: z**4, 3), 12)
    3.0
    """
    z, weights = roots_hermitenorm(degree)
    return float(np.sum(weights * g(z)) / np.sum(weights))


def _integrand(g: Integrand, z: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        terms = g(z) * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    if not np.isfinite(terms).all():
        raise Unable("a Gaussian expectation", "an integrand that is not finite", "use a smaller variance")
    return terms


def _half_width(g: Integrand) -> float:
    """Return the first half width at whose ends the integrand is negligible."""
    for reach in _HALF_WIDTHS:
        terms = np.abs(_integrand(g, _uniform(-reach, reach, _FIRST)[0]))
        if max(terms[0], terms[-1]) <= _TINY * np.sum(terms):
            return reach
    raise Unable("a Gaussian expectation", "an integrand that does not decay by |z| = 38", "use a smaller variance")


def _uniform(a: float, b: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    z, h = np.linspace(a, b, count + 1, retstep=True)
    weights = np.full(count + 1, h)
    weights[[0, -1]] /= 2
    return z, weights


def _double_exponential(a: float, b: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights on [a, b], measured from the nearer end, so that nothing cancels there."""
    t, h = np.linspace(-_END, _END, count + 1, retstep=True)
    near = expit(-np.pi * np.sinh(np.abs(t)))
    z = np.where(t < 0, a + (b - a) * near, b - (b - a) * near)
    return z, h * (b - a) * near * (1 - near) * np.pi * np.cosh(t)
