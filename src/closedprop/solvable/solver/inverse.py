"""Inverse branches: layers F with R(F(z)) = z for a rational map R that is itself solvable (half angles, roots)."""

from collections.abc import Iterator

import sympy as sp

from closedprop.solvable.solver.angles import rational_iterate
from closedprop.solvable.solver.conjugacy import passes, sampled, worked_out
from closedprop.solvable.solver.form import Form, Z
from closedprop.solvable.solver.polynomial import exceptional

HIGHEST = 6  # arbitrary: degree of R


def solve_inverse(layer: sp.Expr) -> Form | None:
    r"""Return the closed form of an algebraic layer that solves :math:`R(F(z)) = z`, from the conjugacy that solves R.

    If :math:`\varphi \circ R \circ \varphi^{-1}` is multiplication by d, a branch of the inverse is affine in the same
    coordinate, with slope :math:`\pm 1/d`.
    """
    if layer.is_rational_function(Z) or layer.has(sp.Abs, sp.Max, sp.Min, sp.Function):
        return None
    names = sorted(layer.free_symbols - {Z}, key=str)
    orbit = sampled(layer, names)
    if orbit is None:
        return None
    for rational in _inverses(layer):
        for phi in _conjugacies(rational):
            if passes(phi, names, orbit):
                form = worked_out(layer, phi)
                if form is not None:
                    return form
    return None


def _inverses(layer: sp.Expr) -> Iterator[sp.Expr]:
    """Yield the rational R with R(y) = z for y = F(z)."""
    y = sp.Dummy("y", positive=True)
    z = sp.Dummy("z", positive=True)
    for solution in sp.solve(sp.Eq(layer.subs(Z, z), y), z):
        value = sp.cancel(solution).subs(y, Z)
        if value.is_rational_function(Z) and not value.has(z):
            yield value


def _conjugacies(rational: sp.Expr) -> Iterator[sp.Expr]:
    if rational.is_polynomial(Z):
        found = exceptional(rational, Z)
        if found is not None:
            phi = found[1]
            yield phi if phi.has(sp.acos, sp.asinh) else sp.log(phi)
            if phi.has(sp.acos):
                yield sp.acosh(phi.args[0])
    else:
        form = rational_iterate(rational, Z)
        if form is not None and form.phi is not None:
            if form.phi.has(sp.atan, sp.acos):
                yield form.phi
            else:
                yield sp.atanh(sp.cancel((1 + form.phi) / (1 - form.phi)))
                yield from (sp.log(form.phi), sp.log(-form.phi))
