"""Roots of polynomials of low degree whose coefficients depend on a variable, with roots of squares taken."""

import sympy as sp


def zeros(coefficients: list[sp.Expr], variable: sp.Symbol) -> list[sp.Expr]:
    """Return the roots of a polynomial whose coefficients are polynomials in a variable, with roots of squares taken."""
    while coefficients and sp.expand(coefficients[-1]) == 0:
        coefficients = coefficients[:-1]
    if len(coefficients) == 2:
        return [sp.factor(-coefficients[0] / coefficients[1])]
    if len(coefficients) == 3:
        q, p, a = coefficients
        s, radicand = root(sp.cancel((p**2 - 4 * a * q) / (4 * a**2)), variable)
        return [sp.factor(-p / (2 * a)) + sign * s / sp.sqrt(radicand) for sign in (1, -1)]
    y = sp.Dummy("y")
    return sp.solve(sum(p * y**j for j, p in enumerate(coefficients)), y) if 3 < len(coefficients) <= 5 else []


def root(square: sp.Expr, variable: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """Return rational s and square-free Q with square = s**2/Q."""
    top, bottom = sp.fraction(sp.cancel(sp.together(square)))
    if top == 0:
        return sp.Integer(0), sp.Integer(1)
    constant, factors = sp.factor_list(sp.expand(top * bottom), variable)
    whole = sp.prod(base ** (m // 2) for base, m in factors)
    free = sp.expand(constant * sp.prod(base for base, m in factors if m % 2))
    return (
        (sp.factor(whole * free / bottom), free) if free.has(variable) else (whole * sp.sqrt(free) / bottom, sp.S.One)
    )
