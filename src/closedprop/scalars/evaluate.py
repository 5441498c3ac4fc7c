"""One expression, many number systems."""

from collections.abc import Callable
from functools import lru_cache, reduce
from operator import add, mul
from typing import Any

import flint
import sympy as sp

from closedprop.errors import Undefined
from closedprop.scalars.systems import Scalars


def evaluate(expression: sp.Expr, symbol: sp.Symbol, value: Any, over: Scalars) -> Any:
    """Return ``expression`` with ``symbol = value``, evaluated by the operations of one number system.

    Shapes: scalars.    Error: that of the system (exact, or an enclosure).    Cost: one operation per node.
    Raises ``Undefined`` for a function, a constant or a power that the system lacks.

    >>> from closedprop.scalars import RATIONALS
    >>> z = sp.Symbol("z")
    >>> evaluate(z / (1 + z**2), z, RATIONALS.convert("1/2"), RATIONALS)
    2/5
    """
    return _plan(expression, symbol)(value, over)


@lru_cache(maxsize=2**14)
def _plan(expression: sp.Expr, symbol: sp.Symbol) -> Callable[[Any, Scalars], Any]:
    """Return the evaluation as nested functions: what a node is, SymPy is asked once, and not at every value."""
    if expression == symbol:
        return lambda value, over: value
    if not expression.has(symbol) and (expression.is_Rational or expression.is_NumberSymbol):
        return lambda value, over: over.convert(expression)
    parts = [_plan(argument, symbol) for argument in expression.args]
    if expression.is_Add:
        return lambda value, over: reduce(add, [part(value, over) for part in parts])
    if expression.is_Mul:
        return lambda value, over: reduce(mul, [part(value, over) for part in parts])
    if isinstance(expression, sp.Pow):
        return lambda value, over: _power(parts[0](value, over), expression.exp, over)
    if isinstance(expression, sp.Function):
        name = "exp" if isinstance(expression, sp.exp) else type(expression).__name__
        return lambda value, over: over.function(name)(*(part(value, over) for part in parts))

    def undefined(value: Any, over: Scalars) -> Any:
        raise Undefined(
            f"{expression} over {over}", "not built from +, *, powers and functions", "rewrite the expression"
        )

    return undefined


def _natural_power(base: Any, exponent: int) -> Any:
    """Return the power; of a ball by products, because FLINT's power of a ball that contains 0 is not a number."""
    if exponent == 1:
        return base
    if not isinstance(base, flint.arb) or exponent == 0:
        return base**exponent
    half = _natural_power(base * base, exponent // 2)
    return half * base if exponent % 2 else half


def _power(base: Any, exponent: sp.Expr, over: Scalars) -> Any:
    if exponent.is_Integer:
        power = _natural_power(base, abs(int(exponent)))
        return power if exponent > 0 else over.one / power
    if exponent.is_Rational and exponent.q == 2:
        root = _natural_power(over.function("sqrt")(base), abs(int(exponent.p)))
        return root if exponent > 0 else over.one / root
    raise Undefined(
        f"the power {exponent} over {over}", "only integers and halves are defined", "rewrite the expression"
    )
