r"""Layers :math:`\lambda z/(1 + a |z|^p)^{1/p}`: softsign, ISRU and their family, signs kept."""

import sympy as sp

from closedprop.solvable.solver.form import ALGEBRAIC, DEPTH, Form, Z

POWERS = (1, 2, 3, 4, 5, 6)  # arbitrary: tried besides the exponents that occur in the layer


def exponents(layer: sp.Expr) -> list[sp.Expr]:
    """Return the powers p worth trying: the exponents of z, the reciprocals of outer exponents, then small integers."""
    found: list[sp.Expr] = []
    for part in sp.preorder_traversal(layer):
        if part.is_Pow and part.base.has(Z) and not part.exp.has(Z):
            found += [part.exp] if part.base in (Z, sp.Abs(Z)) else [1 / part.exp, -1 / part.exp]
    found += [sp.Integer(power) for power in POWERS]
    unique = []
    for power in found:
        if power not in unique and power.is_negative is not True and power.is_zero is not True:
            unique.append(power)
    return unique


def solve_homogeneous(layer: sp.Expr) -> Form | None:
    r"""Return the closed form of a layer with :math:`(F(z)/z)^p = \lambda^p/(1 + B |z|^p)` for some p.

    .. math:: z_n = \frac{\lambda^n z}{(1 + B S_n |z|^p)^{1/p}}, \qquad S_n = \frac{\lambda^{pn} - 1}{\lambda^p - 1}
    """
    if (layer.is_rational_function(Z) and not layer.has(sp.Abs)) or layer.atoms(sp.Function) - layer.atoms(sp.Abs):
        return None  # 1 + B z^p has simple roots, so no rational layer of degree > 1 has this form
    symbols = {s: sp.Symbol(s.name, positive=True) for s in layer.free_symbols}
    back = {new: old for old, new in symbols.items()}
    positive = layer.xreplace(symbols)
    z, u = symbols[Z], sp.Dummy("u", positive=True)
    for power in exponents(layer):
        p = power.xreplace(symbols)
        ratio = sp.powdenest(sp.simplify((positive / z) ** p), force=True)
        inverse = sp.simplify(1 / ratio).subs(z, u ** (1 / p))
        inverse = sp.expand(sp.powdenest(inverse, force=True))
        if not inverse.is_polynomial(u) or sp.Poly(inverse, u).degree() != 1:
            continue
        line = sp.Poly(inverse, u)
        if line.nth(0) == 0:
            continue
        bend = sp.cancel(line.nth(1) / line.nth(0))
        scale = sp.simplify(sp.powdenest(line.nth(0) ** (-1 / p), force=True)).xreplace(back)
        if (positive / z).subs(z, 1).is_negative:
            scale = -sp.Abs(scale) if scale.is_number else -scale
        return _form(layer, power, bend.xreplace(back), scale)
    return None


def _form(layer, power, bend, scale) -> Form:
    """Put the signs back: the slope at 0 may be negative, and even powers or Abs make the layer odd."""
    plain = power.is_even is True or not layer.has(sp.Abs)
    radius = Z**power if plain else sp.Abs(Z) ** power
    slope = sp.Abs(scale) if not plain or scale.is_number else scale
    factor = sp.simplify(slope**power) if plain else slope**power

    def iterate(total):
        return scale**DEPTH * Z / (1 + bend * radius * total) ** (1 / power)

    core = f"{factor}*u/(1 + {bend}*u)"
    if factor == 1:
        return Form(iterate(DEPTH), "normalized power", ALGEBRAIC, phi=radius, core=core)
    total = (slope ** (power * DEPTH) - 1) / (slope**power - 1)
    cases = ((sp.Eq(slope if not plain else factor, 1), iterate(DEPTH)),) if factor.free_symbols else ()
    return Form(iterate(total), "normalized power", ALGEBRAIC, cases, phi=radius, core=core)
