r"""The Taylor series of a layer map by the recurrences of its parts, over the rationals or modulo a prime.

Every function is expanded from its differential equation, coefficient by coefficient, in quadratic time.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from closedprop.algebra.power_series import (
    arctangent,
    derivative,
    exponential,
    logarithm,
    power,
    primitive,
    product,
    quotient,
)
from closedprop.errors import Undefined
from closedprop.obstructions.checkers.ade.constants import Z, at, value
from closedprop.scalars import Scalars

Series = list[Any]


def taylor(layer: sp.Expr, point: sp.Rational, length: int, over: Scalars, constants: Mapping[str, Any]) -> Series:
    """Return the first coefficients of F(point + x).

    ``constants`` holds what stands for the irrational constants.
    Error: exact.    Cost: about length^2 operations a function or product of the expression.
    Raises ``Undefined`` where the expression is not known to be analytic, or a constant has no residue.

    >>> from closedprop.scalars import RATIONALS
    >>> taylor(sp.tanh(Z) / 2, sp.S.Zero, 6, RATIONALS, {})
    [0, 1/2, 0, -1/6, 0, 1/15]
    """
    zero, known = over.zero, {}

    def constant(number: Any) -> Series:
        return [number, *[zero] * (length - 1)]

    def expanded(node: sp.Expr) -> Series:
        if node not in known:
            known[node] = _expanded(node)
        return known[node]

    def _expanded(node: sp.Expr) -> Series:
        if node == Z:
            return [over.convert(point), over.one, *[zero] * length][:length]
        if not node.has(Z):
            return constant(value(node, over, constants))
        if node.is_Add:
            return [sum(terms[1:], terms[0]) for terms in zip(*map(expanded, node.args), strict=True)]
        if node.is_Mul:
            factor, rest = node.as_independent(Z)
            number = value(factor, over, constants)
            total = [number * a for a in expanded(rest.args[0] if rest.is_Mul else rest)]
            for other in rest.args[1:] if rest.is_Mul else ():
                total = product(total, expanded(other))
            return total
        if node.is_Pow and node.exp.is_Rational:
            return raised(expanded(node.base), node.exp, value(at(node, point), over, constants))
        if isinstance(node, sp.exp):
            return exponential(expanded(node.args[0]), value(at(node, point), over, constants))
        if isinstance(node, sp.log):
            return logarithm(expanded(node.args[0]), value(at(node, point), over, constants))
        if type(node) in _FUNCTIONS:
            if at(node.args[0], point) != 0:
                raise Undefined(
                    f"the series of {node} at {point}", "its argument is not 0 there", "choose another bias"
                )
            root_pi = value(sp.sqrt(sp.pi), over, constants) if isinstance(node, sp.erf | sp.erfc) else over.one
            return _FUNCTIONS[type(node)](expanded(node.args[0]), over, root_pi)
        raise Undefined(f"the series of {node}", "not known to be analytic there", "use smooth functions")

    def raised(base: Series, exponent: sp.Rational, first: Any) -> Series:
        if exponent.is_Integer and base[0] == 0 and exponent > 0:
            total = base
            for _ in range(int(exponent) - 1):
                total = product(total, base)
            return total
        if base[0] == 0:
            raise Undefined(f"a power {exponent}", f"its base vanishes over {over}", "use another point or prime")
        return power(base, over.convert(exponent), first)

    return expanded(layer)


def _even_odd(u: Series, over: Scalars, sign: int) -> tuple[Series, Series]:
    """Return C and S with C' = sign S u', S' = C u', C(0) = 1, S(0) = 0."""
    slope = derivative(u)
    C, S = [over.one], [over.zero]
    for n in range(1, len(u)):
        even = sum((S[n - 1 - j] * slope[j] for j in range(n)), over.zero)
        odd = sum((C[n - 1 - j] * slope[j] for j in range(n)), over.zero)
        C.append(sign * even / over.convert(n))
        S.append(odd / over.convert(n))
    return C, S


def _ratio(u: Series, over: Scalars, sign: int) -> Series:
    even, odd = _even_odd(u, over, sign)
    return quotient(odd, even)


def _asinh(u: Series, over: Scalars) -> Series:
    square = product(u, u)
    square[0] = over.one
    return primitive(product(derivative(u), power(square, over.convert("-1/2"), over.one)[:-1]), over.zero)


def _error_function(u: Series, over: Scalars, root_pi: Any) -> Series:
    bell = exponential([-a for a in product(u, u)], over.one)
    return primitive([2 * a / root_pi for a in product(derivative(u), bell[:-1])], over.zero)


def _complement(u: Series, over: Scalars, root_pi: Any) -> Series:
    series = [-a for a in _error_function(u, over, root_pi)]
    return [over.one, *series[1:]]


#: The functions that are expanded where their argument vanishes: of the argument's series, the scalars, the root of pi.
_FUNCTIONS: Mapping[Any, Callable[[Series, Scalars, Any], Series]] = {
    sp.sin: lambda u, over, _: _even_odd(u, over, -1)[1],
    sp.cos: lambda u, over, _: _even_odd(u, over, -1)[0],
    sp.tan: lambda u, over, _: _ratio(u, over, -1),
    sp.sinh: lambda u, over, _: _even_odd(u, over, 1)[1],
    sp.cosh: lambda u, over, _: _even_odd(u, over, 1)[0],
    sp.tanh: lambda u, over, _: _ratio(u, over, 1),
    sp.atan: lambda u, over, _: arctangent(u, over.zero),
    sp.asinh: lambda u, over, _: _asinh(u, over),
    sp.erf: _error_function,
    sp.erfc: _complement,
}
