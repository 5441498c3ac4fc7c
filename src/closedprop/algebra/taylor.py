"""Taylor series over the rationals of an expression in one variable."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import flint
import sympy as sp

from closedprop.scalars import RATIONALS, Scalars, Undefined, evaluate

_FUNCTIONS = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "asinh", "sqrt")


def _constant(value: Any) -> flint.fmpq_series:
    return value if isinstance(value, flint.fmpq_series) else flint.fmpq_series([RATIONALS.convert(value)])


#: Truncated power series over Q as a number system: what :func:`composed` evaluates an expression over.
_SERIES = Scalars("SERIES", _constant, {name: getattr(flint.fmpq_series, name) for name in _FUNCTIONS}, None)


def composed(outer: sp.Expr, symbol: sp.Symbol, inner: Sequence[Any]) -> list[flint.fmpq]:
    r"""Return the coefficients of :math:`f(g(t))` for an expression f and a series g, as many as g has.

    Error: exact.    Cost: that of FLINT's series, once for each node of the expression.
    Raises ``Undefined`` where a coefficient is not rational or there is no series, such as log z at 0.

    >>> z = sp.Symbol("z")
    >>> composed(sp.tanh(z) / 2, z, [0, 1, 0, 0])
    [0, 1/2, 0, -1/6]
    """
    with _terms(len(inner)):
        series = flint.fmpq_series([RATIONALS.convert(value) for value in inner])
        try:
            result = _constant(evaluate(outer, symbol, series, _SERIES))
        except (ValueError, ZeroDivisionError):
            raise Undefined(
                f"the series of {outer}", "no rational one", "choose the bias so that its constants are rational"
            ) from None
        return [result[k] for k in range(len(inner))]


@contextmanager
def _terms(count: int) -> Iterator[None]:
    """Let FLINT keep ``count`` terms of every series inside the block."""
    before = flint.ctx.cap
    flint.ctx.cap = count
    try:
        yield
    finally:
        flint.ctx.cap = before
