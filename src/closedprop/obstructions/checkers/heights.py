r"""Certificates of kind ``heights``: the orbit of a rational layer is too complicated for any recurrence.

The height of a fraction x/y in lowest terms is max(abs(x), abs(y)). Two identities between the numerator f and the denominator g,

.. math:: u_1 f + v_1 g = R\, z^{2D-1}, \qquad u_2 f + v_2 g = R, \qquad \deg u_i, \deg v_i < D,

give :math:`H(F(z)) \ge H(z)^D / B`, where B is the larger sum of absolute values of coefficients of :math:`u_i, v_i`.
"""

from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from closedprop.networks.activation import Z
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, fraction, natural, same
from closedprop.obstructions.checkers.sequences import layer_of

PAPER = "thm:rational-orbits"
_FIELDS = ("layer", "start", "of", "numerator", "denominator", "resultant", "cofactors", "steps")
_MOST_STEPS = 1_000  # arbitrary: heights pass every bound within a few dozen
_MOST_BITS = 20_000  # arbitrary: of one height; a dozen steps reach it


def heights_claim(layer: str, start: str, of: str) -> str:
    """Return the sentence of a certificate."""
    sequences = "the sequence F^n(x)" if of == "iterate" else "the sequences F^n(x) and (F^n)'(x)"
    satisfies = "satisfies" if of == "iterate" else "satisfy"
    return (
        f"For the layer F(z) = {layer} and x = {start}, {sequences} {satisfies} no linear recurrence with "
        f"coefficients polynomial in n, of any order and degree."
    )


def check(certificate: Certificate) -> None:
    """Check the identities, and that after the given number of steps the height has passed the bound from which it grows."""
    exactly(certificate, _FIELDS)
    layer, start = field(certificate, "layer", str), field(certificate, "start", str)
    of, steps = field(certificate, "of", str), natural(certificate, "steps")
    demand(of in ("iterate", "iterate and delta"), "what a certificate is of", f"{of!r:.80}", "see heights_claim")
    demand(steps <= _MOST_STEPS, "the steps of an orbit", f"{steps}", f"give at most {_MOST_STEPS}")
    f, g = (_polynomial(certificate.data[name], name) for name in ("numerator", "denominator"))
    demand(g != 0, "the denominator of a layer", "0")
    _same_function(layer_of(layer), f, g)
    degree = max(f.degree(), g.degree())
    demand(degree >= 2, "the degree of a layer", f"{degree}", "take one of degree at least 2")
    bound = _height_bound(certificate, f, g, degree)
    slope = f.derivative() * g - f * g.derivative()
    z = fraction(start, "the start")
    for _ in range(steps):
        demand(of == "iterate" or _value(slope, z) != 0, "a delta of a certificate", "0", "claim the iterate alone")
        below = _value(g, z)
        demand(below != 0, "an orbit of a certificate", "a pole", "take another start")
        z = _value(f, z) / below
        demand(_height(z).bit_length() <= _MOST_BITS, "an orbit of a certificate", "too long", "give fewer steps")
    demand(_height(z) ** (degree - 1) > bound, "the height of an orbit", f"too small after {steps} steps")
    if of == "iterate and delta":
        # A zero of the slope in lowest terms divides its lowest coefficient above and its leading one below.
        largest = max(abs(int(c)) for c in slope.coeffs())
        far = _height(z) > largest and _value(slope, z) != 0
        demand(far, "a delta of a certificate", "the orbit may meet a critical point", "give more steps")
    same(certificate, heights_claim(layer, start, of), Verdict.PROVED, PAPER)


def _height_bound(certificate: Certificate, f: flint.fmpz_poly, g: flint.fmpz_poly, degree: int) -> int:
    """Return B, after checking both identities."""
    resultant, parts = field(certificate, "resultant", int), field(certificate, "cofactors", list)
    demand(
        resultant != 0 and len(parts) == 4, "the cofactors of a certificate", f"{parts!r:.80}", "give four and R != 0"
    )
    u_1, v_1, u_2, v_2 = (_polynomial(part, "cofactors") for part in parts)
    small = all(part.degree() < degree for part in (u_1, v_1, u_2, v_2))
    top = flint.fmpz_poly([0] * (2 * degree - 1) + [resultant])
    holds = u_1 * f + v_1 * g == top and u_2 * f + v_2 * g == flint.fmpz_poly([resultant])
    demand(small and holds, "the cofactors of a certificate", "an identity fails")
    sums = [sum(abs(int(c)) for part in pair for c in part.coeffs()) for pair in ((u_1, v_1), (u_2, v_2))]
    return max(sums)


def _same_function(layer: sp.Expr, f: flint.fmpz_poly, g: flint.fmpz_poly) -> None:
    parts = [sp.Poly([int(c) for c in reversed(part.coeffs())] or [0], Z).as_expr() for part in (f, g)]
    rational = layer.is_rational_function(Z) and all(a.is_Rational for a in layer.atoms(sp.Number, sp.NumberSymbol))
    demand(
        bool(rational and sp.cancel(layer * parts[1] - parts[0]) == 0),
        "the numerator and denominator of a layer",
        f"{layer} is not their quotient",
    )


def _polynomial(coefficients: Any, name: str) -> flint.fmpz_poly:
    proper = isinstance(coefficients, list) and all(
        isinstance(c, int) and not isinstance(c, bool) for c in coefficients
    )
    demand(proper, f"the polynomials of {name}", f"{coefficients!r:.80}", "give lists of integers")
    return flint.fmpz_poly(coefficients)


def _value(polynomial: flint.fmpz_poly, z: Fraction) -> Fraction:
    return sum((int(c) * z**i for i, c in enumerate(polynomial.coeffs())), Fraction(0))


def _height(z: Fraction) -> int:
    return max(abs(z.numerator), z.denominator)
