"""Critical layers, whose fixed point has multiplier 1: the number that forbids a recurrence in the depth."""

from dataclasses import dataclass

import flint

from closedprop.algebra.taylor import composed
from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.scalars import Invalid, Unable

_MOST_ORDER = 20  # arbitrary: an activation that agrees with the identity to this order is the identity


@dataclass(frozen=True)
class CriticalPoint:
    r"""A layer :math:`F = z - a z^{m+1} + \dots` at its fixed point 0, and its iterative residue."""

    exponent: int
    coefficient: flint.fmpq
    residue: flint.fmpq


def critical_point(layer: str) -> CriticalPoint:
    r"""Return m, a and the iterative residue rho of a layer that fixes 0 with multiplier 1.

    .. math:: \Psi(z) = \sum_{j=-m}^{-1} c_j z^j + \rho \log z + c_1 z + \dots, \qquad \Psi(F(z)) = \Psi(z) + 1

    If rho is not 0, no orbit that tends to 0 satisfies a recurrence with polynomial coefficients, nor does its delta.
    Error: exact.    Cost: m powers of a series of m + 1 terms.
    Raises ``Invalid`` unless F(0) = 0 and F'(0) = 1, ``Unable`` where F is the identity to order 20.
    Source: Milnor, Dynamics in One Complex Variable, for the iterative residue.
    Paper: thm:critical-orbits.

    >>> critical_point("tanh(z)")
    CriticalPoint(exponent=2, coefficient=1/3, residue=3/10)
    >>> critical_point("z/sqrt(1+z^2)").residue
    0
    """
    series = composed(parse(layer), Z, [0, 1] + [0] * (2 * _MOST_ORDER))
    if series[0] != 0 or series[1] != 1:
        found = f"F(0) = {series[0]}, F'(0) = {series[1]}"
        raise Invalid(
            f"the iterative residue of {layer}", found, "move the fixed point to 0; it must have multiplier 1"
        )
    m = next((k for k in range(1, _MOST_ORDER) if series[k + 1] != 0), 0)
    if m == 0:
        raise Unable(f"the iterative residue of {layer}", f"the identity to order {_MOST_ORDER}", "give another layer")
    a = -series[m + 1]
    # In the ratio F/z = 1 - a z^m + ..., z^j F^j - z^j is z^j ((F/z)^j - 1), with leading term -a j z^(j + m).
    ratio = flint.fmpq_poly(series[1 : 2 * m + 2])
    remainder = [flint.fmpq(1)] + [flint.fmpq(0)] * m
    for j in range(-m, 0):
        power = _negative_power(ratio, -j, 2 * m + 1)
        factor = remainder[j + m] / (-a * j)
        for k in range(m + 1):
            if k - j >= 1:
                remainder[k] -= factor * power[k - j]
    # log F - log z = log(F/z) = -a z^m + ...
    return CriticalPoint(m, a, remainder[m] / -a)


def _negative_power(series: flint.fmpq_poly, exponent: int, terms: int) -> list[flint.fmpq]:
    """The first coefficients of ``series**-exponent``, for a series with constant term 1."""
    inverse = [flint.fmpq(1)]
    for n in range(1, terms):
        inverse.append(-sum((series[j] * inverse[n - j] for j in range(1, n + 1)), flint.fmpq(0)))
    power = flint.fmpq_poly([1])
    for _ in range(exponent):
        power = flint.fmpq_poly((power * flint.fmpq_poly(inverse)).coeffs()[:terms])
    return [power[k] for k in range(terms)]
