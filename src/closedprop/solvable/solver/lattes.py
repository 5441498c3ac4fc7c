"""Duplication on an elliptic curve (Lattes maps), written with Jacobi's elliptic sine."""

from itertools import permutations

import sympy as sp

from closedprop.solvable.solver.form import DEPTH, OSCILLATING, Form, Z
from closedprop.solvable.solver.functions import jacobi_cn, jacobi_dn, jacobi_sn


def duplication(u: sp.Expr, k: sp.Expr) -> sp.Expr:
    r"""Return :math:`\mathrm{sn}^2(2x|k)` as a function of :math:`u = \mathrm{sn}^2(x|k)`."""
    return 4 * u * (1 - u) * (1 - k * u) / (1 - k * u**2) ** 2


def solve_lattes(layer: sp.Expr) -> Form | None:
    r"""Return the closed form of a rational map of degree 4 that is the duplication of an elliptic curve, up to Moebius maps.

    .. math:: z_n = m^{-1}\bigl(\mathrm{sn}^2(2^n F(\arcsin\sqrt{m(z)}\,|\,k)\,|\,k)\bigr)

    The neutral element is a fixed point of multiplier 4; its other three preimages are the points of order 2. The Moebius
    map m that sends them to 0 and 1, 1/k, infinity must turn the layer into :func:`duplication`, exactly.
    """
    if not layer.is_rational_function(Z):
        return None
    numerator, denominator = sp.fraction(sp.cancel(sp.together(layer)))
    top, bottom = sp.Poly(numerator, Z), sp.Poly(denominator, Z)
    if max(top.degree(), bottom.degree()) != 4:
        return None
    slope = sp.diff(layer, Z)
    w = sp.Dummy("w")
    candidates: list[tuple[sp.Expr, list]] = []
    if top.degree() == 4 and bottom.degree() <= 3 and sp.cancel(top.LC() / bottom.LC() - sp.Rational(1, 4)) == 0:
        candidates.append((sp.oo, _roots(bottom)))
    for point in _roots(sp.Poly(sp.expand(numerator - Z * denominator), Z)):
        if sp.simplify(slope.subs(Z, point) - 4) == 0:
            ends = _roots(sp.Poly(sp.expand(numerator - point * denominator), Z))
            if (top.degree() < 4 and point == 0) or sp.Poly(
                sp.expand(numerator - point * denominator), Z
            ).degree() == 3:
                ends = [*ends, sp.oo]
            candidates.append((point, [end for end in ends if end == sp.oo or sp.simplify(end - point) != 0]))
    forms = []
    for point, ends in candidates:
        if len(ends) != 3:
            continue
        for one, pole, other in permutations(ends):
            forward = _sends(point, one, pole)
            k = 1 / _value(forward, other)
            if k.is_number and not (k.is_real and 0 < k < 1):
                continue
            a, b, c, d = forward
            back = (d * w - b) / (a - c * w)
            image = layer.subs(Z, back)
            if sp.cancel(sp.together((a * image + b) / (c * image + d) - duplication(w, k))) == 0:
                forms.append(_form(forward, sp.cancel(k)))
    return min(forms, key=lambda form: sp.count_ops(form.iterate), default=None)


def _roots(polynomial: sp.Poly) -> list[sp.Expr]:
    """Return the roots of the linear and quadratic factors."""
    found: list[sp.Expr] = []
    for factor, _ in sp.factor_list(polynomial)[1]:
        if factor.degree() <= 2:
            found += sp.roots(factor, multiple=True)
    return found


def _sends(zero, one, pole):
    """Return the Moebius matrix that sends three points, one of which may be infinite, to 0, 1, infinity."""
    if zero == sp.oo:
        return sp.Integer(0), one - pole, sp.Integer(1), -pole
    if one == sp.oo:
        return sp.Integer(1), -zero, sp.Integer(1), -pole
    if pole == sp.oo:
        return sp.Integer(1), -zero, sp.Integer(0), one - zero
    return one - pole, -zero * (one - pole), one - zero, -pole * (one - zero)


def _value(matrix, point):
    a, b, c, d = matrix
    return sp.cancel(a / c) if point == sp.oo else sp.cancel((a * point + b) / (c * point + d))


def _form(forward, k) -> Form:
    a, b, c, d = forward
    u = sp.cancel((a * Z + b) / (c * Z + d))
    start = sp.elliptic_f(sp.asin(sp.sqrt(u)), k)
    sine = jacobi_sn(2**DEPTH * start, k)
    square = sine**2
    iterate = sp.cancel((d * Z - b) / (a - c * Z)).subs(Z, square)
    # d/dx of sn(x)^2 is 2 sn cn dn, and dx/du = 1/(2 sqrt(u (1-u) (1-ku))).
    cosine, third = jacobi_cn(2**DEPTH * start, k), jacobi_dn(2**DEPTH * start, k)
    inner = 2**DEPTH * sine * cosine * third / (sp.sqrt(u) * sp.sqrt(1 - u) * sp.sqrt(1 - k * u))
    outer = sp.diff(sp.cancel((d * Z - b) / (a - c * Z)), Z).subs(Z, square)
    delta = sp.factor(sp.diff(u, Z)) * outer * inner
    return Form(iterate, "Lattes map", OSCILLATING, delta=delta, phi=start, core="2*u", proved=True)
