"""Layers with kinks: positive homogeneous (leaky ReLU, absolute value), clipped affine, tent."""

import sympy as sp

from closedprop.solvable.solver.form import ALGEBRAIC, DEPTH, Form, Z
from closedprop.solvable.solver.moebius import matrix_of, power

PIECES = frozenset(ALGEBRAIC)


def solve_piecewise(layer: sp.Expr) -> Form | None:
    """Return the closed form of a layer with one kink of a solvable kind, or of a clipped increasing affine layer."""
    if not layer.has(sp.Abs, sp.Max, sp.Min):
        return None
    return _clipped(layer) or _one_kink(layer)


def _clipped(layer: sp.Expr) -> Form | None:
    r"""Return the form of :math:`\max(l, \min(h, A(z)))`, A affine and increasing: :math:`\max(l, \min(h, A^n(z)))`.

    On [l, h]: an orbit that leaves it through h has A(h) > h, so it stays at h, and A^n stays above it; likewise at l.
    """
    bounds = {sp.Max: -sp.oo, sp.Min: sp.oo}
    inner, order = layer, []
    while isinstance(inner, sp.Max | sp.Min):
        kind = type(inner)
        fixed = [part for part in inner.args if not part.has(Z)]
        moving = [part for part in inner.args if part.has(Z)]
        if kind in order or len(moving) != 1 or not fixed:
            return None
        bounds[kind] = kind(*fixed)
        order.append(kind)
        inner = moving[0]
    matrix = matrix_of(inner, Z) if order and not inner.has(sp.Abs) else None
    if matrix is None or matrix[2] != 0:
        return None
    slope = sp.cancel(matrix[0] / matrix[3])
    low, high = bounds[sp.Max], bounds[sp.Min]
    if low == -high and sp.cancel(matrix[1]) == 0:
        positive: tuple[sp.Expr, ...] = ()  # odd: the sign of the slope does not matter
    elif slope.is_number:
        if not slope.is_positive:
            return None
        positive = ()
    else:
        positive = (slope,)
    free, free_cases = power(matrix, Z)

    def clip(value):
        for kind in reversed(order):
            value = kind(bounds[kind], value, evaluate=False)
        return value

    inside = sp.diff(free, Z)
    conditions = [free > low] if low != -sp.oo else []
    conditions += [free < high] if high != sp.oo else []
    delta = sp.Piecewise((inside, sp.And(*conditions)), (0, True))
    cases = tuple((condition, clip(iterate)) for condition, iterate in free_cases)
    return Form(clip(free), "clipped affine", PIECES, cases, delta=delta, interval=(low, high), positive=positive)


def _one_kink(layer: sp.Expr) -> Form | None:
    """Write the layer as p + q z + r |z - m|; solve the homogeneous kind (kink fixed) and the tent (slopes 2, -2)."""
    expression = sp.expand(layer.replace(lambda part: isinstance(part, sp.Max | sp.Min), _with_abs))
    if expression.has(sp.Max, sp.Min):
        return None
    moduli = [part for part in expression.atoms(sp.Abs) if part.has(Z)]
    if not moduli:
        return None
    kinks = set()
    for modulus in moduli:
        line = sp.Poly(modulus.args[0], Z) if modulus.args[0].is_polynomial(Z) else None
        if line is None or line.degree() != 1:
            return None
        kinks.add(sp.cancel(-line.nth(0) / line.nth(1)))
    if len(kinks) != 1:
        return None
    kink = kinks.pop()
    flat = expression.replace(lambda part: part in moduli, lambda part: sp.Dummy())
    if (
        not flat.is_polynomial(*flat.free_symbols)
        or sp.Poly(flat, *(flat.free_symbols - layer.free_symbols), Z).total_degree() > 1
    ):
        return None
    value = sp.simplify(layer.subs(Z, kink))
    # Both sides are affine, so a slope is a difference.
    right = sp.simplify(layer.subs(Z, kink + 1) - value)
    left = sp.simplify(value - layer.subs(Z, kink - 1))
    if sp.simplify(value - kink) == 0:
        return _homogeneous(kink, right, left)
    if sp.simplify(right + left) == 0 and right in (2, -2):
        return _tent(kink, value, sp.Integer(1 if right == -2 else -1))
    return None


def _with_abs(part: sp.Expr) -> sp.Expr:
    sign = 1 if isinstance(part, sp.Max) else -1
    value, *rest = part.args
    for other in rest:
        value = (value + other + sign * sp.Abs(sp.expand(value - other))) / 2
    return value


def _homogeneous(kink, right, left) -> Form | None:
    """Slopes right and left of a fixed kink: each sign of the slopes has its own orbit structure."""
    r = Z - kink
    signs = []
    for slope in (right, left):
        signed = slope.xreplace({symbol: sp.Symbol(symbol.name, positive=True) for symbol in slope.free_symbols})
        if signed.is_nonnegative is None:
            return None
        signs.append(signed.is_nonnegative)
    right_rises, left_rises = signs
    if right_rises and left_rises:
        pieces = (right**DEPTH * r, left**DEPTH * r)
    elif right_rises:
        first = sp.Piecewise((1, sp.Eq(DEPTH, 0)), (left * right ** (DEPTH - 1), True))
        pieces = (right**DEPTH * r, first * r)
    elif left_rises:
        first = sp.Piecewise((1, sp.Eq(DEPTH, 0)), (right * left ** (DEPTH - 1), True))
        pieces = (first * r, left**DEPTH * r)
    else:
        even = (right * left) ** sp.floor(DEPTH / 2)
        odd = (1 - (-1) ** DEPTH) / 2
        pieces = (even * (1 + (right - 1) * odd) * r, even * (1 + (left - 1) * odd) * r)
    iterate = sp.Piecewise((kink + pieces[0], kink <= Z), (kink + pieces[1], True))
    delta = sp.Piecewise((sp.diff(pieces[0], Z), kink < Z), (sp.diff(pieces[1], Z), True))
    return Form(iterate, "positive homogeneous", PIECES, delta=delta)


def _tent(kink, peak, sign) -> Form | None:
    r"""Slopes 2 and -2: with :math:`t = (z - q)/(2(m - q))` the triangle wave :math:`\arccos(\cos 2^n \pi t)/\pi`, on [0, 1]."""
    edge = sp.cancel(2 * kink - peak)  # the fixed end of the interval
    height = sp.cancel(peak - edge)
    if sp.simplify(sign * height).is_negative or height == 0:
        return None
    t = sp.cancel((Z - edge) / height)
    angle = 2**DEPTH * sp.pi * t
    iterate = edge + height * sp.acos(sp.cos(angle)) / sp.pi
    delta = 2**DEPTH * sp.sign(sp.sin(angle))
    ends = (edge, peak) if sign == 1 else (peak, edge)
    positive = () if height.is_number else (sign * height,)
    return Form(
        iterate,
        "tent",
        frozenset({"CF5"}),
        delta=delta,
        phi=t,
        core="1 - Abs(1 - 2*u)",
        interval=ends,
        positive=positive,
    )
