"""An activation between its kinks: each piece is one analytic expression."""

import sympy as sp

from closedprop.scalars import Invalid

_SWITCHES = (sp.Abs, sp.Max, sp.Min, sp.Piecewise, sp.Heaviside, sp.sign)


def analytic_pieces(name: str, expression: sp.Expr, z: sp.Symbol, kinks: tuple[sp.Expr, ...]) -> tuple[sp.Expr, ...]:
    """Return the ``len(kinks) + 1`` analytic expressions that ``expression`` equals between consecutive kinks.

    Every ``Abs``, ``Max``, ``Min`` and ``Piecewise`` is resolved at a point of the interval, and the result is compared
    with the expression at other points of it, so that a kink left out is found.
    Raises ``Invalid`` for a missing kink or a jump.

    >>> z = sp.Symbol("z", real=True)
    >>> analytic_pieces("relu", sp.Max(0, z), z, (sp.Integer(0),))
    (0, z)
    """
    pieces = tuple(_resolve(expression, z, sample[0]) for sample in (_samples(kinks, i) for i in range(len(kinks) + 1)))
    for i, piece in enumerate(pieces):
        for point in _samples(kinks, i):
            if not _equal(piece, expression, z, point):
                raise Invalid(
                    f"the activation {name}",
                    f"its formula changes between {_interval(kinks, i)}",
                    "list every kink (each zero of an abs, each switch of a max or min)",
                )
    for i, kink in enumerate(kinks):
        if not _equal(pieces[i], pieces[i + 1], z, kink):
            raise Invalid(f"the activation {name}", f"a jump at z = {kink}", "use a continuous activation")
    return pieces


def _samples(kinks: tuple[sp.Expr, ...], i: int) -> list[sp.Expr]:
    """Return points inside the i-th interval: near its ends, in the middle, far out."""
    fractions = [sp.Rational(k, 97) for k in (41, 1, 13, 71, 96)]  # arbitrary: off-center ratios
    reach = [sp.Rational(k, 10) for k in (7, 1, 23, 91, 370)]  # arbitrary: how far out an open end is sampled
    if not kinks:
        return [sign * r for r in reach for sign in (1, -1)]
    if i == 0:
        return [kinks[0] - r for r in reach]
    if i == len(kinks):
        return [kinks[-1] + r for r in reach]
    return [kinks[i - 1] + (kinks[i] - kinks[i - 1]) * t for t in fractions]


def _interval(kinks: tuple[sp.Expr, ...], i: int) -> str:
    ends = ["-oo", *map(str, kinks), "oo"]
    return f"{ends[i]} and {ends[i + 1]}"


def _resolve(expression: sp.Expr, z: sp.Symbol, sample: sp.Expr) -> sp.Expr:
    """Replace every switch, innermost first, by the branch that holds at ``sample``."""
    if not expression.has(*_SWITCHES):
        return expression
    arguments = [_resolve(argument, z, sample) for argument in expression.args]
    if isinstance(expression, sp.Piecewise):
        for branch, condition in arguments:
            if condition.subs(z, sample) == sp.true:
                return branch
        raise Invalid(f"the expression {expression}", f"no value at z = {sample}", "give a last branch")
    if isinstance(expression, _SWITCHES):
        values = [argument.subs(z, sample).evalf(30) for argument in arguments]
        if isinstance(expression, sp.Abs):
            return arguments[0] if values[0] > 0 else -arguments[0]
        if isinstance(expression, sp.Max | sp.Min):
            best = (max if isinstance(expression, sp.Max) else min)(values)
            return arguments[values.index(best)]
        return expression.func(values[0])
    return expression.func(*arguments)


def _equal(left: sp.Expr, right: sp.Expr, z: sp.Symbol, point: sp.Expr) -> bool:
    difference = (left - right).subs(z, point).evalf(30, chop=True)
    return bool(abs(difference) < sp.Float("1e-20"))
