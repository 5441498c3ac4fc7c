"""Activations that are polynomials, or polynomials between their kinks, as lists of coefficients."""

from fractions import Fraction

import sympy as sp

from closedprop.networks.activation import Activation, Z
from closedprop.scalars import Invalid

Polynomial = list[Fraction]


def polynomial_pieces(activation: Activation) -> list[Polynomial]:
    """Return the coefficients, constant first, of the pieces between consecutive kinks.

    Raises ``Invalid`` for a piece that is no polynomial with rational coefficients.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> [[str(c) for c in piece] for piece in polynomial_pieces(ACTIVATIONS["relu"])]
    [['0'], ['0', '1']]
    """
    pieces = []
    for piece in activation.pieces:
        expanded = sp.expand(piece)
        coefficients = sp.Poly(expanded, Z).all_coeffs()[::-1] if expanded.is_polynomial(Z) else [sp.pi]
        if not all(c.is_Rational for c in coefficients):
            raise Invalid(f"the polynomials of {activation.name}", "none over the rationals", "use quadratic or relu")
        pieces.append([Fraction(int(c.p), int(c.q)) for c in coefficients])
    return pieces


def polynomial(activation: Activation) -> Polynomial:
    """Return the coefficients of a polynomial activation that is not constant, constant first.

    Raises ``Invalid`` for another one.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> [str(c) for c in polynomial(ACTIVATIONS["logistic"])]
    ['0', '4', '-4']
    """
    pieces = [] if activation.kinks else polynomial_pieces(activation)
    if len(pieces) != 1 or len(pieces[0]) < 2:
        raise Invalid(f"the degree of {activation.name}", "not that of a polynomial", "use quadratic or logistic")
    return pieces[0]
