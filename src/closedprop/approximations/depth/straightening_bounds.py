r"""How large the Koenigs function and the Poincare function of a scalar layer can be on discs about the fixed point."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from closedprop.approximations.depth.tails import Majorant
from closedprop.scalars import Unable

_SHARES = np.array([0.3, 0.5, 0.65, 0.8, 0.9, 0.96, 0.99, 0.999])  # arbitrary: discs, as shares of the largest one
_CLOSE = 1e-4  # arbitrary: an infinite product is cut off when what is left changes it by less
_FACTORS = 20000  # arbitrary: where it is given up: at a multiplier within 0.0005 of 1
_ROUNDING = 1e-9  # derived: more than the rounding of 20000 factors and a root found in doubles
_FINER = 8  # arbitrary: discs for each power of a repelling multiplier


@dataclass(frozen=True, eq=False)
class StraighteningBounds:
    r"""Majorants of the two series of a scalar layer :math:`G(u) = \lambda u + N(u)` about its fixed point.

    .. math:: \varphi \circ G = \lambda \varphi, \qquad G \circ P = P(\lambda\, \cdot), \qquad
              |\varphi_j| \le \hat\varphi_j, \quad |p_j| \le \hat p_j

    Each majorant is a stack, one for each of several discs; ``value`` of the stack is infinite outside a disc.
    """

    koenigs: Majorant
    poincare: Majorant

    @property
    def radius(self) -> float:
        """The radius of the largest disc about the fixed point in which phi is proved to converge."""
        return float(self.koenigs.radius.max())

    @property
    def reach(self) -> float:
        """The radius of the largest disc in which P is proved to converge."""
        return float(self.poincare.radius.max())

    def error(self, h: float, sizes: tuple[float, float, float], scale: float) -> float:
        r"""Return a bound on the error of :math:`P_K'(\tilde t)\, \lambda^n \varphi_K'(u)`, K the degree to which phi is known.

        .. math:: |\lambda|^n \bigl[ A' (|P_K'| + E) + |\varphi_K'| E \bigr], \qquad
                  E = \sum_{j>K} j \hat p_j |\tilde t|^{j-1} + \hat p''(\tau)\, |\lambda|^n A

        with :math:`A = \sum_{j>K} \hat\varphi_j h^j`, :math:`A' = \sum_{j>K} j \hat\varphi_j h^{j-1}`,
        :math:`\tilde t = \lambda^n \varphi_K(u)`, :math:`\tau = |\tilde t| + |\lambda|^n A`; ``h`` is :math:`|u|`, ``sizes``
        :math:`|\varphi_K|, |\varphi_K'|, |P_K'|`, ``scale`` :math:`|\lambda|^n`. Infinite outside the discs.
        Paper: thm:amplitude.
        """
        value, slope, inverse_slope = sizes
        above = self.koenigs.coefficients.shape[-1]
        missing, missing_slope = (float(self.koenigs.value(h, above, d).min()) for d in (0, 1))
        curvature = float(self.poincare.value(scale * (value + missing), 2, 2).min())
        tail = float(self.poincare.value(scale * value, above, 1).min())
        inverse_error = tail + curvature * scale * missing
        return scale * (missing_slope * (inverse_slope + inverse_error) + slope * inverse_error)


def straightening_bounds(
    multiplier: float, nonlinear: Majorant, koenigs: np.ndarray, poincare: np.ndarray
) -> StraighteningBounds:
    r"""Return majorants of phi and P from one of N.

    For :math:`0 < |\lambda| < 1`: :math:`|\varphi| \le \rho \prod_l \bigl(1 + \hat N(\rho_l) / (|\lambda| \rho_l)\bigr)` for
    :math:`|u| \le \rho` with :math:`\rho_{l+1} = |\lambda| \rho_l + \hat N(\rho_l)`, where :math:`\rho_1 < \rho`; and
    :math:`\hat p(s) \le v` for :math:`s = v \prod_l \bigl(1 - \hat N(v_l) / (|\lambda| v_l)\bigr)`, with
    :math:`v_{l+1} = |\lambda| v_l - \hat N(v_l)`, where :math:`\hat N'(v) < |\lambda|`.
    For :math:`|\lambda| > 1`: :math:`\hat p(|\lambda|^n s) \le \hat g^n(v)` for :math:`\hat g = |\lambda| \,\cdot + \hat N` and
    :math:`s \le v (1 - \hat N(v) / (v (|\lambda| - 1)))`, and :math:`\hat\varphi(2s - \hat p(s)) \le s`.
    ``koenigs`` and ``poincare`` bound the first coefficients.
    Error: upper bounds, rounding included.    Cost: a product of :math:`O(1 / (1 - |\lambda|))` factors.
    Raises ``Unable`` too close to a multiplier of modulus 1.
    Paper: prop:straightening-majorants.
    """
    pairs = _attracting(multiplier, nonlinear) if multiplier < 1 else _repelling(multiplier, nonlinear)
    stacks = []
    for (radius, supremum), coefficients in zip(pairs, (koenigs, poincare), strict=True):
        stacks.append(
            Majorant(
                np.broadcast_to(coefficients, (len(radius), len(coefficients))),
                radius * (1 - _ROUNDING),
                supremum * (1 + _ROUNDING),
            )
        )
    return StraighteningBounds(*stacks)


def _attracting(multiplier: float, nonlinear: Majorant) -> list[tuple[np.ndarray, np.ndarray]]:
    outer = _SHARES * _root(lambda rho: nonlinear.value(rho, 2) / rho, 1 - multiplier, float(nonlinear.radius))
    largest = outer * _product(multiplier, nonlinear, outer, 1)
    values = _SHARES * _root(lambda v: nonlinear.value(v, 2, 1), multiplier, float(nonlinear.radius))
    return [(outer, largest), (values * _product(multiplier, nonlinear, values, -1), values)]


def _product(multiplier: float, nonlinear: Majorant, start: np.ndarray, sign: int) -> np.ndarray:
    r"""Bound :math:`\prod_l (1 \pm x_l)`, from above or from below, where :math:`x_l` is the relative nonlinearity."""
    rho, product = start, np.ones_like(start)
    for _ in range(_FACTORS):
        x = nonlinear.value(rho, 2) / (multiplier * rho)
        # The x_l of the rest fall at least like the powers of the largest ratio of two consecutive radii.
        ratio = multiplier * (1 + max(sign, 0) * x)
        rest = x / (1 - ratio)
        if (rest < _CLOSE).all():
            return product * (np.exp(rest) if sign > 0 else 1 - rest)
        product = product * (1 + sign * x)
        rho = rho * multiplier * (1 + sign * x)
    raise _too_close(multiplier)


def _too_close(multiplier: float) -> Unable:
    return Unable(
        f"an amplitude expansion at the multiplier {multiplier:.6g}",
        "too close to modulus 1, where the discs of convergence shrink to a point",
        'choose another fixed point; at multiplier 1 or -1 there is method="critical"',
    )


def _repelling(multiplier: float, nonlinear: Majorant) -> list[tuple[np.ndarray, np.ndarray]]:
    end = min(float(nonlinear.radius) * (1 - _ROUNDING), 1e6)  # arbitrary: for polynomials, far beyond any use
    bend = lambda v: nonlinear.value(v, 2) / v  # noqa: E731
    small = min(_root(bend, _CLOSE * (multiplier - 1), float(nonlinear.radius)), end / 2)
    if not small > 0:
        raise _too_close(multiplier)
    v = small * multiplier ** (-np.arange(_FINER) / _FINER)
    s = v * (1 - bend(v) / (multiplier - 1))
    discs, values = [], []
    for _ in range(_FACTORS):
        inside = (v <= end) & (v < 1e3 * s)  # arbitrary: beyond it Cauchy's estimate says nothing of use
        if not inside.any():
            break
        discs.append(s[inside])
        values.append(v[inside])
        v, s = multiplier * v + nonlinear.value(v, 2), multiplier * s
    radius, supremum = np.concatenate(discs), np.concatenate(values)
    useful = 2 * radius > supremum
    return [((2 * radius - supremum)[useful], radius[useful]), (radius, supremum)]


def _root(function: Callable[[np.ndarray], np.ndarray], level: float, end: float) -> float:
    """Return where an increasing function reaches a level, or nearly the end of its domain."""
    low, high = 0.0, min(end, 1.0)
    while high < end and function(np.array(high)) < level and high < 1e6:
        high = min(2 * high, end)
    for _ in range(60):
        middle = (low + high) / 2
        if function(np.array(middle)) < level:
            low = middle
        else:
            high = middle
    return low
