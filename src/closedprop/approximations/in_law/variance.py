r"""The variance map of a wide random network, its fixed points, and its edge of chaos.

Weights :math:`W^{(l)}_{ij} \sim N(0, \sigma_w^2 / N_l)`, biases :math:`b^{(l)}_i \sim N(0, \sigma_b^2)`; at infinite width the
preactivations of layer ``l`` are independent :math:`N(0, q_l)`, and :math:`q_{l+1}` is a function of :math:`q_l` alone.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid, Unable, Undefined
from closedprop.validated.gaussian import Quadrature, gaussian_expectation

#: Variances among which fixed points are sought; two roots closer than a factor 1.8 may be missed.
_SEARCH = np.geomspace(1e-10, 1e6, 64)
_VANISHING = 1e-280  # derived: sqrt(q) z is still a normal double, so slopes take their one-sided limits at 0
_STEEP = 64.0  # tuned: beyond it a saturating activation looks like a step at 0, and splitting there is cheaper
_LOOSE = 1e-9  # derived: enough for a sign in the search; the root itself is found at full precision


def second_moment(act: Activation, q: float, tolerance: float = 1e-13) -> Quadrature:
    r"""Return :math:`\mathbb E f(\sqrt q Z)^2`.

    >>> from closedprop.networks import ACTIVATIONS
    >>> round(second_moment(ACTIVATIONS["relu"], 2.0).value, 12)
    1.0
    """
    return gaussian_expectation(lambda z: act(np.sqrt(q) * z) ** 2, _breaks(act, q), tolerance)


def slope_moment(act: Activation, q: float, tolerance: float = 1e-13) -> Quadrature:
    r"""Return :math:`\mathbb E f'(\sqrt q Z)^2`; at ``q = 0`` its limit from above.

    >>> from closedprop.networks import ACTIVATIONS
    >>> slope_moment(ACTIVATIONS["relu"], 0.0).value
    0.5
    """
    q = max(q, _VANISHING)
    return gaussian_expectation(lambda z: act.slope(np.sqrt(q) * z) ** 2, _breaks(act, q), tolerance)


def variance_map(
    act: str | Activation, q: float, sigma_w: float, sigma_b: float = 0.0, tolerance: float = 1e-13
) -> float:
    r"""Return the variance of the next layer's preactivations.

    .. math:: V(q) = \sigma_w^2\, \mathbb E f(\sqrt q Z)^2 + \sigma_b^2

    Shapes: scalars.    Error: that of the quadrature, relative ``tolerance``.
    Source: Poole et al., arXiv 1606.05340, equation (3).
    Paper: prop:variance-map.

    >>> round(variance_map("identity", 0.5, sigma_w=2.0, sigma_b=1.0), 12)
    3.0
    """
    _check(sigma_w, sigma_b)
    if not q >= 0:
        raise Invalid(f"the variance map at q = {q}", "not a variance", "give q >= 0")
    return sigma_w**2 * second_moment(activation(act), q, tolerance).value + sigma_b**2


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
    _check(sigma_w, sigma_b)
    asked = f"the fixed point of the variance map of {act.name} at sigma_w = {sigma_w}, sigma_b = {sigma_b}"
    surplus = np.array([_surplus(act, q, sigma_w, sigma_b) for q in _SEARCH])
    if (np.abs(surplus) <= 1e-12 * _SEARCH).all():
        raise Undefined(asked, "every variance is a fixed point", "take the variance of the input")
    falling = np.flatnonzero((surplus[:-1] > 0) & (surplus[1:] <= 0))
    if len(falling):
        low, high = _SEARCH[falling[-1]], _SEARCH[falling[-1] + 1]
        q = brentq(lambda q: variance_map(act, q, sigma_w, sigma_b) - q, low, high, xtol=1e-16, rtol=1e-14)
        return FixedPoint(
            q,
            sigma_w**2 * slope_moment(act, q).value,
            sigma_w**2 * _growth(act, q),
            variance_map(act, q, sigma_w, sigma_b) - q,
        )
    if surplus[0] <= 0 and sigma_b == 0 and variance_map(act, 0.0, sigma_w) == 0:
        chi = sigma_w**2 * slope_moment(act, 0.0).value
        return FixedPoint(0.0, chi, chi, 0.0)  # V(q) / q and E f'^2 have the same limit at 0
    raise Unable(asked, "none below 1e6: the variance grows", "use a smaller sigma_w")


def edge_point(act: str | Activation, q: float) -> tuple[float, float]:
    r"""Return :math:`(\sigma_w^2, \sigma_b^2)` of the network that is critical, :math:`\chi = 1`, at the fixed point ``q``.

    .. math:: \sigma_w^2 = \frac{1}{\mathbb E f'(\sqrt q Z)^2}, \qquad
              \sigma_b^2 = q - \sigma_w^2\, \mathbb E f(\sqrt q Z)^2

    A negative :math:`\sigma_b^2` means that no network is critical at this ``q``.
    Error: relative 1e-13 for the first, absolute ``1e-13 q`` for the second.
    Paper: prop:edge-of-chaos.

    >>> [round(value, 7) for value in edge_point("erf", 1.0)]
    [1.7562037, 0.1841397]
    """
    act = activation(act)
    squared_weight = 1 / slope_moment(act, q).value
    return squared_weight, q - squared_weight * second_moment(act, q).value


def edge_of_chaos(act: str | Activation, sigma_b: float) -> tuple[float, float]:
    r"""Return :math:`(\sigma_w, q^*)` of the critical network with this :math:`\sigma_b`; the least ``q`` if several.

    At :math:`\sigma_b = 0` that is the limit ``q = 0``.

    Error: relative 1e-12 for ``q``.
    Raises ``Undefined`` where no network with this :math:`\sigma_b` is critical (for relu, every one but 0).

    >>> [round(value, 6) for value in edge_of_chaos("tanh", 0.2)]
    [1.304146, 0.512079]
    """
    act = activation(act)
    _check(1.0, sigma_b)
    if sigma_b == 0 and variance_map(act, 0.0, 1.0) == 0:
        return float(np.sqrt(edge_point(act, 0.0)[0])), 0.0
    grid = _SEARCH[_SEARCH <= 1e4]
    excess = np.array([edge_point(act, q)[1] - sigma_b**2 for q in grid])
    crossings = np.flatnonzero((excess[:-1] < 0) & (excess[1:] >= 0))
    if not len(crossings):
        raise Undefined(
            f"the edge of chaos of {act.name} at sigma_b = {sigma_b}", "no network is critical", "use another sigma_b"
        )
    low, high = grid[crossings[0]], grid[crossings[0] + 1]
    q = brentq(lambda q: edge_point(act, q)[1] - sigma_b**2, low, high, xtol=1e-16, rtol=1e-14)
    return float(np.sqrt(edge_point(act, q)[0])), q


def _growth(act: Activation, q: float) -> float:
    r"""Return :math:`\frac{d}{dq} \mathbb E f(\sqrt q Z)^2 = \mathbb E f f'(\sqrt q Z) Z / \sqrt q`."""
    root = np.sqrt(q)
    return gaussian_expectation(lambda z: act(root * z) * act.slope(root * z) * z / root, _breaks(act, q)).value


def _surplus(act: Activation, q: float, sigma_w: float, sigma_b: float) -> float:
    """Return ``V(q) - q`` for the search; where the expectation overflows, the variance grows."""
    try:
        return variance_map(act, q, sigma_w, sigma_b, _LOOSE) - q
    except Unable:
        return np.inf


def _breaks(act: Activation, q: float) -> list[float]:
    root = np.sqrt(q)
    steep = [0.0] if q > _STEEP else []
    return steep + list(act.kink_points / root) if q > 0 else []


def _check(sigma_w: float, sigma_b: float) -> None:
    for name, value in (("sigma_w", sigma_w), ("sigma_b", sigma_b)):
        if not 0 <= value < np.inf:
            raise Invalid(f"{name} = {value}", "not a standard deviation", "give a finite number >= 0")
