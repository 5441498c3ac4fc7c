"""One expression, many number systems."""

from typing import Any

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
    if expression == symbol:
        return value
    if not expression.has(symbol) and (expression.is_Rational or expression.is_NumberSymbol):
        return over.convert(expression)
    arguments = [evaluate(argument, symbol, value, over) for argument in expression.args]
    if expression.is_Add:
        return sum(arguments[1:], arguments[0])
    if expression.is_Mul:
        product = arguments[0]
        for factor in arguments[1:]:
            product = product * factor
        return product
    if isinstance(expression, sp.Pow):
        return _power(arguments[0], expression.exp, over)
    if isinstance(expression, sp.exp):
        return over.function("exp")(arguments[0])
    if isinstance(expression, sp.Function):
        return over.function(type(expression).__name__)(*arguments)
    raise Undefined(f"{expression} over {over}", "not built from +, *, powers and functions", "rewrite the expression")


def _power(base: Any, exponent: sp.Expr, over: Scalars) -> Any:
    if exponent.is_Integer:
        power = base ** abs(int(exponent))
        return power if exponent > 0 else over.one / power
    if exponent.is_Rational and exponent.q == 2:
        root = over.function("sqrt")(base) ** abs(int(exponent.p))
        return root if exponent > 0 else over.one / root
    raise Undefined(
        f"the power {exponent} over {over}", "only integers and halves are defined", "rewrite the expression"
    )
