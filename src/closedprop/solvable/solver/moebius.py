"""Affine and Moebius maps: powers of a 2 x 2 matrix with symbolic entries."""

import sympy as sp

from closedprop.solvable.solver.form import ALGEBRAIC, DEPTH, Form, Z
from closedprop.solvable.solver.limits import limited

Matrix = tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]
Iterates = tuple[sp.Expr, tuple[tuple[sp.Expr, sp.Expr], ...]]


def matrix_of(expression: sp.Expr, u: sp.Symbol) -> Matrix | None:
    """Return (a, b, c, d) if the expression is :math:`(a u + b)/(c u + d)`, else ``None``."""
    if not expression.is_rational_function(u):
        return None
    numerator, denominator = sp.fraction(sp.cancel(sp.together(expression)))
    top, bottom = sp.Poly(numerator, u), sp.Poly(denominator, u)
    if max(top.degree(), bottom.degree()) > 1:
        return None
    a, b = top.coeff_monomial(u), top.coeff_monomial(1)
    c, d = bottom.coeff_monomial(u), bottom.coeff_monomial(1)
    return a, b, c, d


def power(matrix: Matrix, u: sp.Expr, n: sp.Expr = DEPTH) -> Iterates:
    r"""Return the n-th iterate of a Moebius map at u, and its special cases as (condition, iterate).

    .. math:: \rho^n u + \beta \frac{\rho^n - 1}{\rho - 1}, \qquad
              \frac{z_n - p}{z_n - q} = \mu^n \frac{z - p}{z - q}, \qquad
              \frac{1}{z_n - p} = \frac{1}{z - p} + \frac{2 c n}{a + d}

    for the affine, the general and the parabolic map: p, q the fixed points and :math:`\mu` the ratio of the eigenvalues.
    A map with complex fixed points and numbers as coefficients is written with the angle of its rotation, so that
    real inputs stay real.
    """
    a, b, c, d = matrix
    if sp.simplify(a + d) == 0:  # an involution
        image = (a * u + b) / (c * u + d)
        return (1 + (-1) ** n) / 2 * u + (1 - (-1) ** n) / 2 * image, ()
    if c == 0:
        return _triangular(sp.cancel(a / d), sp.cancel(b / d), n, lambda rho_n, total: rho_n * u + total)
    if b == 0:
        return _triangular(sp.cancel(a / d), sp.cancel(c / d), n, lambda rho_n, total: rho_n * u / (1 + u * total))
    return _general(matrix, u, n)


def _triangular(rho, shift, n, put) -> Iterates:
    if sp.simplify(rho - 1) == 0:
        return put(sp.Integer(1), n * shift), ()
    generic = put(rho**n, shift * (rho**n - 1) / (rho - 1))
    if shift == 0 or not rho.free_symbols:
        return generic, ()
    condition, at_one = sp.Eq(rho, 1), put(sp.Integer(1), n * shift)
    if len(rho.free_symbols) == 1:
        (parameter,) = rho.free_symbols
        values = [value for value in sp.solve(condition, parameter) if value.is_real]
        if len(values) == 1:
            condition, at_one = sp.Eq(parameter, values[0]), at_one.subs(parameter, values[0])
    return generic, ((condition, at_one),)


def _general(matrix: Matrix, u, n) -> Iterates:
    a, b, c, d = matrix
    determinant, trace = sp.expand(a * d - b * c), sp.expand(a + d)
    discriminant = sp.factor(sp.expand(trace**2 - 4 * determinant))
    middle, drift = sp.cancel((a - d) / (2 * c)), sp.cancel(2 * c / trace)
    parabolic = middle + (u - middle) / (1 + n * drift * (u - middle))
    if discriminant == 0:
        return parabolic, ()
    if discriminant.is_number and discriminant.is_negative:
        size = sp.sqrt(determinant)
        theta = sp.acos(trace / (2 * size))
        now, before = sp.sin(n * theta), size * sp.sin((n - 1) * theta)
        return (now * (a * u + b) - before * u) / (now * (c * u + d) - before), ()
    # Either sign of the root will do: it exchanges p and q.
    root = sp.sqrt(discriminant).replace(sp.Abs, lambda argument: argument)
    if discriminant.is_number:
        root = sp.sqrtdenest(root)
    p, q = ((a - d + sign * root) / (2 * c) for sign in (1, -1))
    ratio = sp.radsimp((trace - root) / (trace + root)) if discriminant.is_number else (trace - root) / (trace + root)
    power_n = ratio**n
    generic = (p * (u - q) - q * power_n * (u - p)) / (u - q - power_n * (u - p))
    return generic, ((sp.Eq(discriminant, 0), parabolic),) if discriminant.free_symbols else ()


def solve_moebius(layer: sp.Expr) -> Form | None:
    """Return the closed form of an affine or Moebius layer."""
    if not layer.has(Z):
        iterate = sp.Piecewise((Z, sp.Eq(DEPTH, 0)), (layer, True))
        delta = sp.Piecewise((1, sp.Eq(DEPTH, 0)), (0, True))
        return Form(iterate, "constant", frozenset({"CF1", "CF2"}) | ALGEBRAIC, delta=delta, proved=True)
    matrix = matrix_of(layer, Z)
    if matrix is None:
        return None
    iterate, cases = power(matrix, Z)
    affine = matrix[2] == 0
    classes = ALGEBRAIC | {"CF7"} | ({"CF1", "CF2"} if affine else set())
    name = "affine" if affine else "Moebius"
    core = str(layer.subs(Z, sp.Symbol("u")))
    return Form(iterate, name, frozenset(classes), cases, _slope(iterate), phi=Z, core=core, proved=True)


def _slope(iterate: sp.Expr) -> sp.Expr:
    """Return the derivative of a Moebius function of z: its determinant over the square of its denominator."""
    numerator, denominator = iterate.as_numer_denom() if not iterate.is_polynomial(Z) else (iterate, sp.Integer(1))
    (a, b), (c, d) = ((part.diff(Z), part.subs(Z, 0)) for part in (numerator, denominator))
    determinant = a * d - b * c
    with limited(0.5):
        determinant = sp.factor(sp.powsimp(sp.expand(determinant)))
    return determinant / denominator**2
