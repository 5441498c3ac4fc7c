"""Layers that are rational functions, as two polynomials with integer coefficients."""

from dataclasses import dataclass
from math import gcd
from typing import Any

import flint
import sympy as sp
from sympy.polys.polyerrors import BasePolynomialError

from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.scalars import RATIONALS, Undefined


@dataclass(frozen=True)
class RationalLayer:
    r"""A layer F = f/g in lowest terms, f and g in Z[z] with coefficients that have no common factor.

    >>> layer = RationalLayer.of("7/2*z*(1-z)")
    >>> layer.numerator, layer.denominator, layer.degree
    ((-7)*x^2 + 7*x, 2, 2)
    """

    numerator: flint.fmpz_poly
    denominator: flint.fmpz_poly

    @classmethod
    def of(cls, text: str) -> "RationalLayer":
        """Return the layer of a text; ``Undefined`` for one that is no rational function over Q."""
        try:
            parts = [sp.Poly(part, Z, domain="QQ") for part in sp.fraction(sp.cancel(parse(text)))]
        except BasePolynomialError:
            raise Undefined(
                f"the orbit of {text} over the rationals",
                "not a rational function over Q",
                "use certify_poincare, which needs a fixed point at 0 only",
            ) from None
        f, g = (flint.fmpq_poly([RATIONALS.convert(c) for c in part.all_coeffs()[::-1]]) for part in parts)
        common = int(f.denom()) * int(g.denom())
        above, below = ([int(c.p) for c in (part * common).coeffs()] for part in (f, g))
        content = gcd(*above, *below)
        return cls(*(flint.fmpz_poly([c // content for c in part]) for part in (above, below)))

    @property
    def degree(self) -> int:
        """The degree of F as a map of the projective line."""
        return max(self.numerator.degree(), self.denominator.degree())

    @property
    def slope_numerator(self) -> flint.fmpz_poly:
        """The polynomial f' g - f g', whose zeros are the critical points: F' is it over g^2."""
        f, g = self.numerator, self.denominator
        return f.derivative() * g - f * g.derivative()

    def step(self, z: Any, over: Any) -> tuple[Any, Any]:
        """Return F(z) and F'(z), by Horner's rule; ``Undefined`` at a pole.

        >>> RationalLayer.of("z/(1+z)").step(RATIONALS.convert(1), RATIONALS)
        (1/2, 1/4)
        """
        f, g, w = (_value(part, z, over) for part in (self.numerator, self.denominator, self.slope_numerator))
        if g == 0:
            raise Undefined(f"the layer at {z} over {over}", "a pole", "use another start or prime")
        return f / g, w / (g * g)


def _value(polynomial: flint.fmpz_poly, z: Any, over: Any) -> Any:
    total = over.zero
    for c in reversed(polynomial.coeffs()):
        total = total * z + over.convert(int(c))
    return total
