r"""The data-driven route: the series of Koenigs' function, a relation that it satisfies, and the closed form it implies.

At a fixed point c of multiplier :math:`\lambda = F'(c)`, not 0 and no root of unity, there is exactly one series with
:math:`K(F(z)) = \lambda K(z)` and :math:`K'(c) = 1`. Its coefficients are computed over the rationals; linear algebra finds
a relation between them. A relation is a guess about a truncated series, so the form it leads to is verified like any other.
"""

from collections.abc import Iterator

import flint
import mpmath
import sympy as sp

from closedprop.solvable.solver.conjugacy import has_kinks
from closedprop.solvable.solver.form import DEPTH, OSCILLATING, PFAFFIAN, Form, Z
from closedprop.solvable.solver.grid import agrees_on_grid, function_of
from closedprop.solvable.solver.limits import limited
from closedprop.solvable.solver.relations import koenigs, relation, series
from closedprop.solvable.solver.roots import root, zeros
from closedprop.solvable.solver.verification import verify

TERMS = 48  # of the series; relations have at most 21 unknowns, so a spurious one is implausible
HIGHEST = 6  # arbitrary: degree in z of the polynomials of a relation
SOFT_LIMIT = 4.0  # seconds
#: a and b of the equations q1 (K')^a = q0 K^b.
EQUATIONS = ((1, 0), (1, 1), (2, 0), (2, 1), (2, 2))
_POINTS = sorted({sp.Rational(p, q) for q in range(1, 5) for p in range(-4, 5)}, key=lambda c: (abs(c), c.q, -c))


def solve_koenigs(layer: sp.Expr) -> Form | None:
    """Return the closed form of a layer without parameters that follows from a relation of its Koenigs series."""
    answer = None
    if layer.free_symbols == {Z} and not has_kinks(layer):
        cap = flint.ctx.cap
        try:
            with limited(SOFT_LIMIT):
                flint.ctx.cap = TERMS
                answer = next(_forms(layer), None)
        finally:
            flint.ctx.cap = cap
    return answer


def _forms(layer: sp.Expr) -> Iterator[Form]:
    for c in _fixed_points(layer):
        try:
            image = series(layer, c)
        except (ValueError, ZeroDivisionError, NotImplementedError):
            continue
        slope = image[1]
        if image[0] != flint.fmpq(int(c.p), int(c.q)) or slope in (0, 1, -1):
            continue
        multiplier = sp.Rational(int(slope.p), int(slope.q))
        for phi, inverse, mu in _conjugacies(koenigs(image - flint.fmpq_series([image[0]]), TERMS), c, multiplier):
            u = sp.Dummy("u")
            value = inverse(u)
            yield from _verified(layer, phi, [back for back in value if _undoes(back, u, phi, c)], u, mu)


def _fixed_points(layer: sp.Expr) -> list[sp.Rational]:
    """Return rational points: the fixed points of a rational layer, else small candidates."""
    if layer.is_rational_function(Z):
        numerator = sp.fraction(sp.cancel(sp.together(layer - Z)))[0]
        return sorted(sp.Poly(numerator, Z).ground_roots(), key=lambda c: (abs(c), c)) if numerator.has(Z) else []
    return _POINTS


def _conjugacies(k: flint.fmpq_series, c, multiplier):
    """Yield (phi, its inverses as a function of u, mu) with phi(F) = mu phi, from relations of K of rising size."""
    slope, one = k.derivative(), flint.fmpq_series([1])
    for degree in range(HIGHEST + 1):
        for powers in ([one, k], [one, k, k * k]):
            found = relation(powers, degree, TERMS - 1)
            if found is not None:
                yield from _algebraic([_polynomial(p, c) for p in found], c, multiplier)
                return
        for a, b in EQUATIONS:
            found = relation([slope**a, k**b], degree, TERMS - 2)
            if found is not None:
                q1, q0 = (_polynomial(p, c) for p in found)
                yield from _integrated(sp.cancel(-q0 / q1), a, b, c, multiplier)
                return


def _polynomial(coefficients, c) -> sp.Expr:
    return sp.expand(sum(sp.Rational(int(p.p), int(p.q)) * (Z - c) ** k for k, p in enumerate(coefficients)))


def _algebraic(coefficients, c, multiplier):
    for phi in zeros(coefficients, Z):
        if abs(_slope(phi, c) - 1) < 1e-3:

            def inverse(u):
                equation = sum(p * u**j for j, p in enumerate(coefficients))
                return zeros(sp.Poly(equation, Z).all_coeffs()[::-1], u)

            yield phi, inverse, multiplier
            return


def _integrated(square, a, b, c, multiplier):
    """Yield what integrating dK/K^(b/a) = square^(1/a) dz gives."""
    s, q = (square, sp.S.One) if a == 1 else root(square, Z)
    if b == a == 2 and _slope(s / sp.sqrt(q) * (Z - c) ** 2, c) < 0:
        s = -s  # K'/K is 1/(z - c) near c
    mu = multiplier ** (1 - sp.Rational(b, a)) if b < a else multiplier
    logarithm = _logarithm(s, c) if q == 1 else None
    if logarithm is not None:
        base, r = logarithm

        def inverse(u):
            v = sp.Dummy("v")
            top, bottom = sp.fraction(sp.cancel(base))
            found = zeros(sp.Poly(top - v * bottom, Z).all_coeffs()[::-1], v)
            return [sp.expand(zero).subs(v, sp.exp(u / r) if b < a else u ** (1 / r)) for zero in found]

        yield (r * sp.log(base) if b < a else base**r), inverse, mu
        return
    if b < a and not s.has(Z) and q.is_polynomial(Z) and sp.degree(q, Z) == 2:
        phi, back = _angle(s, sp.Poly(q, Z), c)
        yield phi, lambda u: [back(u)], mu
        return
    x = sp.Dummy("x")
    phi = sp.integrate((s / sp.sqrt(q)).subs(Z, x), x).subs(x, Z)
    phi = sp.exp(phi) if b == a else phi - sp.limit(phi, Z, c)
    yield phi, lambda u: sp.solve(phi.subs(Z, x) - u, x), mu


def _logarithm(integrand: sp.Expr, c) -> tuple[sp.Expr, sp.Rational] | None:
    """Return rational E and r with r log E an integral that vanishes at c, if all poles are simple and rational."""
    top, bottom = (sp.Poly(part, Z) for part in sp.fraction(sp.cancel(integrand)))
    poles = bottom.ground_roots()
    if top.degree() >= bottom.degree() or len(poles) < bottom.degree():
        return None
    residues = {pole: top.eval(pole) / bottom.diff(Z).eval(pole) for pole in poles}
    if not all(residue.is_Rational for residue in residues.values()):
        return None
    r = sp.gcd_list(list(residues.values()))
    ratios = [((Z - pole) / (c - pole if pole != c else 1)) ** (residue / r) for pole, residue in residues.items()]
    return sp.factor(sp.prod(ratios)), r


def _angle(s, q: sp.Poly, c):
    """Return the integral of s/sqrt(q), q quadratic, that vanishes at c, and its inverse."""
    a, b, _ = q.all_coeffs()
    size = sp.sqrt(abs(q.discriminant()))
    g = (2 * a * Z + b) / size
    if a < 0:
        f, back, rate = sp.acos, sp.cos, s / sp.sqrt(-a)
    else:
        f, back, rate = (
            (sp.asinh, sp.sinh, s / sp.sqrt(a)) if q.discriminant() < 0 else (sp.acosh, sp.cosh, s / sp.sqrt(a))
        )
        g = -g if g.subs(Z, c) < 0 and f is sp.acosh else g
    sign = sp.cancel(g * size / (2 * a * Z + b))
    start = f(g.subs(Z, c))
    return rate * (f(g) - start), lambda u: (sign * size * back(u / rate + start) - b) / (2 * a)


def _slope(expression: sp.Expr, c) -> float:
    """Return f(c + x)/x at a small x."""
    with mpmath.workdps(60):
        return float(
            mpmath.re(function_of(expression, Z)(mpmath.mpf(int(c.p)) / int(c.q) + mpmath.mpf(2) ** -30) * 2**30)
        )


def _undoes(back: sp.Expr, u: sp.Symbol, phi: sp.Expr, c) -> bool:
    """Return whether back(phi(z)) = z right or left of the fixed point."""
    inverse, forward = function_of(back, u), function_of(phi, Z)
    with mpmath.workdps(60):
        points = [
            mpmath.mpf(int(c.p)) / int(c.q) + sign * mpmath.mpf(1) / 97 for sign in (1, -1)
        ]  # arbitrary: close by
        return any(abs(inverse(forward(z)) - z) < 1e-30 for z in points)


def _verified(layer: sp.Expr, phi: sp.Expr, inverses: list[sp.Expr], u, mu) -> Iterator[Form]:
    """Yield the forms that pass the verification with the same domain at three sets of points, and a grid over it."""
    classes = OSCILLATING if phi.has(sp.acos, sp.atan, sp.asin, sp.I) else PFAFFIAN
    for back in inverses:
        form = Form(back.subs(u, mu**DEPTH * phi), "Koenigs", classes, phi=phi, core=f"{mu}*u")
        verdicts = [verify(layer, form, seed) for seed in range(3)]
        if all(verdict.holds and verdict.domain == verdicts[0].domain for verdict in verdicts):
            domain = verdicts[0].domain.split(";")[0]
            if agrees_on_grid(layer, form, domain):
                yield form
