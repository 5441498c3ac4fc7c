r"""Expectations of two correlated normal variables: :math:`\mathbb E\, g(X, Y)`, each with an estimate of its error."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np

from closedprop.scalars import Invalid, Unable
from closedprop.validated.gaussian import Quadrature, _double_exponential, _uniform

PairIntegrand = Callable[[np.ndarray, np.ndarray], np.ndarray]

_HALF_WIDTHS = (12.0, 24.0, 38.0)  # derived: as for one variable
_TINY = 1e-20  # derived: far below the rounding error of the sum, 1e-16
_COARSE, _FIRST, _LAST = 32, 64, 2048  # tuned: tanh at q = 60 needs the last; it is a second of work
_SHARE = 0.5  # tuned: a break farther out than this part of the half width is met by no weight when the slope is small


def pair_expectation(
    g: PairIntegrand,
    gap: float,
    first: Iterable[float] = (),
    second: Iterable[float] = (),
    tolerance: float = 1e-11,
) -> Quadrature:
    r"""Return :math:`\mathbb E\, g(X, Y)` for standard normal X and Y with correlation ``c = 1 - gap``, ``0 < gap < 2``.

    .. math:: Y = c X + s Z, \qquad s = \sqrt{1 - c^2}, \qquad
              \mathbb E\, g = \int \varphi(x) \int g(x, c x + s z)\, \varphi(z)\, dz\, dx

    by the rules of one variable (:mod:`closedprop.validated.gaussian`), one inside the other: the trapezoid rule, or between breaks
    the double exponential one. ``first`` are the kinks and jumps in x, ``second`` those in y: the inner integral is split at
    :math:`(y_i - c x) / s`, the outer one at the first and at :math:`y_i / c`, where the inner integral turns on the scale s.
    The correlation is given by its distance from 1, which near 1 is what matters.
    Shapes: ``g`` maps arrays of shapes (n, 1) and (n, m) to one of shape (n, m).
    Error: the last change under doubling both rules, plus rounding; at most ``tolerance`` times :math:`\mathbb E |g|`.
    Cost: 4^k evaluations for k doublings.
    Raises ``Unable`` as in one variable, ``Invalid`` unless 0 < gap < 2.

    >>> product = pair_expectation(lambda x, y: x * y, gap=0.75)
    >>> abs(product.value - 0.25) < 1e-14
    True
    """
    if not 0 < gap < 2:
        raise Invalid(f"a pair of normal variables with correlation 1 - {gap}", "degenerate", "use one variable")
    c, s = 1 - gap, float(np.sqrt(gap * (2 - gap)))
    reach = _half_width(g, c, s)
    inner = sorted({float(y) for y in second})
    turns = [y / c for y in inner] if abs(c) > _SHARE else []
    outer = sorted({float(x) for x in [*first, *turns] if abs(x) < reach})
    value, count = np.inf, _FIRST
    while count <= _LAST:
        total, size, used = _sum(g, c, s, outer, inner, reach, count)
        previous, value = value, total
        change = abs(value - previous)
        if change <= tolerance * size:
            rounding = 2.0**-53 * (4 + np.log2(used)) * size  # derived: as for one variable
            return Quadrature(value, change + float(rounding), used)
        count *= 2
    raise Unable(
        "an expectation of two normal variables",
        f"still changes by {change:.1e} at {used} nodes",
        "give every kink as a break, or a larger tolerance",
    )


def _sum(
    g: PairIntegrand, c: float, s: float, outer: list[float], inner: list[float], reach: float, count: int
) -> tuple[float, float, int]:
    """Return the sum, that of absolute values, and the number of nodes; an outer piece at a time, so that memory is bounded."""
    total, size, used = 0.0, 0.0, 0
    rule = _double_exponential if outer else _uniform
    shares = (_double_exponential if inner else _uniform)(0.0, 1.0, count)
    for a, b in pairwise([-reach, *outer, reach]):
        x, weights = rule(a, b, count)
        x, weights = x[:, None], (weights * _density(x))[:, None]
        ends = [np.clip((y - c * x) / s, -reach, reach) for y in inner]
        for low, high in pairwise([np.full_like(x, -reach), *ends, np.full_like(x, reach)]):
            z = low + (high - low) * shares[0]
            terms = _finite(g(x, c * x + s * z) * (weights * (high - low)) * (shares[1] * _density(z)))
            total += float(np.sum(terms))
            size += float(np.sum(np.abs(terms)))
            used += terms.size
    return total, size, used


def _half_width(g: PairIntegrand, c: float, s: float) -> float:
    """Return the first half width on whose square the integrand is negligible at the boundary."""
    for reach in _HALF_WIDTHS:
        x, z = _uniform(-reach, reach, _COARSE)[0][:, None], _uniform(-reach, reach, _COARSE)[0][None, :]
        terms = np.abs(_finite(g(x, c * x + s * z) * _density(x) * _density(z)))
        if max(terms[[0, -1]].max(), terms[:, [0, -1]].max()) <= _TINY * np.sum(terms):
            return reach
    raise Unable("an expectation of two normal variables", "an integrand that does not decay", "use a smaller variance")


def _density(z: np.ndarray) -> np.ndarray:
    with np.errstate(under="ignore"):
        return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def _finite(terms: np.ndarray) -> np.ndarray:
    if not np.isfinite(terms).all():
        raise Unable(
            "an expectation of two normal variables", "an integrand that is not finite", "use a smaller variance"
        )
    return terms
