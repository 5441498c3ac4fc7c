r"""Proving an algebraic differential equation of a Koenigs, Poincare or Julia function from finitely many coefficients.

An equation Q is *covariant* if the functional equation maps it to a multiple of itself. Then
:math:`E = Q(x, \Phi, \Phi', \dots)` satisfies a linear functional equation too, which leaves at most one order at which a
non-zero E could begin; once E is known to vanish beyond it, E = 0.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from typing import Any

import flint
import sympy as sp

from closedprop.obstructions.checkers.ade.constants import Z

#: A coefficient, the power of the variable, the exponents of the function and its derivatives.
Term = tuple[Fraction, int, tuple[int, ...]]
_LENGTH = 64  # arbitrary: terms in which the first coefficient of the factor is looked for
#: Terms of the exact series of the layer that :func:`last_order` wants: derivatives lose some.
EXACT_TERMS = 96
NO_ORDER = -1


def residual(equation: Sequence[Term], function: flint.fmpq_poly, length: int) -> flint.fmpq_poly:
    """Return the first ``length`` coefficients of Q(x, Phi, Phi', ...); Phi is known to ``length`` more than the order.

    >>> residual([(Fraction(1), 0, (0, 1)), (Fraction(-2), 0, (0, 0))], flint.fmpq_poly([1, 2]), 1)
    0
    """
    order = len(equation[0][2]) - 1
    derivatives = [function]
    for _ in range(order):
        derivatives.append(derivatives[-1].derivative())
    total = flint.fmpq_poly([])
    for coefficient, power, exponents in equation:
        term = flint.fmpq_poly([*[0] * power, flint.fmpq(coefficient.numerator, coefficient.denominator)])
        for base, exponent in zip(derivatives, exponents, strict=True):
            for _ in range(exponent):
                term = term.mul_low(base, length)
        total = total + term
    return total.truncate(length)


def last_order(
    equation: Sequence[Term], function: str, layer: sp.Expr, image: Sequence[Any], solution: flint.fmpq_poly
) -> int | None:
    r"""Return the only order at which E could begin (-1: none at all), or ``None`` if covariance is not seen.

    .. math:: b(x)\, Q(x, \lambda^{-1} y \circ F, \dots) = a(x)\, Q(F(x), y \circ F, \dots)
              \implies b\, E = a \cdot (E \circ F) \implies \lambda^s = (b / a)(0)

    for Koenigs' equation; with :math:`y \circ F / F'` and :math:`F = x + \alpha x^{r+1} + \dots` for Julia's, where
    :math:`b / a = 1 + s \alpha x^r + \dots`; and :math:`Q(\lambda t, F(y), \dots) = C\, Q(t, y, \dots)`, :math:`\lambda^s = C(0)`,
    for Poincare's. ``layer`` is F in ``z`` with its fixed point at 0; ``image`` its exact series, ``solution`` that of the
    function. The layer is rational, or algebraic with one radical (not for Poincare's equation).
    Error: exact.
    Paper: prop:ade-equation.
    """
    if layer.has(sp.Function) or not layer.is_algebraic_expr(Z):
        return None
    if function == "poincare":
        return _poincare(equation, layer, Fraction(str(image[1])), solution)
    return _along(equation, function, layer, image)


def _along(equation: Sequence[Term], function: str, layer: sp.Expr, image: Sequence[Any]) -> int | None:
    order = len(equation[0][2]) - 1
    Y = [sp.Dummy(f"Y{j}") for j in range(order + 2)]
    G = [sp.Dummy(f"G{j}") for j in range(order + 3)]  # F and its derivatives
    inverse = sp.Dummy("v")  # 1/F'
    multiplier = sp.Rational(str(image[1]))

    def along(expression: sp.Expr) -> sp.Expr:
        total = expression.diff(Z) - expression.diff(inverse) * inverse**2 * G[2]
        total += sum(expression.diff(G[j]) * G[j + 1] for j in range(order + 2))
        return sp.expand(total + sum(expression.diff(Y[j]) * G[1] * Y[j + 1] for j in range(order + 1)))

    transformed = [Y[0] / multiplier if function == "koenigs" else Y[0] * inverse]
    for _ in range(order):
        transformed.append(along(transformed[-1]))
    left = sp.Poly(_put(equation, Z, transformed), *Y).as_dict()
    right = sp.Poly(_put(equation, G[0], Y), *Y).as_dict()
    reference = next(iter(right))
    if reference not in left:
        return None
    a, b = left[reference], right[reference]
    exact = _exact_derivatives(layer, len(G))
    if exact is None:
        return None
    values, reduced = exact
    put = dict(zip(G, values, strict=True)) | {inverse: 1 / values[1]}
    for monomial in {*left, *right}:
        if not reduced((left.get(monomial, 0) * b - right.get(monomial, 0) * a).subs(put)):
            return None
    return _order_left(_series(a, G, inverse, image), _series(b, G, inverse, image), function, image)


def _put(equation: Sequence[Term], variable: sp.Expr, functions: Sequence[sp.Expr]) -> sp.Expr:
    """Return Q with expressions put in for its variable, the function and its derivatives."""
    total = sp.S.Zero
    for coefficient, power, exponents in equation:
        term = sp.Rational(coefficient.numerator, coefficient.denominator) * variable**power
        for base, exponent in zip(functions, exponents, strict=False):
            term *= base**exponent
        total += term
    return sp.expand(total)


def _exact_derivatives(layer: sp.Expr, count: int):
    """Return F and its derivatives as rational functions of z and a radical, and a test whether such a one vanishes."""
    radicals = {power for power in layer.atoms(sp.Pow) if not power.exp.is_Integer}
    bases = {power.base for power in radicals}
    if len(bases) > 1 or any(base.has(s) for base in bases for s in radicals):
        return None
    root = sp.Dummy("s")
    relation, rate = None, sp.S.Zero
    if bases:
        base = bases.pop()
        degree = sp.ilcm(*(power.exp.q for power in radicals)) if len(radicals) > 1 else next(iter(radicals)).exp.q
        layer = layer.xreplace({power: root ** int(power.exp * degree) for power in radicals})
        top, bottom = sp.fraction(sp.cancel(base))
        relation = sp.Poly(root**degree * bottom - top, root)
        rate = root * base.diff(Z) / (degree * base)
    values = [sp.cancel(sp.together(layer))]
    for _ in range(count - 1):
        values.append(sp.cancel(sp.together(values[-1].diff(Z) + values[-1].diff(root) * rate)))

    def vanishes(expression: sp.Expr) -> bool:
        top = sp.fraction(sp.cancel(sp.together(expression)))[0]
        if relation is not None and top.has(root):
            top = sp.Poly(top, root).rem(relation).as_expr()
        return sp.expand(sp.numer(sp.together(top))) == 0

    return values, vanishes


def _series(expression: sp.Expr, G: Sequence[sp.Dummy], inverse: sp.Dummy, image: Sequence[Any]) -> flint.fmpq_poly:
    """Return the series of a polynomial in z, F, its derivatives and 1/F'."""
    known: dict[sp.Expr, flint.fmpq_poly] = {Z: flint.fmpq_poly([0, 1])}
    current = flint.fmpq_poly(list(image))
    for symbol in G:
        known[symbol] = current
        current = current.derivative()
    slope = [known[G[1]][j] for j in range(_LENGTH)]
    found = [1 / slope[0]]
    for n in range(1, _LENGTH):
        found.append(-sum((slope[j] * found[n - j] for j in range(1, n + 1)), flint.fmpq(0)) / slope[0])
    known[inverse] = flint.fmpq_poly(found)
    total = flint.fmpq_poly([])
    symbols = [Z, *G, inverse]
    for exponents, coefficient in sp.Poly(expression, *symbols).terms():
        term = flint.fmpq_poly([flint.fmpq(int(coefficient.p), int(coefficient.q))])
        for symbol, exponent in zip(symbols, exponents, strict=True):
            for _ in range(exponent):
                term = term.mul_low(known[symbol], _LENGTH)
        total = total + term
    return total


def _order_left(a: flint.fmpq_poly, b: flint.fmpq_poly, function: str, image: Sequence[Any]) -> int | None:
    """Return the order s that b E = a (E o F) leaves for E, -1 for none, ``None`` where the known terms do not tell."""
    # The derivatives of F cost terms at the end.
    first_a, first_b = (next((j for j in range(_LENGTH // 2) if f[j] != 0), None) for f in (a, b))
    if first_a is None or first_b is None:
        return None
    if first_a != first_b:
        return NO_ORDER
    if function == "koenigs":
        return exponent_of(Fraction(str(image[1])), Fraction(str(b[first_b] / a[first_a])))
    r = next(j for j in range(2, len(image)) if image[j] != 0) - 1
    ratio: list[flint.fmpq] = []
    for n in range(r + 1):
        known = sum((ratio[j] * a[first_a + n - j] for j in range(n)), flint.fmpq(0))
        ratio.append((b[first_b + n] - known) / a[first_a])
    if ratio[0] != 1 or any(ratio[1:r]):
        return NO_ORDER
    s = Fraction(str(ratio[r] / image[r + 1]))
    return int(s) if s.denominator == 1 and s >= 0 else NO_ORDER


def _poincare(equation: Sequence[Term], layer: sp.Expr, multiplier: Fraction, solution: flint.fmpq_poly) -> int | None:
    if not layer.is_rational_function(Z):
        return None
    order = len(equation[0][2]) - 1
    Y = [sp.Dummy(f"Y{j}") for j in range(order + 1)]
    t = sp.Dummy("t")
    scale = sp.Rational(multiplier.numerator, multiplier.denominator)
    transformed = [layer.subs(Z, Y[0])]
    for _ in range(order):
        last = transformed[-1]
        transformed.append(sum(last.diff(Y[j]) * Y[j + 1] for j in range(order)) / scale)
    factor = sp.cancel(sp.together(_put(equation, scale * t, transformed) / _put(equation, t, Y)))
    top, bottom = sp.fraction(factor)
    start = {t: 0} | {Y[j]: sp.Rational(str(solution[j])) * factorial(j) for j in range(order + 1)}
    if not bottom.free_symbols <= {Y[0]} or bottom.subs(start) == 0:
        return None
    ratio = sp.Rational((top / bottom).subs(start))
    return NO_ORDER if ratio == 0 else exponent_of(multiplier, Fraction(int(ratio.p), int(ratio.q)))


def exponent_of(base: Fraction, number: Fraction) -> int:
    """Return s >= 0 with base^s = number, or -1; the base is not 0, 1 or -1.

    >>> exponent_of(Fraction(1, 2), Fraction(1, 8)), exponent_of(Fraction(2), Fraction(3))
    (3, -1)
    """
    s, power = 0, Fraction(1)
    outward = abs(base) > 1
    while power != number:
        if abs(power) > abs(number) if outward else abs(power) < abs(number):
            return NO_ORDER
        s, power = s + 1, power * base
    return s
