r"""Conjugacy to a Moebius map: the search for phi.

A candidate phi is first tried with numbers: :math:`\varphi(F(z)) = M(\varphi(z))` for a Moebius map M iff cross-ratios are kept.
Only a phi that passes is worked out in symbols.
"""

import random

import mpmath
import sympy as sp

from closedprop.solvable.solver.compositions import cancelled, candidates, undone
from closedprop.solvable.solver.form import PFAFFIAN, Form, Z
from closedprop.solvable.solver.functions import NUMERIC
from closedprop.solvable.solver.moebius import Matrix, matrix_of, power

DIGITS = 30  # of the numerical filter
WINDOWS = ((0.11, 0.31), (0.35, 0.85), (1.15, 2.4))  # arbitrary: inside (0, 1), and beyond 1
POINTS = 6


def solve_conjugate(layer: sp.Expr) -> Form | None:
    """Return the closed form of a layer that a composition of elementary functions conjugates to a Moebius map."""
    if has_kinks(layer):
        return None
    names = sorted(layer.free_symbols - {Z}, key=str)
    orbit = sampled(layer, names)
    if orbit is None:
        return None
    for phi in candidates(layer):
        if not phi.free_symbols <= layer.free_symbols or not passes(phi, names, orbit):
            continue
        form = worked_out(layer, phi)
        if form is not None:
            return form
    return None


def has_kinks(layer: sp.Expr) -> bool:
    """Return whether a layer has pieces, so that samples in one of them say nothing about the others.

    A modulus of z is no obstacle if the layer keeps z > 0, which must follow from the signs of its parts.
    """
    if layer.has(sp.Max, sp.Min, sp.floor, sp.sign, sp.Piecewise):
        return True
    moduli = [modulus for modulus in layer.atoms(sp.Abs) if modulus.has(Z)]
    if any(modulus.args[0] != Z for modulus in moduli):
        return True
    positive = {symbol: sp.Symbol(symbol.name, positive=True) for symbol in layer.free_symbols}
    return bool(moduli) and layer.xreplace(positive).is_positive is not True


def worked_out(layer: sp.Expr, phi: sp.Expr) -> Form | None:
    """Return the form for one conjugacy, its Moebius map found in symbols."""
    matrix = _core(layer, phi)
    back = undone(phi, sp.Dummy("u"))
    if matrix is None or back is None:
        return None
    u = next(iter(back.free_symbols - phi.free_symbols))
    if sp.simplify(matrix[0] * matrix[3] - matrix[1] * matrix[2]) == 0:
        return None
    image, cases = power(matrix, phi)
    a, b, c, d = matrix
    v = sp.Symbol("u")
    core = sp.cancel((a * v + b) / (c * v + d))
    return Form(
        back.subs(u, image), "conjugate of an affine map" if c == 0 else "conjugate of a Moebius map", PFAFFIAN,
        tuple((condition, back.subs(u, iterate)) for condition, iterate in cases), phi=phi, core=str(core),
    )  # fmt: skip


def sampled(layer, names):
    """Return (values of the parameters, points, images) in the first window where the layer is real."""
    rng = random.Random(1)
    function = sp.lambdify([Z, *names], layer, modules=[NUMERIC, "mpmath"])
    with mpmath.workdps(DIGITS):
        for low, high in WINDOWS:
            for _ in range(3):
                values = [mpmath.mpf(rng.uniform(0.2, 0.9)) for _ in names]
                points = [mpmath.mpf(rng.uniform(low, high)) for _ in range(POINTS)]
                try:
                    images = [function(point, *values) for point in points]
                except (ValueError, ZeroDivisionError, TypeError, OverflowError):
                    continue
                if all(mpmath.im(image) == 0 and mpmath.isfinite(image) for image in images):
                    return values, points, [mpmath.re(image) for image in images]
    return None


def passes(phi, names, orbit) -> bool:
    """Return whether phi keeps cross-ratios from the points to their images."""
    values, points, images = orbit
    function = sp.lambdify([Z, *names], phi, modules=[NUMERIC, "mpmath"])
    with mpmath.workdps(DIGITS):
        try:
            before = [mpmath.mpmathify(function(point, *values)) for point in points]
            after = [mpmath.mpmathify(function(image, *values)) for image in images]
            if not all(mpmath.isfinite(value) and abs(value) < 1e20 for value in (*before, *after)):
                return False
            for fourth in range(3, POINTS):
                first, second = (_cross_ratio(row[0], row[1], row[2], row[fourth]) for row in (before, after))
                if abs(first - second) > mpmath.mpf(10) ** (8 - DIGITS) * (1 + abs(first)):
                    return False
        except (ValueError, ZeroDivisionError, TypeError, OverflowError):
            return False
    return True


def _cross_ratio(a, b, c, d):
    return (a - c) * (b - d) / ((a - d) * (b - c))


def _core(layer, phi) -> Matrix | None:
    """Return the matrix of M with phi(F(z)) = M(phi(z))."""
    u = sp.Dummy("u", positive=True)
    symbols = {s: sp.Symbol(s.name, positive=True) for s in layer.free_symbols - {Z}}
    back = {new: old for old, new in symbols.items()}
    inner = layer.replace(sp.Abs, lambda argument: argument if argument.has(Z) else sp.Abs(argument)).subs(phi, u)
    inverse = undone(phi, u)
    if inverse is None:
        return None
    image = cancelled(phi.subs(Z, inner.subs(Z, inverse)).xreplace(symbols))
    for tidy in (
        lambda e: e,
        sp.cancel,
        lambda e: sp.logcombine(sp.expand_log(sp.simplify(e), force=True)),
        sp.simplify,
    ):
        try:
            image = cancelled(tidy(image))
            matrix = matrix_of(image, u) if image.has(u) else None
        except (sp.PolynomialError, NotImplementedError):
            continue
        if matrix is not None:
            return tuple(entry.xreplace(back) for entry in matrix)  # type: ignore[return-value]
    return _by_slopes(layer, phi, symbols, back)


def _by_slopes(layer, phi, symbols, back) -> Matrix | None:
    """Return an affine core from the ratio of derivatives, at a point where its constant is seen as well."""
    slope = sp.simplify(sp.diff(phi.subs(Z, layer), Z) / sp.diff(phi, Z)).xreplace(symbols)
    if slope.has(Z):
        point = sp.Rational(1, 4)  # arbitrary: inside the first unit interval
        slope = sp.simplify(slope.subs(Z, point))
        if slope.is_number:
            slope = sp.nsimplify(slope.evalf(40), rational=True, tolerance=1e-30)
    rest = (phi.subs(Z, layer) - slope.xreplace(back) * phi).subs(Z, sp.Rational(1, 4))
    if not rest.free_symbols:
        value = rest.evalf(40)
        shift = sp.nsimplify((value / sp.pi).evalf(40), rational=True, tolerance=1e-30) * sp.pi
        if abs(value) < 1e-30:
            shift = sp.Integer(0)
        elif shift.is_Rational is None or sp.fraction(shift / sp.pi)[1] > 1000:
            shift = sp.nsimplify(value, rational=True, tolerance=1e-30)
    else:
        shift = sp.simplify(cancelled(rest))
    return slope.xreplace(back), shift, sp.Integer(0), sp.Integer(1)
