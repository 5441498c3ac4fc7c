"""Elementary functions that can be undone: inverses of expressions, and the candidates for a conjugacy."""

from collections.abc import Callable, Iterator

import sympy as sp

from closedprop.solvable.solver.form import Z

Step = Callable[[sp.Expr], sp.Expr]
_PAIRS: tuple[tuple[type, type], ...] = (
    (sp.exp, sp.log),
    (sp.tanh, sp.atanh),
    (sp.coth, sp.acoth),
    (sp.sinh, sp.asinh),
    (sp.cosh, sp.acosh),
    (sp.tan, sp.atan),
    (sp.sin, sp.asin),
    (sp.cos, sp.acos),
    (sp.cot, sp.acot),
    (sp.sech, sp.asech),
    (sp.csch, sp.acsch),
)
INVERSES: dict[type, type] = dict(_PAIRS) | {g: f for f, g in _PAIRS}
_OUTER: tuple[Step, ...] = (lambda u: u, sp.log, sp.exp, lambda u: u**2)
_MIDDLE: tuple[Step, ...] = (
    sp.exp, sp.log, sp.atanh, sp.tanh, sp.atan, sp.tan, sp.asinh, sp.sinh, sp.acosh, sp.cosh, sp.asin, sp.sin, sp.acos, sp.cos,
    lambda u: u**2, lambda u: u**3, lambda u: u**4, sp.sqrt,
)  # fmt: skip
_INNER: tuple[Step, ...] = (
    lambda u: u, lambda u: u**2, sp.sqrt, lambda u: 1 / u, lambda u: u / (1 - u), lambda u: 1 - u, lambda u: 1 + u,
    lambda u: 1 - 2 * u, lambda u: u / 2, lambda u: 2 * u, lambda u: u**3,
)  # fmt: skip


def undone(expression: sp.Expr, value: sp.Expr) -> sp.Expr | None:
    """Return x such that the expression at z = x is ``value``, on the principal branch; ``None`` if z occurs twice.

    >>> undone(sp.log(1 + 2 * Z), sp.Symbol("u"))
    exp(u)/2 - 1/2
    """
    if expression == Z:
        return value
    if expression.is_rational_function(Z):
        numerator, denominator = sp.fraction(sp.cancel(sp.together(expression)))
        if max(sp.degree(numerator, Z), sp.degree(denominator, Z)) == 1:
            a, b = sp.Poly(numerator, Z).nth(1), sp.Poly(numerator, Z).nth(0)
            c, d = sp.Poly(denominator, Z).nth(1), sp.Poly(denominator, Z).nth(0)
            return (d * value - b) / (a - c * value)
    if type(expression) in INVERSES:
        return undone(expression.args[0], INVERSES[type(expression)](value))
    if expression.is_Pow and not expression.exp.has(Z):
        return undone(expression.base, value ** (1 / expression.exp))
    if expression.is_Pow and not expression.base.has(Z):
        return undone(expression.exp, sp.log(value) / sp.log(expression.base))
    if expression.is_Add or expression.is_Mul:
        constant, moving = expression.as_independent(Z, as_Add=expression.is_Add)
        if moving != expression and not moving.is_Add and not moving.is_Mul:
            return undone(moving, value - constant if expression.is_Add else value / constant)
    return None


def cancelled(expression: sp.Expr) -> sp.Expr:
    """Return the expression with g(f(x)) replaced by x for inverse pairs on their principal branch."""
    for f, g in _PAIRS:
        expression = expression.replace(
            lambda part, f=f, g=g: isinstance(part, g) and isinstance(part.args[0], f),
            lambda part: part.args[0].args[0],
        )
    return expression


def candidates(layer: sp.Expr) -> Iterator[sp.Expr]:
    """Yield the conjugacies worth trying: what stands in the layer, the inverse of its outside, then the fixed grammar."""
    seen = set()
    for phi in (*_within(layer), *_grammar()):
        if phi not in seen and phi.has(Z) and not phi.is_number:
            seen.add(phi)
            yield phi


def _within(layer: sp.Expr) -> Iterator[sp.Expr]:
    positive = layer.replace(sp.Abs, lambda argument: argument)
    parts = [part for part in sp.preorder_traversal(positive) if part.has(Z) and part not in (Z, layer)]
    for part in sorted(set(parts), key=lambda part: (sp.count_ops(part), str(part))):
        if part.is_Function or part.is_Pow:
            yield part
            if part.is_Pow and part.base == Z:
                yield from (step(part) for step in (sp.atanh, sp.log, sp.exp))
    value = sp.Dummy("value")
    moving = layer.as_independent(Z, as_Add=True)[1]
    moving = moving.as_independent(Z, as_Add=False)[1]
    for outer in {layer, moving}:
        if type(outer) in INVERSES:
            constant = sp.solve(sp.Eq(layer.subs(outer, value), Z), value) if outer != layer else [Z]
            if len(constant) == 1:
                yield INVERSES[type(outer)](constant[0])


def _grammar() -> Iterator[sp.Expr]:
    for outer in _OUTER:
        for middle in _MIDDLE:
            for inner in _INNER:
                yield outer(middle(inner(Z)))
