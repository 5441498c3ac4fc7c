r"""Power series with nonnegative coefficients that bound others: the first coefficients one by one, the rest by Cauchy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import flint
import numpy as np

from closedprop.approximations.depth import coefficients
from closedprop.approximations.depth.coefficients import coefficient_bounds
from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Undefined
from closedprop.validated.analytic import taylor_balls

KNOWN = coefficients.KNOWN - 1  # derived: the highest degree whose coefficients are bounded one by one
_ROUNDING = 1 + 1e-9  # derived: far more than the rounding of a few hundred operations on nonnegative doubles


@dataclass(frozen=True, eq=False)
class Majorant:
    r"""A bound on the coefficients of a power series, or of several side by side.

    .. math:: |a_j| \le \hat a_j \; (j \le J), \qquad |a_j| \le M R^{-j} \; (j > J)

    Shapes: ``coefficients`` (..., J + 1), ``radius`` R and ``supremum`` M (...).
    """

    coefficients: np.ndarray
    radius: np.ndarray
    supremum: np.ndarray

    def value(self, x: np.ndarray | float, first: int = 0, derivative: int = 0) -> np.ndarray:
        r"""Return a bound on :math:`\sum_{j \ge m} j (j-1) \cdots (j-d+1)\, |a_j|\, x^{j-d}` for the derivative d = 0, 1, 2.

        ``first`` is m, at most J + 1. Infinite for x beyond the radius.
        Shapes: ``x`` and the result (...).    Error: an upper bound, rounding included.

        >>> geometric = Majorant(np.ones(4), np.array(1.0), np.array(1.0))
        >>> [round(float(geometric.value(0.5, derivative=d)), 6) for d in (0, 1, 2)]
        [2.0, 4.0, 16.0]
        """
        x = np.asarray(x, dtype=np.float64)
        start = max(first, derivative)
        powers, factors = _factors(start, self.coefficients.shape[-1], derivative)
        with np.errstate(all="ignore"):
            total = (self.coefficients[..., start:] * factors * x[..., None] ** powers).sum(axis=-1)
            if self.supremum.any():
                total = total + self.supremum * self._rest(x / self.radius, derivative) / self.radius**derivative
        # what is NaN, an infinite supremum times 0, is no bound either
        return np.where((x < self.radius) & ~np.isnan(total), total * _ROUNDING, np.inf)

    def _rest(self, q: np.ndarray, derivative: int) -> np.ndarray:
        """The derivatives of q^m / (1 - q) for m = J + 1."""
        m = self.coefficients.shape[-1]
        if derivative == 0:
            return q**m / (1 - q)
        if derivative == 1:
            return q ** (m - 1) * (m - (m - 1) * q) / (1 - q) ** 2
        return q ** (m - 2) * (m * (m - 1) - 2 * m * (m - 2) * q + (m - 1) * (m - 2) * q**2) / (1 - q) ** 3


@cache
def _factors(start: int, stop: int, derivative: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the exponents j - d and the factors j (j - 1) .. (j - d + 1) of the d-th derivative of x^j."""
    j = np.arange(start, stop)
    return j - derivative, np.prod([j - i for i in range(derivative)], axis=0) if derivative else np.ones(len(j))


def magnitudes(balls: Sequence[flint.arb]) -> np.ndarray:
    """Return upper bounds on the absolute values of balls, as floats."""
    return np.array([float(ball.abs_upper()) for ball in balls]) * (1 + 2**-50)  # derived: more than one rounding


def activation_majorant(act: Activation, center: flint.arb) -> Majorant:
    r"""Return a majorant of the Taylor series of an activation at every point of a ball; its supremum may be infinite.

    Cost: a few milliseconds once for a center in floats.    Raises ``Undefined`` for an activation with kinks.
    Source: Cauchy's estimates.

    >>> from closedprop.networks import ACTIVATIONS
    >>> float(activation_majorant(ACTIVATIONS["quadratic"], flint.arb(1)).value(2.0, first=1).round(6))
    8.0
    """
    bounds = coefficient_bounds(act, center)
    return Majorant(bounds.known * _ROUNDING, np.array(bounds.radius), np.array(bounds.most))


def taylor_coefficients(act: Activation, center: flint.arb) -> list[flint.arb]:
    """Return enclosures of the Taylor coefficients of an activation at a ball, up to the degree KNOWN.

    Raises ``Undefined`` for an activation with kinks.
    """
    if not act.is_analytic:
        raise Undefined(f"the Taylor series of {act.name}", "it has kinks", "use an analytic activation, such as tanh")
    return taylor_balls(act.expression, Z, center, KNOWN)


def present_degrees(series: np.ndarray) -> list[int]:
    """Return the degrees from 2 on in which a coefficient is not 0 at some neuron; a ball that contains 0 counts as 0.

    Shapes: ``series`` (N, J + 1).
    """
    return [j for j in range(2, series.shape[1]) if not all(value.contains(0) for value in series[:, j])]


def next_degree(present: Iterable[int], order: int) -> int | None:
    r"""Return the least degree above ``order`` at which a straightening may have a term, None for a layer that is affine.

    If the nonlinear terms of a layer have the degrees d, those of its straightening are among :math:`1 + \sum (d_i - 1)`.
    Paper: cor:amplitude-order.

    >>> [next_degree([3, 5], order) for order in (1, 2, 3)], next_degree([2], 3), next_degree([], 3)
    ([3, 3, 5], 4, None)
    """
    steps = {degree - 1 for degree in present}
    if not steps:
        return None
    reached, degree = {1}, 1
    while degree <= order:
        degree = min(at + step for at in reached for step in steps if at + step > degree)
        reached.add(degree)
    return degree
