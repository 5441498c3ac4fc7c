"""Rational layers: Moebius conjugacy to power maps (multiple angles) and to exceptional polynomials."""

import sympy as sp

from closedprop.solvable.solver.form import DEPTH, OSCILLATING, PFAFFIAN, Form, Z
from closedprop.solvable.solver.polynomial import HIGHEST_DEGREE, exceptional, power_iterate


def solve_rational(layer: sp.Expr) -> Form | None:
    """Return the closed form of a rational layer whose critical points say that it is a power or Chebyshev map in disguise."""
    if not layer.is_rational_function(Z):
        return None
    return rational_iterate(layer, Z)


def rational_iterate(layer: sp.Expr, u: sp.Symbol) -> Form | None:
    r"""Return the form, in u, of a rational map R that is Moebius conjugate to a power or to an exceptional polynomial.

    A map of degree d is conjugate to :math:`u^{\pm d}` iff it has two critical points of multiplicity d - 1 that it fixes or
    swaps, so iff its Wronskian :math:`N'D - ND'` is a constant times :math:`q^{d-1}`, q quadratic (or linear, the other point
    at infinity); it is conjugate to a polynomial iff it fixes one such point. Both are exact.
    """
    numerator, denominator = sp.fraction(sp.cancel(sp.together(layer)))
    top, bottom = sp.Poly(numerator, u), sp.Poly(denominator, u)
    degree = int(max(top.degree(), bottom.degree()))
    if not 2 <= degree <= HIGHEST_DEGREE:
        return None
    wronskian = sp.Poly(sp.expand(sp.diff(numerator, u) * denominator - numerator * sp.diff(denominator, u)), u)
    if wronskian.degree() < 1:
        return None
    factors = [(factor, multiplicity) for factor, multiplicity in wronskian.sqf_list()[1] if factor.degree() > 0]
    at_infinity = 2 * degree - 2 - int(wronskian.degree())
    found = None
    if len(factors) == 1 and factors[0][1] == degree - 1:
        factor = factors[0][0]
        if factor.degree() == 2:
            found = _two_points(layer, u, degree, factor)
        if factor.degree() == 1 and at_infinity == degree - 1:
            found = _one_point(layer, u, degree, sp.cancel(-factor.nth(0) / factor.nth(1)))
    return found or _disguised_polynomial(layer, u, degree, wronskian)


def _two_points(layer, u, degree: int, factor: sp.Poly) -> Form | None:
    """Both critical points are finite: the roots of the quadratic."""
    lead, linear, constant = (sp.cancel(factor.nth(j)) for j in (2, 1, 0))
    middle = sp.cancel(-linear / (2 * lead))
    square = sp.cancel((linear**2 - 4 * lead * constant) / (4 * lead**2))
    if square.is_negative:
        return _tangent(layer, u, degree, middle, sp.sqrt(-square))
    root = sp.sqrt(square)
    phi = sp.cancel((u - middle - root) / (u - middle + root))
    v = sp.Dummy("v")
    back = middle + root * (1 + v) / (1 - v)
    core = sp.factor(sp.radsimp(sp.cancel(sp.simplify(phi.subs(u, sp.cancel(layer).subs(u, back))))))
    for exponent in (degree, -degree):
        coefficient = sp.simplify(core / v**exponent)
        if not coefficient.has(v):
            iterate = power_iterate(coefficient, sp.Integer(exponent), (u - middle - root) / (u - middle + root))
            ratio = iterate
            value = middle + root * (1 + ratio) / (1 - ratio)
            return Form(value, "multiple angle", PFAFFIAN, phi=phi, core=f"{core}".replace(str(v), "u"), proved=True)
    return None


def _tangent(layer, u, degree: int, middle, size) -> Form | None:
    r"""Complex critical points: :math:`u = m + s \tan\theta`, and theta goes to :math:`\pm d\,\theta + \beta`."""
    theta = sp.Dummy("theta", real=True)
    phi = sp.atan((u - middle) / size)
    if middle.free_symbols | size.free_symbols | (layer.free_symbols - {u}):
        angles = [sp.Integer(0)]
    else:
        beta = sp.atan(sp.nsimplify((sp.limit(layer, u, middle) - middle) / size))
        angles = [beta]
    for slope in (degree, -degree):
        for beta in angles:
            core = slope * theta + beta
            point = sp.Rational(1, 7)  # arbitrary: a rational tangent; the form is verified as a whole
            found = (layer.subs(u, middle + size * point) - middle) / size
            wanted = sp.expand_trig(sp.tan(core)).subs(sp.tan(theta), point)
            if sp.simplify(found - wanted) == 0:
                shift = beta * (sp.Integer(slope) ** DEPTH - 1) / (slope - 1)
                iterate = middle + size * sp.tan(sp.Integer(slope) ** DEPTH * phi + shift)
                return Form(
                    iterate, "multiple angle", OSCILLATING, phi=phi, core=f"{slope}*u" + (f" + {beta}" if beta else "")
                )
    return None


def _one_point(layer, u, degree: int, point) -> Form | None:
    """One critical point is at infinity: a power of u - c, positive (a polynomial) or negative."""
    v = sp.Dummy("v")
    core = sp.cancel(layer.subs(u, v + point) - point)
    for exponent in (degree, -degree):
        coefficient = sp.cancel(core / v**exponent)
        if not coefficient.has(v):
            iterate = point + power_iterate(coefficient, sp.Integer(exponent), u - point)
            return Form(iterate, "power map", PFAFFIAN, phi=u - point, core=f"{core}".replace(str(v), "u"), proved=True)
    return None


def _disguised_polynomial(layer, u, degree: int, wronskian: sp.Poly) -> Form | None:
    """A totally ramified fixed point p: 1/(u - p) goes to a polynomial in itself."""
    v = sp.Dummy("v", real=True)
    for factor, multiplicity in sp.factor_list(wronskian)[1]:
        if factor.degree() != 1 or multiplicity < degree - 1:
            continue
        point = sp.cancel(-factor.nth(0) / factor.nth(1))
        if sp.cancel(layer.subs(u, point) - point) != 0:
            continue
        core = sp.cancel(1 / (layer.subs(u, point + 1 / v) - point))
        if not core.is_polynomial(v):
            continue
        found = exceptional(core, v)
        if found is None:
            continue
        iterate, phi, name, classes, _ = found
        inner = 1 / (u - point)
        return Form(
            point + 1 / iterate.subs(v, inner), "Chebyshev in disguise" if classes == OSCILLATING else "power map",
            classes, phi=phi.subs(v, inner), core=name, proved=True,
        )  # fmt: skip
    return None
