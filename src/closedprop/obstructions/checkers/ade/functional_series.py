r"""The Koenigs, Poincare and Julia series by plain recurrences, over the rationals or modulo a prime.

Each recurrence is the functional equation read coefficient by coefficient, so its result solves the equation to the length
asked for; and the solution is unique, because what is divided by is checked not to vanish.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import flint
import sympy as sp

from closedprop.algebra.power_series import quotient
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers.ade.constants import Z, at
from closedprop.obstructions.checkers.ade.layer_taylor import taylor
from closedprop.scalars import PRIME, RATIONALS

Polynomial = Any  # flint.nmod_poly or flint.fmpq_poly


def polynomial(coefficients: Sequence[Any], prime: int | None) -> Polynomial:
    """Return a truncated series as a polynomial over GF(prime), or over the rationals for ``None``."""
    if prime is None:
        return flint.fmpq_poly(list(coefficients))
    return flint.nmod_poly([int(c) for c in coefficients], prime)


def modulo(
    function: str, layer: sp.Expr, point: sp.Rational, length: int, prime: int, constants: Mapping[str, int]
) -> flint.nmod_poly:
    """Return the first coefficients of a function of a layer modulo a prime, with residues for its constants.

    Raises ``InvalidCertificate`` for a resonance, or where the first term of an iterative logarithm vanishes there.
    """
    late = parabolic_order(layer, point) if function == "itlog" else 0
    residues = {name: flint.nmod(residue, prime) for name, residue in constants.items()}
    image = taylor(layer, point, max(2, length) + late, PRIME(prime), residues)
    image[0] = PRIME(prime).zero
    if late and (any(image[2 : late + 1]) or image[late + 1] == 0):
        raise InvalidCertificate(
            "an iterative logarithm", f"its first term vanishes modulo {prime}", "use another prime"
        )
    return solution(function, image, length, prime)


def exactly(
    function: str, layer: sp.Expr, point: sp.Rational, length: int, layer_length: int = 0
) -> tuple[list[flint.fmpq], flint.fmpq_poly]:
    """Return the exact series of the layer, its fixed point moved to 0, and of the function.

    Raises ``Undefined`` for a layer with irrational coefficients.
    """
    late = parabolic_order(layer, point) if function == "itlog" else 0
    image = taylor(layer, point, max(2, length + late, layer_length), RATIONALS, {})
    image[0] = RATIONALS.zero
    return image, solution(function, image, length, None)


def solution(function: str, layer: Sequence[Any], length: int, prime: int | None) -> Polynomial:
    """Return the first coefficients of the function of that name, of a layer that fixes 0.

    ``layer`` has at least ``length`` coefficients, for the iterative logarithm as many more as its first term is late.
    """
    if function == "itlog":
        return _julia(layer, length, prime)
    koenigs = _koenigs(layer, length, prime)
    return koenigs if function == "koenigs" else _inverse(koenigs, length, prime)


def _koenigs(layer: Sequence[Any], length: int, prime: int | None) -> Polynomial:
    r"""Return K = x + ... with :math:`K(F) = \lambda K`: the coefficient of x^j is that of F^j times lambda - lambda^j."""
    multiplier = layer[1]
    F = polynomial(layer[:length], prime)
    power, total = F, F
    found = [multiplier * 0, multiplier / multiplier]
    lambda_j = multiplier
    for j in range(2, length):
        lambda_j = lambda_j * multiplier
        if lambda_j == multiplier:
            where = "over the rationals" if prime is None else f"modulo {prime}"
            raise InvalidCertificate(
                "a Koenigs series", f"the resonance multiplier^{j} = multiplier {where}", "use another prime or layer"
            )
        power = power.mul_low(F, length)
        found.append(total[j] / (multiplier - lambda_j))
        total = total + found[j] * power
    return polynomial(found, prime)


def _inverse(koenigs: Polynomial, length: int, prime: int | None) -> Polynomial:
    """Return P with K(P(t)) = t, by Lagrange's formula: n [t^n] P is the coefficient of x^(n-1) in (x / K)^n."""
    one = koenigs[1]
    shifted = [koenigs[j + 1] for j in range(length - 1)]
    base = polynomial(quotient([one, *[one * 0] * (length - 2)], shifted), prime)
    power, found = base, [one * 0, one]
    for n in range(2, length):
        power = power.mul_low(base, length - 1)
        found.append(power[n - 1] / (one * n))
    return polynomial(found, prime)


def parabolic_order(layer: sp.Expr, point: sp.Rational) -> int:
    """Return r of F(point + x) = point + x + a x^(r+1) + ..., from exact derivatives.

    That those up to r vanish is exact; a derivative that vanishes without SymPy seeing it is found out modulo the prime.
    Raises ``InvalidCertificate`` where all that are tried vanish.

    >>> parabolic_order(sp.sin(Z), sp.S.Zero)
    2
    """
    slope = layer.diff(Z)
    for r in range(1, 12):  # arbitrary: odd layers have r = 2
        slope = slope.diff(Z)
        if sp.simplify(at(slope, point)) != 0:
            return r
    raise InvalidCertificate("an iterative logarithm", "F - z vanishes to high order", "give another layer")


def _julia(layer: Sequence[Any], length: int, prime: int | None) -> Polynomial:
    r"""Return phi = x^(r+1) + ... with :math:`\phi(F) = F' \phi`: at x^(j+r) the coefficient of x^j has (j - r - 1) a."""
    one = layer[1]
    r = next((j - 1 for j in range(2, len(layer)) if layer[j] != 0), 0)
    if r == 0:
        raise InvalidCertificate(
            "an iterative logarithm", f"F - x vanishes to {len(layer)} terms", "give another layer"
        )
    size = length + r
    F = polynomial(layer[:size], prime)
    slope, a = F.derivative(), layer[r + 1]
    power = polynomial([one], prime)
    for _ in range(r + 1):
        power = power.mul_low(F, size)
    found = [*[one * 0] * (r + 1), one]
    total = power - slope.left_shift(r + 1)
    for j in range(r + 2, length):
        power = power.mul_low(F, size)
        found.append(-total[j + r] / (a * (j - r - 1)))
        total = total + found[j] * (power - slope.left_shift(j))
    return polynomial(found[:length], prime)
