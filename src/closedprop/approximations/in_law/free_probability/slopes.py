r"""The law of a squared slope :math:`f'(\sqrt q Z)^2`: finitely many values where f is piecewise linear, else a quadrature rule.

Either way it is a finite measure :math:`\sum_j p_j \delta_{a_j}`, exact in the first case and within rounding of the truth, for
what is asked of it here, in the second: its transforms are sums over atoms.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import sympy as sp
from scipy.optimize import brentq
from scipy.special import expit, ndtr

from closedprop.networks import Activation, activation
from closedprop.networks.activation import Z
from closedprop.scalars import Invalid, Unable

_REACH = 12.0  # derived: a standard normal variable is farther out with probability 4e-33
_END = 3.4  # derived: expit(pi sinh 3.4) misses 1 by 4e-21
#: Nodes of a piece with varying slope. derived: poles as near as 0.02 to the line leave an error of 1e-9.
NODES = 4096


@dataclass(frozen=True, eq=False)
class SlopeLaw:
    r"""The law :math:`\nu = p_0 \delta_0 + \sum_j p_j \delta_{a_j}` of a squared slope, :math:`a_j > 0`.

    Shapes: ``values`` and ``masses`` (k,), the :math:`a_j`, decreasing, and :math:`p_j`: fractions where they are rational,
    else floats. ``zero`` is :math:`p_0`. ``atomic`` says whether the values are true ones; if they are
    nodes of a quadrature, ``coarser`` is the law with half of the nodes, for an estimate of the error.
    Raises ``Invalid`` unless the masses are positive and add up to 1.
    """

    values: tuple[Any, ...]
    masses: tuple[Any, ...]
    zero: Any = 0
    atomic: bool = True
    coarser: "SlopeLaw | None" = None

    def __post_init__(self):
        total = self.zero + sum(self.masses)
        if not (self.values and min(self.values) > 0 and min(self.masses) > 0 <= self.zero and abs(total - 1) < 1e-12):
            raise Invalid(
                f"a law of squared slopes of total mass {float(total)}",
                "not a law",
                "give positive masses that sum to 1",
            )
        if any(a <= b for a, b in pairwise(self.values)):
            raise Invalid("a law of squared slopes", "values that do not decrease", "sort them, each value once")

    @property
    def is_gate(self) -> bool:
        """Whether the slope takes one value besides 0, up to its sign."""
        return self.atomic and len(self.values) == 1

    def mean_power(self, k: int) -> Any:
        """Return the mean of the k-th power of the squared slope, ``k >= 1``; a fraction where the law is rational."""
        if self.atomic:
            return sum(p * a**k for a, p in zip(self.values, self.masses, strict=True))
        return float(self._masses @ self._values**k)

    @cached_property
    def _values(self) -> np.ndarray:
        return np.array(self.values, dtype=np.float64)

    @cached_property
    def _masses(self) -> np.ndarray:
        return np.array(self.masses, dtype=np.float64)

    def transforms(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        r"""Return :math:`\psi(w) / w`, :math:`1 + \psi(w)` and :math:`\psi'(w)` for complex or real ``w`` off the poles.

        .. math:: \psi(w) = \int \frac{w a}{1 - w a}\, d\nu(a)

        Each of the three is a sum over atoms of its own, so that no digits cancel.
        Shapes: ``w`` (m,); each result (m,).    Cost: m k operations, in pieces of bounded memory.
        """
        w = np.asarray(w)
        ratio, shifted, slope = (np.empty(w.shape, dtype=w.dtype) for _ in range(3))
        step = max(1, 2**20 // len(self.values))
        for start in range(0, len(w), step):
            part = slice(start, start + step)
            difference = 1 - np.multiply.outer(w[part], self._values)
            # a complex division would lose small imaginary parts, and with them the angle near an edge
            inverse = difference.conj() / (difference.real**2 + difference.imag**2)
            ratio[part] = inverse @ (self._masses * self._values)
            shifted[part] = inverse @ self._masses + float(self.zero)
            slope[part] = inverse**2 @ (self._masses * self._values)
        return ratio, shifted, slope

    def psi(self, w: float) -> float:
        r"""Return :math:`\psi(w)` at one real ``w`` off the poles."""
        return float(w * self.transforms(np.array([w]))[0][0])

    def s_transform(self, z: float) -> float:
        r"""Return the S-transform of the law.

        .. math:: S(z) = \frac{1 + z}{z}\, \psi^{-1}(z), \qquad \psi^{-1}(z) < \frac{1}{\max_j a_j}

        Error: relative 1e-14, and that of the quadrature.    Raises ``Invalid`` unless ``z > p_0 - 1`` and ``z != 0``.

        >>> gate = SlopeLaw((1,), (Fraction(1, 4),), Fraction(3, 4))
        >>> round(gate.s_transform(0.5), 12) == round(1.5 / 0.75, 12)
        True
        """
        if not float(self.zero) - 1 < z or z == 0:
            raise Invalid(f"the S-transform at {z}", f"not above {float(self.zero) - 1:.6g}, or 0", "move z")
        top = 1 / float(self.values[0])
        if z > 0:  # psi grows from 0 to infinity on (0, top); the variable t keeps the digits near the pole
            t = brentq(lambda t: self.psi(top * expit(t)) - z, -700.0, 36.0, xtol=1e-14, rtol=1e-14)
            return (1 + z) / z * top * float(expit(t))
        low = -top
        while self.psi(low) > z:
            low *= 4
            if not np.isfinite(low):
                raise Unable(f"the S-transform at {z}", "no digits left so near to the mass at 0", "move z")
        return (1 + z) / z * brentq(lambda w: self.psi(w) - z, low, 0.0, xtol=1e-300, rtol=1e-14)


def slope_law(act: str | Activation, q: float = 0.0, nodes: int = NODES) -> SlopeLaw:
    r"""Return the law of :math:`f'(\sqrt q Z)^2`; at ``q = 0`` its limit from above.

    Between kinks a constant slope contributes an atom, whose mass is a fraction where kinks, if any, are at 0 only. Other
    pieces contribute the nodes of a trapezoid rule: in z on the whole line, else after a double exponential substitution.
    Error: none, or that of the normal distribution function, for piecewise linear activations; else that of ``nodes`` nodes.
    Raises ``Invalid`` for a negative variance or too few nodes, ``Unable`` for slopes that are not bounded, or that vanish.

    >>> slope_law("relu").masses, slope_law("relu").zero
    ((Fraction(1, 2),), Fraction(1, 2))
    >>> round(slope_law("hardtanh", q=0.25).masses[0], 12)
    0.954499736104
    """
    act = activation(act)
    if not 0 <= q < np.inf:
        raise Invalid(f"the slopes at q = {q}", "not a variance", "give a finite q >= 0")
    if nodes < 16 or nodes % 4:
        raise Invalid(f"{nodes} nodes", "too few, or no multiple of 4", "give a multiple of 4 from 16 on")
    fine = _law(act, q, nodes)
    return fine if fine.atomic else replace(fine, coarser=_law(act, q, nodes // 2))


def _law(act: Activation, q: float, nodes: int) -> SlopeLaw:
    points: dict[Any, Any] = {}
    atomic = True
    for (left, right), piece in zip(pairwise([-np.inf, *act.kink_points, np.inf]), act.pieces, strict=True):
        slope = sp.diff(piece, Z)
        if not slope.free_symbols:
            entries = [(_exact(slope**2), _mass(left, right, q))]
        elif q == 0:
            entries = [(_slope_at_zero(act, left, right) ** 2, _mass(left, right, q))]
        else:
            _check_bounded(act, left, right)
            entries, atomic = _rule(act, left / np.sqrt(q), right / np.sqrt(q), np.sqrt(q), nodes), False
        for value, mass in entries:
            points[value] = points.get(value, 0) + mass
    # derived: below 1e-200 a squared slope is 0 for every w that a density can ask for
    zero = sum((mass for value, mass in points.items() if value <= 1e-200), Fraction(0))
    kept = {value: mass for value, mass in points.items() if value > 1e-200 and mass > 0}
    if not kept:
        raise Unable(f"the slopes of {act.name} at q = {q}", "all of them are 0", "use another activation or q")
    values = tuple(sorted(kept, reverse=True))
    return SlopeLaw(values, tuple(kept[value] for value in values), zero, atomic)


def _exact(value: sp.Expr) -> Any:
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else float(value)


def _mass(left: float, right: float, q: float) -> Any:
    """Return the probability that a normal variable of variance q, or its limit for q to 0, lies between."""
    halves = {-np.inf: Fraction(0), 0.0: Fraction(1, 2), np.inf: Fraction(1)}
    if q == 0:
        left, right = (0.0 if end == 0 else np.inf * np.sign(end) for end in (left, right))
    if left in halves and right in halves:
        return halves[right] - halves[left]
    if left > 0:  # measured in the tail, where the difference keeps its digits
        left, right = -right, -left
    return float(ndtr(right / np.sqrt(q)) - ndtr(left / np.sqrt(q)))


def _slope_at_zero(act: Activation, left: float, right: float) -> float:
    """Return the slope at 0 within a piece, its one-sided limit where the piece ends there; 0 for a piece elsewhere."""
    if not left <= 0 <= right:
        return 0.0
    inward = 1e-280 if left == 0 else -1e-280 if right == 0 else 0.0
    return float(act.slope(np.array([inward]))[0])


def _rule(act: Activation, left: float, right: float, root: float, nodes: int) -> list[tuple[float, float]]:
    """Return nodes and weights for a normal variable between ``left`` and ``right``: squared slopes and masses."""
    a, b = max(left, -_REACH), min(right, _REACH)
    if a >= b:
        return []
    if left == -np.inf and right == np.inf:
        z, h = np.linspace(a, b, nodes + 1, retstep=True)
        weights = np.full(nodes + 1, h)
    else:
        t, h = np.linspace(-_END, _END, nodes + 1, retstep=True)
        near = expit(-np.pi * np.sinh(np.abs(t)))
        z = np.where(t < 0, a + (b - a) * near, b - (b - a) * near)
        weights = h * (b - a) * near * (1 - near) * np.pi * np.cosh(t)
    masses = weights * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    with np.errstate(under="ignore", over="ignore"):
        squared = act.slope(root * z) ** 2
    return list(zip(squared.tolist(), masses.tolist(), strict=True))


def _check_bounded(act: Activation, left: float, right: float) -> None:
    for end in (left, right):
        if np.isinf(end):
            far = np.abs(act.slope(np.sign(end) * np.array([1e3, 1e6])))
            if not (np.isfinite(far).all() and far[1] <= 2 * far[0] + 1):
                raise Unable(
                    f"the spectrum of a network of {act.name}",
                    "slopes that are not bounded",
                    "use an activation with bounded slopes; moments of the slopes exist all the same",
                )
