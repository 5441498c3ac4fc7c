r"""Two inputs in one wide random network: how the correlation of their preactivations changes from layer to layer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from closedprop.approximations.in_law.kernels import closed_kernel
from closedprop.approximations.in_law.variance import breaks, check_regime, fixed_point, second_moment, variance_map
from closedprop.networks import Activation, activation
from closedprop.scalars import Invalid, Unable, Undefined
from closedprop.validated.gaussian import gaussian_expectation
from closedprop.validated.gaussian_pair import pair_expectation

_CRITICAL = 1e-12  # derived: chi is known to 1e-13
_NEAREST = 1e-9  # derived: at a gap below, the difference of two values of f has lost the digits the root needs
_STEP = 0.1  # arbitrary: c* is sought away from 0 first, where the expectations are cheap
_BROAD = 0.1  # tuned: above this gap the difference of two kernel values loses one digit only


def kernel(act: str | Activation, q1: float, q2: float, c: float) -> float:
    r"""Return :math:`\mathbb E f(u) f(v)` for jointly normal u and v of variances q1 and q2 and correlation c.

    Error: rounding where the kernel is closed (:func:`closed_kernel`), else relative 1e-11 of the mean of :math:`|f(u) f(v)|`.
    Raises ``Invalid`` for a negative variance or a correlation outside [-1, 1].

    >>> round(kernel("erf", 1.3, 0.7, 0.4), 8), round(kernel("relu", 1.3, 0.7, 0.4), 8)
    (0.16720079, 0.25953432)
    """
    act = activation(act)
    closed = closed_kernel(act)
    _check_pair(q1, q2, c)
    return closed.value(q1, q2, c) if closed else _expectation(act, act, q1, q2, c)


def slope_kernel(act: str | Activation, q1: float, q2: float, c: float) -> float:
    r"""Return :math:`\mathbb E f'(u) f'(v)`, which is :math:`\partial \mathbb E f(u) f(v) / \partial \mathbb E u v`.

    Error and exceptions: those of :func:`kernel`.

    >>> round(slope_kernel("relu", 1.0, 1.0, 0.0), 12)
    0.25
    """
    act = activation(act)
    closed = closed_kernel(act)
    _check_pair(q1, q2, c)
    return closed.slope(q1, q2, c) if closed else _expectation(act, act.slope, q1, q2, c)


def correlation_map(
    act: str | Activation,
    c: float,
    sigma_w: float,
    sigma_b: float = 0.0,
    q1: float = 1.0,
    q2: float | None = None,
    keep: float = 1.0,
    branch: float | None = None,
) -> float:
    r"""Return the correlation of two inputs in the next layer, from their variances and correlation in this one.

    .. math:: c' = \frac{\sigma_w^2\, \mathbb E f(u) f(v) + \sigma_b^2}{\sqrt{V(q_1) V(q_2)}}, \qquad
              c'_{\text{res}} = \frac{c \sqrt{q_1 q_2} + \alpha^2 (\sigma_w^2\, \mathbb E f(u) f(v) + \sigma_b^2)}
              {\sqrt{V_{\text{res}}(q_1) V_{\text{res}}(q_2)}}

    Dropout draws its neurons anew for each input: it enters V and not the numerator. ``q2`` is ``q1`` if left out.
    Error: that of the kernel.    Source: Poole et al., arXiv 1606.05340, equation (6).

    >>> round(correlation_map("relu", 0.0, 2**0.5), 12) == round(1 / np.pi, 12)
    True
    """
    act, q2 = activation(act), q1 if q2 is None else q2
    product = sigma_w**2 * kernel(act, q1, q2, c) + sigma_b**2
    top = product if branch is None else c * np.sqrt(q1 * q2) + branch**2 * product
    bottom = [variance_map(act, q, sigma_w, sigma_b, keep=keep, branch=branch) for q in (q1, q2)]
    if not min(bottom) > 0:
        raise Undefined("a correlation", "a signal of variance 0", "use a sigma_b > 0")
    return float(top / np.sqrt(bottom[0] * bottom[1]))


def correlation_gap(
    act: str | Activation, gap: float, sigma_w: float, sigma_b: float = 0.0, q: float = 1.0, keep: float = 1.0
) -> float:
    r"""Return :math:`1 - c'` from ``gap`` = :math:`1 - c`, for two inputs of variance q: the same map, without cancellation near 1.

    .. math:: 1 - c' = \frac{\sigma_w^2}{V(q)} \Bigl( \tfrac12 \mathbb E (f(u) - f(v))^2
              + \bigl(\tfrac{1}{\rho} - 1\bigr) \mathbb E f(u)^2 \Bigr)

    Error: relative 1e-10 down to gaps of 1e-9.

    >>> round(correlation_gap("erf", 1e-8, sigma_w=1.0, q=1.0) / 1e-8, 6)
    1.2257
    """
    act = activation(act)
    difference = _half_squared_difference(act, q, gap)
    dropped = (1 / keep - 1) * second_moment(act, q).value if keep < 1 else 0.0
    return sigma_w**2 * (difference + dropped) / variance_map(act, q, sigma_w, sigma_b, keep=keep)


@dataclass(frozen=True)
class CorrelationPoint:
    r"""The fixed point :math:`c^* = 1 - \text{gap}` of the correlation map to which every pair of inputs comes.

    ``slope`` is the slope of the map there, whose logarithm is the depth scale; ``residual`` is :math:`C(c^*) - c^*`.
    """

    c: float
    gap: float
    slope: float
    residual: float


def correlation_point(
    act: str | Activation, sigma_w: float, sigma_b: float = 0.0, q: float | None = None, keep: float = 1.0
) -> CorrelationPoint:
    r"""Return the attracting fixed point of the correlation map at the fixed variance ``q`` (found if it is not given).

    It is 1 if :math:`\chi \le 1`, and if :math:`\chi > 1` the other solution of :math:`1 - C(1 - g) = g`, which is unique because
    C is convex. The equation is solved in :math:`\log g`, not iterated: iteration stalls near criticality.
    Error: relative :math:`10^{-10} / |C'(c^*) - 1|` for the gap.
    Raises ``Undefined`` where the variance goes to 0, ``Unable`` where c* is within 1e-9 of 1 without being 1.
    Source: Poole et al., arXiv 1606.05340, section 2.
    Paper: thm:correlation-map.

    >>> point = correlation_point("tanh", 2.5**0.5, 0.05**0.5)
    >>> round(point.c, 6), round(float(-1 / np.log(point.slope)), 4)
    (0.446804, 11.7956)
    """
    act = activation(act)
    check_regime(sigma_w, sigma_b, keep)
    q = fixed_point(act, sigma_w / np.sqrt(keep), sigma_b).q if q is None else q
    asked = f"the correlation of two inputs to {act.name} at sigma_w = {sigma_w}, sigma_b = {sigma_b}"
    if not q > 0:
        raise Undefined(asked, "the variance goes to 0", "use a sigma_b > 0, or follow correlation_map layer by layer")
    chi = sigma_w**2 * slope_kernel(act, q, q, 1.0)
    if keep == 1 and chi <= 1 + _CRITICAL:
        return CorrelationPoint(1.0, 0.0, chi, 0.0)

    def excess(logarithm: float) -> float:
        gap = float(np.exp(logarithm))
        return correlation_gap(act, gap, sigma_w, sigma_b, q, keep) / gap - 1

    gap = high = 1.0
    if excess(0.0) < -_CRITICAL:
        while excess(np.log(low := high * _STEP)) <= 0:
            high = low
            if high < _NEAREST:
                raise Unable(asked, f"c* is within {_NEAREST:g} of 1", "move away from the edge of chaos")
        gap = float(np.exp(brentq(excess, np.log(low), np.log(high), xtol=1e-15, rtol=1e-13)))
    slope = sigma_w**2 * slope_kernel(act, q, q, 1 - gap)
    residual = gap - correlation_gap(act, gap, sigma_w, sigma_b, q, keep)
    return CorrelationPoint(1 - gap, gap, float(slope), float(residual))


def _check_pair(q1: float, q2: float, c: float) -> None:
    if not min(q1, q2) >= 0:
        raise Invalid(f"a kernel at variances {q1} and {q2}", "not variances", "give numbers >= 0")
    if not -1 <= c <= 1:
        raise Invalid(f"a kernel at correlation {c}", "not a correlation", "give -1 <= c <= 1")


def _expectation(act: Activation, f: Callable[[np.ndarray], np.ndarray], q1: float, q2: float, c: float) -> float:
    r"""Return :math:`\mathbb E f(u) f(v)` by quadrature; with perfect correlation it is one variable."""
    r1, r2 = np.sqrt(max(q1, 1e-280)), np.sqrt(max(q2, 1e-280))  # derived: as for one variable, a limit from above
    first, second = breaks(act, r1**2), breaks(act, r2**2)
    if abs(c) == 1:
        both = [*first, *(c * point for point in second)]
        return gaussian_expectation(lambda z: f(r1 * z) * f(c * r2 * z), both).value
    return pair_expectation(lambda x, y: f(r1 * x) * f(r2 * y), 1 - c, first, second).value


def _half_squared_difference(act: Activation, q: float, gap: float) -> float:
    r"""Return :math:`\frac12 \mathbb E (f(u) - f(v))^2` at variance q and correlation 1 - gap."""
    closed, root = closed_kernel(act), np.sqrt(q)
    if gap == 0:
        return 0.0
    if closed and closed.gap:
        return closed.gap(q, gap)
    if closed and gap > _BROAD:
        return closed.value(q, q, 1.0) - closed.value(q, q, 1 - gap)
    points = breaks(act, q)
    if gap == 2:
        return gaussian_expectation(
            lambda z: (act(root * z) - act(-root * z)) ** 2 / 2, [*points, *np.negative(points)]
        ).value
    return pair_expectation(lambda x, y: (act(root * x) - act(root * y)) ** 2 / 2, gap, points, points).value
