r"""The series that straightens a layer about a fixed point: Poincare's normal form without resonances."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.eigenbasis import Eigenbasis
from closedprop.approximations.depth.graded import (
    Graded,
    exponents,
    gradient_parts,
    monomial_values,
    parents,
    product_part,
)
from closedprop.scalars import BALLS, Scalars, Unable

_TOLERANCE = (
    1e-8  # arbitrary: half of the digits of a double; a divisor this small, relative to the eigenvalue, is taken for 0
)


@dataclass(frozen=True)
class SmallDivisor:
    r"""A divisor :math:`|\lambda_i - \lambda^m|`, with the index i (from 1) and the exponents m.

    >>> print(SmallDivisor(0.25, 2, (3, 0)))
    |lambda_2 - lambda_1^3| = 0.25
    """

    size: float
    index: int
    exponent: tuple[int, ...]

    def __str__(self) -> str:
        return f"|{self.names(' - ')}| = {self.size:.4g}"

    def names(self, between: str) -> str:
        """Return the eigenvalue and the product, as text."""
        powers = [f"lambda_{i + 1}" + (f"^{m}" if m > 1 else "") for i, m in enumerate(self.exponent) if m]
        return f"lambda_{self.index}{between}{' '.join(powers)}"


@dataclass(frozen=True, eq=False)
class NormalForm:
    r"""The polynomial :math:`P_k` of degree k in N variables, and the truncated series of its inverse.

    ``parts`` are its parts by degree, (N, monomials); ``smallest`` is the least divisor that occurred, None for none.
    """

    width: int
    order: int
    parts: Graded
    smallest: SmallDivisor | None

    @cached_property
    def gradients(self) -> Graded:
        """The parts of the derivatives: (N, N, monomials), the variable second."""
        return gradient_parts(self.width, self.parts)

    def value(self, t: np.ndarray) -> np.ndarray:
        """Return P_k(t).    Shapes: (N,)."""
        values = monomial_values(self.width, self.order, t)
        return sum(part @ values[degree] for degree, part in self.parts.items())

    def slope(self, t: np.ndarray) -> np.ndarray:
        """Return DP_k(t).    Shapes: (N, N)."""
        values = monomial_values(self.width, self.order, t)
        return sum(part @ values[degree] for degree, part in self.gradients.items())

    def inverse(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        r"""Return :math:`\Phi_k(y)` and :math:`D\Phi_k(y)`, truncated after the degrees k and k - 1.

        On the ray s y both are power series in s, found degree by degree from :math:`P_k(\Phi(sy)) = sy` and
        :math:`DP_k(\Phi(sy))\, D\Phi(sy) = 1`, and summed at s = 1.
        Shapes: (N,), (N, N).    Cost: :math:`O(k^2)` products a monomial, and k products of matrices.
        """
        width, k, zero = self.width, self.order, y[0] * 0
        powers = [np.full((len(exponents(width, d)), k + 1), zero) for d in range(k + 1)]  # of Phi, by monomial and s
        powers[0][0, 0], powers[1][:, 1] = zero + 1, y
        for d in range(2, k + 1):
            for degree in range(2, d + 1):
                parent, variable = parents(width, degree)
                lower, upper = powers[degree - 1][parent], powers[1][variable]
                powers[degree][:, d] = sum(upper[:, c] * lower[:, d - c] for c in range(1, d - degree + 2))
                if degree in self.parts:
                    powers[1][:, d] = powers[1][:, d] - self.parts[degree] @ powers[degree][:, d]
        along = [
            sum(part @ powers[degree][:, d] for degree, part in self.gradients.items() if degree <= d) for d in range(k)
        ]
        slopes = [along[0]]  # the unit matrix
        for d in range(1, k):
            slopes.append(-sum(along[c] @ slopes[d - c] for c in range(1, d + 1)))
        return powers[1].sum(axis=1), sum(slopes)


def normal_form(
    basis: Eigenbasis, mixed: np.ndarray, nonlinear: dict[int, np.ndarray], order: int, over: Scalars
) -> NormalForm:
    r"""Return :math:`P_k = t + \dots`, with :math:`H(P_k(t)) = P_k(\Lambda t) + O(|t|^{k+1})` for the layer H in the eigenbasis.

    .. math:: (\lambda^m - \lambda_i)\, P_{i,m} = \Bigl[ T^{-1} W \sum_{j \ge 2} a_j \odot (T P)^{\odot j} \Bigr]_{i,m}

    ``mixed`` is :math:`T^{-1} W`, ``nonlinear[j]`` the Taylor coefficients of degree
    j of the activation at each neuron.
    Shapes: ``mixed`` (N, N), ``nonlinear[j]`` (N,).
    Cost: a product of series in N variables for each neuron and each j; degrees without terms cost nothing.
    Raises ``Unable`` for an eigenvalue 0 or a resonance at a degree where there are terms.
    """
    values, width = basis.values, len(basis.values)
    zero = values[0] * 0
    identity = np.full((width, width), zero)
    identity[np.arange(width), np.arange(width)] = zero + 1
    if any(_vanishes(value, 1.0, over) for value in values):
        raise Unable(
            "an amplitude expansion", "an eigenvalue 0 of W D", "choose another fixed point or a regular weight"
        )
    rates = monomial_values(width, order, values)
    parts: Graded = {1: identity}
    neurons: Graded = {1: basis.vectors @ identity}
    powers: dict[int, Graded] = {1: neurons}
    smallest: SmallDivisor | None = None
    for degree in range(2, order + 1):
        total: Any = None
        for j in range(2, degree + 1):
            part = product_part(width, neurons, powers[j - 1], degree)
            if part is not None:
                powers.setdefault(j, {})[degree] = part
                if j in nonlinear:
                    term = nonlinear[j][:, None] * part
                    total = term if total is None else total + term
            powers.setdefault(j, {})
        if total is None:
            continue
        divisors = rates[degree][None, :] - values[:, None]
        smallest = _smallest(divisors, degree, values, over, smallest)
        parts[degree] = (mixed @ total) / divisors
        neurons[degree] = basis.vectors @ parts[degree]
    return NormalForm(width, order, parts, smallest)


def _smallest(
    divisors: np.ndarray, degree: int, values: np.ndarray, over: Scalars, before: SmallDivisor | None
) -> SmallDivisor:
    sizes = np.array([float(abs(divisor).mid()) if over is BALLS else abs(divisor) for divisor in divisors.flat])
    sizes = sizes.reshape(divisors.shape)
    i, place = np.unravel_index(int(np.argmin(sizes)), sizes.shape)
    exponent = tuple(int(power) for power in exponents(len(values), degree)[place])
    found = SmallDivisor(float(sizes[i, place]), int(i) + 1, exponent)
    scale = float(abs(values[i]).mid()) if over is BALLS else float(abs(values[i]))
    if _vanishes(divisors[i, place], scale, over):
        raise Unable(
            f"an amplitude expansion of order {degree} or more",
            f"the resonance {found.names(' = ')} of the eigenvalues",
            f"ask for order {degree - 1}" if degree > 2 else 'ask for order 1, which is method="linearization"',
        )
    return found if before is None or found.size < before.size else before


def _vanishes(value: Any, scale: float, over: Scalars) -> bool:
    if over is BALLS:
        return bool(flint.acb(value).contains(0))
    return bool(abs(value) <= _TOLERANCE * scale)
