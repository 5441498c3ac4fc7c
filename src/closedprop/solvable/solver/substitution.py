"""Layers that a change of variable turns into a solvable rational map: :math:`u = z^p`, :math:`e^z`, :math:`\\tanh z`, ..."""

from collections.abc import Iterator

import sympy as sp

from closedprop.solvable.solver.angles import rational_iterate
from closedprop.solvable.solver.compositions import cancelled, undone
from closedprop.solvable.solver.conjugacy import has_kinks
from closedprop.solvable.solver.form import PFAFFIAN, Form, Z
from closedprop.solvable.solver.moebius import matrix_of, power
from closedprop.solvable.solver.polynomial import exceptional

MOST = 12  # arbitrary: changes of variable tried


def solve_substituted(layer: sp.Expr) -> Form | None:
    r"""Return :math:`z_n = \varphi^{-1}(G^n(\varphi(z)))` for the first change of variable that makes G rational and solvable."""
    if has_kinks(layer):
        return None
    positive = {symbol: sp.Symbol(symbol.name, positive=True) for symbol in layer.free_symbols}
    back = {new: old for old, new in positive.items()}
    u = sp.Symbol("u", positive=True)
    for count, phi in enumerate(_changes(layer)):
        inverse = undone(phi, u)
        if inverse is None or count == MOST:
            continue
        image = sp.expand_trig(layer.replace(sp.Abs, lambda argument: argument)).subs(phi, u).subs(Z, inverse)
        core = cancelled(phi.subs(Z, image).xreplace(positive))
        for tidy in (sp.cancel, lambda e: sp.cancel(sp.powdenest(sp.simplify(e), force=True))):
            rational = cancelled(tidy(core))
            if rational.is_rational_function(u):
                break
        else:
            continue
        found = _iterate(rational.xreplace(back), u)
        if found is not None:
            iterate, classes = found
            value = undone(phi, iterate.subs(u, phi))
            return Form(value, "change of variable to a rational map", classes, phi=phi, core=str(rational))
    return None


def _changes(layer: sp.Expr) -> Iterator[sp.Expr]:
    """Yield z itself (for layers with |z|), the powers and functions of z in the layer, and z**2."""
    if layer.has(sp.Abs):
        yield Z
    seen = set()
    for part in sp.preorder_traversal(sp.expand_trig(layer)):
        base = part.base if part.is_Pow and part.exp.is_Rational else None
        if part.is_Function and part.args[0] == Z and not isinstance(part, sp.Abs):
            base = part
        elif base == Z:
            base = Z ** sp.Abs(part.exp)
        elif isinstance(part, sp.exp) and part.args[0].is_polynomial(Z) and sp.degree(part.args[0], Z) == 1:
            base = sp.exp(Z)
        else:
            continue
        if base not in seen and base != Z:
            seen.add(base)
            yield base
    if Z**2 not in seen:
        yield Z**2


def _iterate(rational: sp.Expr, u: sp.Symbol) -> tuple[sp.Expr, frozenset[str]] | None:
    matrix = matrix_of(rational, u)
    if matrix is not None:
        return power(matrix, u)[0], PFAFFIAN
    if rational.is_polynomial(u):
        found = exceptional(rational, u)
        return (found[0], found[3]) if found is not None else None
    form = rational_iterate(rational, u)
    return (form.iterate, form.classes) if form is not None else None
