r"""Majorants that are solvable: a layer map bounded, coefficient by coefficient, by one whose iterates are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, exp, inf, log, log1p

import numpy as np

from closedprop.algebra.geometric import geometric_sum
from closedprop.approximations.depth.coefficients import KNOWN, CoefficientBounds

SLACK = 1 + 1e-9  # derived: sums of nonnegative doubles, and inverses at condition 1e5, are far more accurate than this
#: Further slopes at 0 to try: any slope above that of the layer map is allowed, and a steeper majorant may bend less.
_SLOPES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)  # arbitrary: all of them are proved
_STEEPER = (1.0, 1.02, 1.05, 1.1, 1.2, 1.5, 2.0, 4.0)  # arbitrary: likewise, as multiples of the slope
_WORST_CONDITION = 1e5  # arbitrary: an eigenbasis worse than this bounds nothing useful
_REFINED = 24  # tuned: more degrees lower the median bound of the study by less than a tenth
_ENOUGH = 1e-3  # arbitrary: a sum is cut off when the bound of its tail is this small against it


@dataclass(frozen=True)
class SolvableMajorant:
    r"""The function :math:`M(r) = \mu r (1 - c\, r^p)^{-1/p}`, whose iterates are of the same form.

    .. math:: M^n(r) = \mu^n r\, (1 - c S_n r^p)^{-1/p}, \qquad S_n = \sum_{j<n} \mu^{pj}

    >>> SolvableMajorant(slope=0.5, curvature=1.0, period=1).reach(2)
    0.6666666666666666
    """

    slope: float
    curvature: float
    period: int

    def steepness(self, steps: int) -> float:
        """Return ``c S_n``."""
        return self.curvature * geometric_sum(self.slope**self.period, steps)

    def reach(self, steps: int) -> float:
        """Return the r from which on the n-th iterate is infinite."""
        steepness = self.steepness(steps)
        return steepness ** (-1 / self.period) if steepness else inf

    def slope_remainder(self, steps: int, order: int, radius: float) -> float:
        r"""Return what the slope of the n-th iterate at a radius loses with its Taylor polynomial of that order.

        .. math:: \mu^n \sum_{pj \ge k} \binom{j + 1/p}{j} q^j, \qquad q = c\, S_n\, r^p

        Infinite for :math:`q \ge 1`.    Error: at most 0.1 % too large, and rounding.

        >>> round(SolvableMajorant(slope=1.0, curvature=1.0, period=1).slope_remainder(1, order=2, radius=0.5), 2)
        2.0
        """
        q = self.steepness(steps) * radius**self.period
        if not q < 1:
            return inf
        return self.slope**steps * power_tail(1 + 1 / self.period, ceil(order / self.period), q)


def power_tail(exponent: float, first: int, q: float) -> float:
    r"""Return :math:`\sum_{j \ge J} \binom{j + a - 1}{j} q^j`, the series of :math:`(1-q)^{-a}` from its J-th term on.

    Error: at most 0.1 % too large, and rounding.    Cost: a few :math:`1/(1-q)` steps.

    >>> power_tail(1.0, first=2, q=0.5)
    0.5
    """
    if q == 0:
        return 1.0 if first == 0 else 0.0
    term = exp(sum(log1p((exponent - 1) / j) for j in range(1, first + 1)) + first * log(q))
    total, j = 0.0, first
    while True:
        ratio = (j + exponent) / (j + 1) * q  # of the next term to this one; it falls with j
        if ratio < 1 and term * max(ratio, q) <= _ENOUGH * (1 - max(ratio, q)) * (total + term):
            return total + term / (1 - max(ratio, q))
        total, term, j = total + term, term * ratio, j + 1


@dataclass(frozen=True, eq=False)
class LayerMajorant:
    r"""A majorant of a layer map about its fixed point: the sums of moduli of its coefficients of degree m are at most

    ``sums[m]`` for m < KNOWN, and ``most * share**m`` for all m; only the degrees 1, 1 + p, 1 + 2 p, .. occur.
    """

    sums: np.ndarray
    share: float
    most: float
    period: int
    _lifts: dict[int, np.ndarray] = field(default_factory=dict, repr=False)

    @cached_property
    def solvable(self) -> list[SolvableMajorant]:
        r"""Return solvable majorants of this one, of several slopes.

        M is one if :math:`\mu \ge A_1` and :math:`A_{pj+1} \le \mu \binom{j - 1 + 1/p}{j} c^j` for all j.
        """
        j = np.arange(1, (KNOWN - 2) // self.period + 1)
        coefficients = self.sums[self.period * j + 1] / np.cumprod((j - 1 + 1 / self.period) / j)
        slopes = [self.sums[1] * factor for factor in _STEEPER] + [slope for slope in _SLOPES if slope > self.sums[1]]
        return [
            SolvableMajorant(slope, SLACK * self._curvature((coefficients / slope) ** (1 / j), slope), self.period)
            for slope in slopes
            if slope > 0
        ]

    def _curvature(self, roots: np.ndarray, slope: float) -> float:
        known = float(roots.max())
        if self.most == 0:
            return known
        # Beyond: the binomial is 1 for p = 1, and at least 1/(2 sqrt(j)) for p = 2; (K j^s)^(1/j) is largest at the first
        # j, or where K j^s = e^s.
        j, s = len(roots) + 1, (self.period - 1) / 2
        factor = self.most * self.share / slope * self.period
        return max(known, max((factor * j**s) ** (1 / j), exp(s / j), 1.0) * self.share**self.period)

    def slope_remainder(self, steps: int, order: int, radius: float) -> float:
        r"""Return what the slope of the n-th iterate at a radius loses with its Taylor polynomial of degree k, from above.

        The terms of degrees k + 1 to K = k + 24 (at most 63) are those of the K-jet, which is a power of the lifted matrix of the
        majorant; from there on those of the best solvable majorant.
        """
        degree = max(order, min(order + _REFINED, KNOWN - 1))
        far = min((majorant.slope_remainder(steps, degree, radius) for majorant in self.solvable), default=inf)
        if far == inf or degree == order:
            return far
        jet = np.linalg.matrix_power(self._lifted(degree), steps)[0]
        degrees = np.arange(1, degree + 1)
        near = float((degrees * jet * radius ** (degrees - 1.0))[order:].sum())
        # derived: each of the log2 n squarings doubles the relative error and adds K roundings
        return near * (1 + 2.0**-50 * degree * max(steps, 1)) + far

    def _lifted(self, degree: int) -> np.ndarray:
        if degree not in self._lifts:
            rows = [self.sums[: degree + 1]]
            while len(rows) < degree:
                rows.append(np.convolve(rows[-1], self.sums[: degree + 1])[: degree + 1])
            self._lifts[degree] = np.array(rows)[:, 1:]
        return self._lifts[degree]


def layer_majorant(
    weight: np.ndarray, slopes: np.ndarray, bounds: Sequence[CoefficientBounds], basis: np.ndarray
) -> LayerMajorant:
    r"""Return a majorant of :math:`u \mapsto T^{-1} W g(T u)`, ``g_j`` the activation about a fixed point.

    With :math:`t_j = \sum_l |T_{jl}|` the sums of moduli of the coefficients of degree m are at most

    .. math:: A_1 = \|T^{-1} W D T\|_\infty, \qquad A_m = \max_i \sum_j |T^{-1} W|_{ij}\, |a_{jm}|\, t_j^m

    Shapes: ``weight`` and ``basis`` (N, N), ``slopes`` (N,), one bound a neuron.    Error: none but a slack for rounding.
    """
    inverse = np.linalg.inv(basis)
    mixed = np.abs(inverse @ weight)
    stretch = np.abs(basis).sum(axis=1)
    known = np.array([bound.known for bound in bounds]) * stretch[:, None] ** np.arange(KNOWN)
    sums = SLACK * (mixed @ known).max(axis=0)
    sums[0] = 0.0
    sums[1] = SLACK * float(np.abs(inverse @ (weight * slopes) @ basis).sum(axis=1).max())
    share = max(reach / bound.radius for reach, bound in zip(stretch, bounds, strict=True))
    most = SLACK * float((mixed @ np.array([bound.most for bound in bounds])).max())
    return LayerMajorant(sums, share, most, 2 if all(bound.is_odd for bound in bounds) else 1)


def bases(matrix: np.ndarray) -> list[np.ndarray]:
    r"""Return coordinates in which a matrix may have a small norm: as it is, scaled by its Perron vector, its eigenbasis.

    Shapes: ``matrix`` (N, N); results (N, N), the last one complex in general, and left out if it is ill-conditioned.
    """
    found: list[np.ndarray] = [np.eye(len(matrix))]
    values, vectors = np.linalg.eig(np.abs(matrix))
    perron = np.abs(vectors[:, np.argmax(values.real)].real)
    found.append(np.diag(perron / perron.max()))
    found.append(np.linalg.eig(matrix)[1])
    return [basis for basis in found if np.linalg.cond(basis) < _WORST_CONDITION]


def majorant_bound(
    majorants: Sequence[tuple[np.ndarray, LayerMajorant]],
    y: np.ndarray,
    delta_top: np.ndarray,
    steps: int,
    order: int,
) -> float:
    r"""Return the proved bound on what delta^(1) loses with the Taylor polynomial of degree k of :math:`F^n` about z*.

    .. math:: \|\tilde\delta^{(1)} - \delta^{(1)}\|_1 \le \|T^{-1}\|_\infty \|T^\top \delta^{(L)}\|_1 \Bigl(
              \sum_{m=k+1}^{K} m\, [r^m] \hat G^n\, h^{m-1} + \mu^n \sum_{pj \ge K} \binom{j + 1/p}{j} q^j \Bigr), \qquad
              q = c\, S_n\, h^p < 1, \quad h = \|T^{-1} (x - z^*)\|_\infty

    for every basis T and K >= k, :math:`\hat G` a majorant of the layer map and :math:`\mu, c, p` those of a solvable majorant
    of it in the basis T; the least one over all ``majorants``, each with its basis, is taken, and infinity where none applies.
    Shapes: a basis (N, N), the others (N,).    Cost: K^3 log2 n.
    Source: majorants after Cauchy; the continuous one is Forets and Pouly's.
    Paper: thm:carleman.
    """
    least = inf
    for basis, majorant in majorants:
        inverse = np.linalg.inv(basis)
        radius = SLACK * float(np.abs(inverse @ y).max())
        scale = SLACK * float(np.abs(inverse).sum(axis=1).max() * np.abs(basis.T @ delta_top).sum())
        with np.errstate(over="ignore", invalid="ignore"):
            found = scale * majorant.slope_remainder(steps, order, radius)
        least = found if found < least else least
    return least
