"""Polynomial layers: affine conjugacy to a power or to plus or minus a Chebyshev map, decided by their coefficients."""

import sympy as sp

from closedprop.solvable.solver.form import DEPTH, OSCILLATING, PFAFFIAN, Form, Z

HIGHEST_DEGREE = 24  # arbitrary: keeps the expansions short


def dickson(degree: int, v: sp.Expr, b: sp.Expr) -> sp.Expr:
    r"""Return the Dickson polynomial :math:`D_d`, for which :math:`D_d(x + b/x, b) = x^d + (b/x)^d`.

    >>> v, b = sp.symbols("v b")
    >>> dickson(3, v, b)
    -3*b*v + v**3
    """
    before, now = sp.Integer(2), v
    for _ in range(degree - 1):
        before, now = now, sp.expand(v * now - b * before)
    return now


def power_iterate(coefficient: sp.Expr, exponent: sp.Expr, v: sp.Expr, n: sp.Expr = DEPTH) -> sp.Expr:
    r"""Return the iterate of :math:`a v^d`: :math:`a^{(d^n - 1)/(d - 1)} v^{d^n}`."""
    if coefficient == 1:
        return v ** (exponent**n)
    if exponent == 2:
        return (coefficient * v) ** (2**n) / coefficient
    return coefficient ** ((exponent**n - 1) / (exponent - 1)) * v ** (exponent**n)


def exceptional(layer: sp.Expr, u: sp.Symbol) -> tuple[sp.Expr, sp.Expr, str, frozenset[str], sp.Expr] | None:
    r"""Return (iterate, phi, core, classes, multiplier) of a polynomial that is affinely conjugate to a power or Chebyshev map.

    With :math:`u = s + v` centered so that :math:`v^{d-1}` is absent, the polynomial is :math:`a D_d(v, B)` with
    :math:`B = -q_{d-2}/(d a)`; it is conjugate to a power iff all lower coefficients vanish, and to :math:`\pm T_d` iff it
    equals :math:`a D_d(v, B)` and :math:`a^2 B^{d-1} = 1`. Both are decided exactly.
    """
    polynomial = sp.Poly(sp.expand(layer), u)
    degree = int(polynomial.degree())
    if not 2 <= degree <= HIGHEST_DEGREE:
        return None
    a = polynomial.nth(degree)
    shift = sp.cancel(-polynomial.nth(degree - 1) / (degree * a))
    v = sp.Dummy("v", real=True)
    centered = sp.Poly(sp.expand(polynomial.as_expr().subs(u, shift + v) - shift), v)
    coefficients = [sp.cancel(centered.nth(j)) for j in range(degree)]
    at = sp.cancel(u - shift)
    if not any(coefficients):
        iterate = shift + power_iterate(a, sp.Integer(degree), at)
        return iterate, at, f"{a}*u**{degree}" if a != 1 else f"u**{degree}", PFAFFIAN, sp.Integer(degree)
    b = sp.cancel(-coefficients[degree - 2] / (degree * a))
    target = sp.Poly(sp.expand(a * dickson(degree, v, b)), v)
    if b == 0 or any(sp.cancel(target.nth(j) - coefficients[j]) != 0 for j in range(degree)):
        return None
    if sp.cancel(a**2 * b ** (degree - 1) - 1) != 0:
        return None
    return _chebyshev(degree, a, b, shift, at)


def _chebyshev(degree: int, a, b, shift, at):
    sign = sp.Integer(1)
    if b.is_negative:  # degree is odd, since a^2 B^(d-1) = 1
        size = sp.sqrt(-b)
        sign = sp.simplify(a * size ** (degree - 1))
        phi = sp.asinh(sp.cancel(at / (2 * size)))
        iterate = shift + sign**DEPTH * 2 * size * sp.sinh(degree**DEPTH * phi)
        return iterate, phi, f"{degree}*u" if sign == 1 else f"-{degree}*u", PFAFFIAN, degree * sign
    size = sp.sqrt(b)
    if degree % 2 == 0:
        # a v0^(d-1) = 1 fixes the sign of v0 = +-sqrt(B).
        size = sp.cancel(1 / (a * b ** ((degree - 2) // 2)))
    else:
        sign = sp.cancel(a * b ** ((degree - 1) // 2))
    phi = sp.acos(sp.cancel(at / (2 * size)))
    iterate = shift + sign**DEPTH * 2 * size * sp.cos(degree**DEPTH * phi)
    return (
        iterate,
        phi,
        f"{degree}*u" if sign == 1 else f"{degree}*u, with alternating sign",
        OSCILLATING,
        sp.Integer(degree),
    )


def solve_polynomial(layer: sp.Expr) -> Form | None:
    """Return the closed form of a polynomial layer that is conjugate to a power or to a Chebyshev map."""
    if not layer.is_polynomial(Z):
        return None
    found = exceptional(layer, Z)
    if found is None:
        return None
    iterate, phi, core, classes, _ = found
    return Form(
        iterate,
        "power map" if classes == PFAFFIAN and not phi.has(sp.asinh) else "Chebyshev",
        classes,
        phi=phi,
        core=core,
        proved=True,
    )


def solve_monomial(layer: sp.Expr) -> Form | None:
    r"""Return the closed form of :math:`c z^d` on z > 0, for any real exponent, a parameter included."""
    positive = sp.Symbol("z", positive=True)
    image = sp.powsimp(
        sp.expand_power_base(layer.subs(Z, positive).subs(sp.Abs(positive), positive), force=True), force=True
    )
    exponent = sp.simplify(positive * sp.diff(image, positive) / image)
    if exponent.has(positive) or exponent in (0, 1):
        return None
    coefficient = sp.simplify(image / positive**exponent)
    if coefficient.has(positive):
        return None
    back = {positive: Z}
    iterate = power_iterate(coefficient, exponent, positive).xreplace(back)
    cases: tuple[tuple[sp.Expr, sp.Expr], ...] = ()
    if exponent.free_symbols:
        cases = ((sp.Eq(exponent, 1), coefficient**DEPTH * Z),)
    if exponent == -1:
        iterate = (1 + (-1) ** DEPTH) / 2 * Z + (1 - (-1) ** DEPTH) / 2 * coefficient / Z
    return Form(
        iterate, "power map", PFAFFIAN, cases, phi=sp.log(Z), core=str(exponent * sp.Symbol("u") + sp.log(coefficient))
    )
