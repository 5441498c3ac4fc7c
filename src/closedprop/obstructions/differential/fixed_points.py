"""A rational fixed point of a layer, at which the function asked for exists."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import sympy as sp

from closedprop.errors import Invalid, Unable, Undefined
from closedprop.obstructions.checkers.ade import multiplier_of
from closedprop.obstructions.checkers.ade.constants import Z, at

LARGEST = 12  # arbitrary: numerators and denominators of the points that are tried
#: The multipliers at which each function does not exist, or all but which.
_FORBIDDEN = (0, 1, -1)


def fixed_point(layer: sp.Expr, function: str, given: str | None = None) -> tuple[sp.Rational, sp.Expr, str]:
    r"""Return a fixed point, its multiplier, and the function: the one asked for, or for ``auto`` the usual one.

    That is the iterative logarithm at the multiplier 1, Poincare's function where it is larger than 1 in modulus, else
    Koenigs'. Candidates are all rational fixed points of a rational layer, small fractions for others, the smallest first;
    for ``auto`` a multiplier 1 is a last resort.
    Raises ``Undefined`` for the identity, ``Unable`` where no candidate will do, ``Invalid`` for a point that is not fixed.

    >>> z = Z
    >>> fixed_point(3 * z * (1 - z), "auto"), fixed_point(z**2 + sp.Rational(3, 16), "koenigs")
    ((0, 3, 'poincare'), (1/4, 1/2, 'koenigs'))
    """
    if sp.expand(layer - Z) == 0:
        raise Undefined(f"the {function} function of {layer}", "every point is fixed", "give another layer")
    if given is not None:
        where = _fraction(given)
        candidates = [where]
        if at(layer, where) != where:
            raise Invalid(f"the fixed point {given} of {layer}", f"it goes to {at(layer, where)}", "give a fixed point")
    else:
        candidates = sorted(_candidates(layer), key=lambda c: (abs(c), c))
    seen = [(point, multiplier_of(layer, point)) for point in candidates]
    for wanted in ("regular", "parabolic"):
        for point, multiplier in seen:
            if multiplier == 1 if wanted == "parabolic" else multiplier not in _FORBIDDEN:
                usual = "itlog" if wanted == "parabolic" else "poincare" if abs(multiplier) > 1 else "koenigs"
                if function == "auto" or (function == "itlog") == (wanted == "parabolic"):
                    return point, multiplier, usual if function == "auto" else function
    found = (
        ", ".join(f"{point} with the multiplier {multiplier}" for point, multiplier in seen)
        or "none among small fractions"
    )
    raise Unable(
        f"a fixed point of {layer} for {function}",
        found,
        "give fixed_point, a bias for which there is a rational one, or an iterate of the layer if the multiplier is -1",
    )


def _fraction(text: str) -> sp.Rational:
    try:
        where = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Invalid(f"the fixed point {text}", "not a fraction", "write it as 3/4") from None
    return sp.Rational(where.numerator, where.denominator)


def _candidates(layer: sp.Expr) -> Iterator[sp.Rational]:
    if layer.is_rational_function(Z):
        numerator = sp.fraction(sp.cancel(sp.together(layer - Z)))[0]
        yield from sp.Poly(numerator, Z).ground_roots()
        return
    rough = sp.lambdify(Z, layer, ["scipy", "numpy"])
    tried = {sp.Rational(a, b) for b in range(1, LARGEST + 1) for a in range(-LARGEST, LARGEST + 1)}
    for point in tried:
        try:
            with np.errstate(all="ignore"):
                close = abs(float(rough(float(point))) - float(point)) < 1e-9  # arbitrary: a sieve; the rest is exact
        except (TypeError, ValueError, ArithmeticError):
            continue
        if close and at(layer, point) == point:
            yield point
