r"""The edge of chaos: the networks whose gradients keep their size, found by their variance and without iteration."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq

from closedprop.approximations.in_law.variance import (
    SEARCH,
    check_regime,
    growth,
    second_moment,
    sign_changes,
    slope_moment,
    variance_map,
)
from closedprop.networks import Activation, activation
from closedprop.scalars import Unable, Undefined

_CURVE = SEARCH[SEARCH <= 1e4]  # arbitrary: variances of critical networks above 1e4 are of no use
_ZERO = 1e-11  # derived: a bias variance of this share of q is the rounding of the quadrature
_FLAT = 1e-30  # derived: at the least variance in use, 1e-280, a slope that vanishes at 0 has a square below 1e-100
_EQUAL = 1e-9  # arbitrary: slopes closer to 1 than this count as 1


@dataclass(frozen=True)
class CriticalPoint:
    r"""A network with :math:`\chi = 1` at a fixed point q of its variance map.

    ``slope`` is :math:`V'(q)`; the variance ``attracts``, ``repels`` (then no orbit comes to it, and the network is critical in
    name only) or is ``neutral``. ``residual`` is :math:`V(q) - q`. At ``q = 0`` all are limits from above.
    """

    sigma_w: float
    sigma_b: float
    q: float
    chi: float
    slope: float
    residual: float
    stability: str


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


def critical_points(act: str | Activation, sigma_b: float = 0.0) -> list[CriticalPoint]:
    r"""Return the critical networks with this :math:`\sigma_b`, by increasing variance.

    Two whose variances are closer than a factor 1.8 may be missed. At :math:`\sigma_b = 0` the limit ``q = 0`` is among them if
    f(0) = 0 and its slope there is not 0; whether that limit attracts is read from V at small q. Empty where there is none.
    Error: relative 1e-12 for ``q``; :math:`\sigma_w` follows by its formula.    Cost: one pass over 57 variances, kept.

    >>> [(round(p.sigma_w, 6), round(p.q, 4), p.stability) for p in critical_points("exp")]
    [(0.367879, 1.0, 'repels')]
    """
    act = activation(act)
    check_regime(1.0, sigma_b)
    found = [_limit(act)] if sigma_b == 0 and _starts_at_zero(act) else []
    variances, biases = _curve(act)
    if found and (np.abs(biases) <= _ZERO * variances).all():
        return found
    excess = biases - sigma_b**2
    for i, j in sign_changes(excess, _ZERO * variances):
        q = brentq(lambda q: edge_point(act, q)[1] - sigma_b**2, variances[i], variances[j], xtol=1e-16, rtol=1e-14)
        found.append(_at(act, q, sigma_b))
    return found


def critical_point(act: str | Activation, sigma_b: float = 0.0) -> CriticalPoint:
    r"""Return the critical network with this :math:`\sigma_b`: of several one whose variance attracts, else of the least q.

    Raises ``Undefined`` where no network with this :math:`\sigma_b` is critical (for relu, every one but 0).

    >>> critical_point("gelu", 0.2).stability, critical_point("gelu", 0.5).stability
    ('repels', 'attracts')
    """
    act = activation(act)
    found = critical_points(act, sigma_b)
    if not found:
        raise Undefined(
            f"the edge of chaos of {act.name} at sigma_b = {sigma_b}", "no network is critical", _remedy(act, sigma_b)
        )
    return next((point for point in found if point.stability == "attracts"), found[0])


def edge_of_chaos(act: str | Activation, sigma_b: float) -> tuple[float, float]:
    r"""Return :math:`(\sigma_w, q^*)` of :func:`critical_point`.

    >>> [round(value, 6) for value in edge_of_chaos("tanh", 0.2)]
    [1.304146, 0.512079]
    """
    point = critical_point(act, sigma_b)
    return point.sigma_w, point.q


def critical_gain(act: str | Activation, sigma_b: float = 0.0) -> float:
    r"""Return the critical gain: the :math:`\sigma_w` at which :math:`\chi = 1` at a fixed point of the variance map.

    Weights drawn from :math:`N(0, \sigma_w^2 / \text{fan-in})` then keep the mean squared gradient from layer to layer. Without
    bias it is the limit :math:`q \to 0`, :math:`1 / |f'(0)|` for a smooth activation with f(0) = 0 (tanh 1, silu 2); or a network
    of positive variance (sigmoid, exp). It says nothing of whether the variance comes to that fixed point: for silu and gelu it
    does not unless :math:`\sigma_b` is above 0.745 and 0.416; see ``stability`` of :func:`critical_point`.
    Error: relative 1e-12.
    Raises ``Undefined`` where no network is critical, as for softplus.
    Paper: prop:critical-gain.

    >>> round(critical_gain("silu"), 10), round(critical_gain("tanh", sigma_b=0.2), 6)
    (2.0, 1.304146)
    """
    return critical_point(act, sigma_b).sigma_w


def half_stable(act: str | Activation) -> CriticalPoint:
    r"""Return the critical network at which :math:`V'(q) = 1` as well, of least ``q > 0`` and :math:`\sigma_b^2 \ge 0`.

    Below its variance the edge of chaos repels and above it attracts, or the other way around: ``V(q) - q`` has a double root.
    Error: relative 1e-9 for ``q``, as far as a slope known to 1e-13 decides it; :math:`\sigma_w, \sigma_b` follow to higher order.
    Raises ``Undefined`` where there is none.
    Source: Roberts, Yaida & Hanin, arXiv 2106.10165.

    >>> round(half_stable("gelu").q, 6)
    3.561553
    """
    act = activation(act)
    variances, slopes = _finite(lambda q: _slope(act, q) - 1)
    for i, j in sign_changes(slopes, np.full(len(slopes), _EQUAL)):
        q = brentq(lambda q: _slope(act, q) - 1, variances[i], variances[j], xtol=1e-16, rtol=1e-14)
        if (squared_bias := edge_point(act, q)[1]) >= 0:
            return _at(act, q, float(np.sqrt(squared_bias)))
    raise Undefined(
        f"the half-stable network of {act.name}",
        "V'(q) is not 1 on the edge of chaos",
        "use critical_point: its variance attracts or repels all along",
    )


@lru_cache(maxsize=64)
def _curve(act: Activation) -> tuple[np.ndarray, np.ndarray]:
    """Return variances and the squared biases of their critical networks."""
    return _finite(lambda q: edge_point(act, q)[1])


def _finite(quantity: Callable[[float], float]) -> tuple[np.ndarray, np.ndarray]:
    """Return variances and a quantity there, up to where its expectations overflow."""
    values: list[float] = []
    for q in _CURVE:
        try:
            values.append(quantity(float(q)))
        except Unable:
            break
    return _CURVE[: len(values)], np.array(values)


def _slope(act: Activation, q: float) -> float:
    return growth(act, q) / slope_moment(act, q).value


def _starts_at_zero(act: Activation) -> bool:
    return second_moment(act, 0.0).value == 0 and slope_moment(act, 0.0).value > _FLAT


def _limit(act: Activation) -> CriticalPoint:
    """Return the critical network without bias in the limit of vanishing variance."""
    sigma_w = float(1 / np.sqrt(slope_moment(act, 0.0).value))
    surplus = np.array([variance_map(act, q, sigma_w) / q - 1 for q in _CURVE[_CURVE <= 1]])
    clear = surplus[np.abs(surplus) > _EQUAL]
    stability = "neutral" if not len(clear) else "attracts" if clear[0] < 0 else "repels"
    return CriticalPoint(sigma_w, 0.0, 0.0, 1.0, 1.0, 0.0, stability)


def _at(act: Activation, q: float, sigma_b: float) -> CriticalPoint:
    moment = slope_moment(act, q).value
    sigma_w, slope = float(1 / np.sqrt(moment)), growth(act, q) / moment
    stability = "neutral" if abs(slope - 1) <= _EQUAL else "attracts" if abs(slope) < 1 else "repels"
    residual = variance_map(act, q, sigma_w, sigma_b) - q
    return CriticalPoint(sigma_w, sigma_b, float(q), sigma_w**2 * moment, float(slope), float(residual), stability)


def _remedy(act: Activation, sigma_b: float) -> str:
    """Return what to do where no network is critical."""
    variances, biases = _curve(act)
    clear = np.abs(biases) > _ZERO * variances
    if not clear.any():
        return "only sigma_b = 0 has one" if _starts_at_zero(act) else "use another activation"
    if (biases[clear] > 0).any() and sigma_b == 0:
        return "use a sigma_b > 0"
    if (biases[clear] > 0).any():
        return f"use a sigma_b below {float(np.sqrt(biases.max())):.4g}"
    return "choose sigma_w by fixed_point and read its chi"
