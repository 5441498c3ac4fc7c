r"""The variance map of a wide random network, and its fixed points.

Weights :math:`W^{(l)}_{ij} \sim N(0, \sigma_w^2 / N_l)`, biases :math:`b^{(l)}_i \sim N(0, \sigma_b^2)`; at infinite width the
preactivations of layer ``l`` are independent :math:`N(0, q_l)`, and :math:`q_{l+1}` is a function of :math:`q_l` alone.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid, Unable, Undefined
from closedprop.validated.gaussian import Quadrature, gaussian_expectation

#: Variances among which fixed points are sought; two roots closer than a factor 1.8 may be missed.
SEARCH = np.geomspace(1e-10, 1e6, 64)
_VANISHING = 1e-280  # derived: sqrt(q) z is still a normal double, so slopes take their one-sided limits at 0
_STEEP = 64.0  # tuned: beyond it a saturating activation looks like a step at 0, and splitting there is cheaper
_LOOSE = 1e-9  # derived: enough for a sign in the search; the root itself is found at full precision
_ZERO = 1e-11  # derived: V(q) and q agree to the rounding of the quadrature, with a margin for its last change


def second_moment(act: Activation, q: float, tolerance: float = 1e-13) -> Quadrature:
    r"""Return :math:`\mathbb E f(\sqrt q Z)^2`.

    >>> from closedprop.networks import ACTIVATIONS
    >>> round(second_moment(ACTIVATIONS["relu"], 2.0).value, 12)
    1.0
    """
    return gaussian_expectation(lambda z: act(np.sqrt(q) * z) ** 2, breaks(act, q), tolerance)


def slope_moment(act: Activation, q: float, tolerance: float = 1e-13) -> Quadrature:
    r"""Return :math:`\mathbb E f'(\sqrt q Z)^2`; at ``q = 0`` its limit from above.

    >>> from closedprop.networks import ACTIVATIONS
    >>> slope_moment(ACTIVATIONS["relu"], 0.0).value
    0.5
    """
    q = max(q, _VANISHING)
    return gaussian_expectation(lambda z: act.slope(np.sqrt(q) * z) ** 2, breaks(act, q), tolerance)


def growth(act: Activation, q: float, tolerance: float = 1e-13) -> float:
    r"""Return :math:`\frac{d}{dq} \mathbb E f(\sqrt q Z)^2 = \mathbb E f f'(\sqrt q Z) Z / \sqrt q`.

    >>> from closedprop.networks import ACTIVATIONS
    >>> round(growth(ACTIVATIONS["quadratic"], 2.0), 12)
    12.0
    """
    root = np.sqrt(q)
    return gaussian_expectation(
        lambda z: act(root * z) * act.slope(root * z) * z / root, breaks(act, q), tolerance
    ).value


def variance_map(
    act: str | Activation,
    q: float,
    sigma_w: float,
    sigma_b: float = 0.0,
    tolerance: float = 1e-13,
    keep: float = 1.0,
    branch: float | None = None,
) -> float:
    r"""Return the variance of the next layer's preactivations.

    .. math:: V(q) = \frac{\sigma_w^2}{\rho}\, \mathbb E f(\sqrt q Z)^2 + \sigma_b^2, \qquad
              V_{\text{res}}(q) = q + \alpha^2 V(q)

    ``keep`` is the rate :math:`\rho` at which dropout keeps a neuron (and divides by it); ``branch`` is the factor :math:`\alpha`
    of a residual layer :math:`z + \alpha (W f(z) + b)`, if it is one.
    Shapes: scalars.    Error: that of the quadrature, relative ``tolerance``.
    Source: Poole et al., arXiv 1606.05340, equation (3); Yang & Schoenholz, arXiv 1712.08969, for residual layers.
    Paper: prop:variance-map.

    >>> round(variance_map("identity", 0.5, sigma_w=2.0, sigma_b=1.0), 12)
    3.0
    """
    check_regime(sigma_w, sigma_b, keep)
    if not q >= 0:
        raise Invalid(f"the variance map at q = {q}", "not a variance", "give q >= 0")
    value = sigma_w**2 / keep * second_moment(activation(act), q, tolerance).value + sigma_b**2
    return value if branch is None else q + branch**2 * value


@dataclass(frozen=True)
class FixedPoint:
    r"""A fixed point :math:`q^*` of the variance map, with what is known there.

    ``chi`` is :math:`\sigma_w^2 \mathbb E f'(\sqrt{q^*} Z)^2`, the factor of the squared gradient per layer; ``slope`` is
    :math:`V'(q^*)`, the Koenigs multiplier of the variance map; ``residual`` is :math:`V(q^*) - q^*`.
    """

    q: float
    chi: float
    slope: float
    residual: float


def fixed_point(act: str | Activation, sigma_w: float, sigma_b: float = 0.0) -> FixedPoint:
    r"""Return the largest fixed point of the variance map at which :math:`V(q) - q` falls through zero.

    That is the one an orbit from above comes to, where ``V`` increases. It is found by bracketing, not by iteration, which
    stalls near criticality.
    Error: ``q`` to 1e-13 relative, or as far as the residual decides it: its error is ``residual / (1 - slope)``.
    Raises ``Unable`` when the variance grows without bound, ``Undefined`` when every variance is a fixed point.
    Source: Poole et al., arXiv 1606.05340.

    >>> point = fixed_point("tanh", sigma_w=1.3, sigma_b=0.3)
    >>> round(point.q, 6), round(point.chi, 6)
    (0.607047, 0.939807)
    """
    act = activation(act)
    check_regime(sigma_w, sigma_b)
    asked = f"the fixed point of the variance map of {act.name} at sigma_w = {sigma_w}, sigma_b = {sigma_b}"
    surplus = np.array([_surplus(act, q, sigma_w, sigma_b) for q in SEARCH])
    if (np.abs(surplus) <= _ZERO * SEARCH).all():
        raise Undefined(asked, "every variance is a fixed point", "take the variance of the input")
    falling = [pair for pair in sign_changes(surplus, _ZERO * SEARCH) if surplus[pair[0]] > 0]
    if falling:
        low, high = SEARCH[list(falling[-1])]
        q = brentq(lambda q: variance_map(act, q, sigma_w, sigma_b) - q, low, high, xtol=1e-16, rtol=1e-14)
        return FixedPoint(
            q,
            sigma_w**2 * slope_moment(act, q).value,
            sigma_w**2 * growth(act, q),
            variance_map(act, q, sigma_w, sigma_b) - q,
        )
    if surplus[0] <= _ZERO * SEARCH[0] and sigma_b == 0 and variance_map(act, 0.0, sigma_w) == 0:
        chi = sigma_w**2 * slope_moment(act, 0.0).value
        return FixedPoint(0.0, chi, chi, 0.0)  # V(q) / q and E f'^2 have the same limit at 0
    raise Unable(asked, "none below 1e6: the variance grows", "use a smaller sigma_w")


def _surplus(act: Activation, q: float, sigma_w: float, sigma_b: float) -> float:
    """Return ``V(q) - q`` for the search; where the expectation overflows, the variance grows."""
    try:
        return variance_map(act, q, sigma_w, sigma_b, _LOOSE) - q
    except Unable:
        return np.inf


def sign_changes(values: np.ndarray, noise: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of indices between which the sign changes, passing over values that are no larger than the noise.

    >>> sign_changes(np.array([2.0, 1e-20, -1.0, -3.0]), np.full(4, 1e-12))
    [(0, 2)]
    """
    clear = np.flatnonzero(np.abs(values) > noise)
    return [(int(i), int(j)) for i, j in pairwise(clear) if (values[i] > 0) != (values[j] > 0)]


def breaks(act: Activation, q: float) -> list[float]:
    """Return where an integrand of f(sqrt(q) z) is to be split: at its kinks, and at 0 if it looks like a step there."""
    root = np.sqrt(q)
    steep = [0.0] if q > _STEEP else []
    return steep + list(act.kink_points / root) if q > 0 else []


def check_regime(sigma_w: float, sigma_b: float, keep: float = 1.0) -> None:
    """Refuse, as ``Invalid``, what is no standard deviation or no rate."""
    for name, value in (("sigma_w", sigma_w), ("sigma_b", sigma_b)):
        if not 0 <= value < np.inf:
            raise Invalid(f"{name} = {value}", "not a standard deviation", "give a finite number >= 0")
    if not 0 < keep <= 1:
        raise Invalid(f"keep = {keep}", "not a rate", "give the share of neurons that dropout keeps, 0 < keep <= 1")
