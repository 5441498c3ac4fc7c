"""Mathematics as text, read safely: a whitelist over Python's own grammar, never ``eval``."""

import ast
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from closedprop.scalars import Invalid, nearest

FUNCTIONS: dict[str, Callable[..., sp.Basic]] = {
    "exp": sp.exp,
    "log": sp.log,
    "sqrt": sp.sqrt,
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "atan": sp.atan,
    "arctan": sp.atan,
    "asinh": sp.asinh,
    "erf": sp.erf,
    "erfc": sp.erfc,
    "abs": sp.Abs,
    "Abs": sp.Abs,
    "max": sp.Max,
    "Max": sp.Max,
    "min": sp.Min,
    "Min": sp.Min,
}
CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "E": sp.E}
_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: _power(a, b),
}
_LONGEST = 2000  # arbitrary: characters; an activation is a line
_LARGEST_EXPONENT = 1000  # arbitrary: keeps 9**9**9 from filling the memory
_LARGEST_NUMBER = 100_000  # arbitrary: bits; keeps ((9**999)**999)**999 from filling it


def parse(
    text: str, names: Iterable[str] = ("z",), functions: Mapping[str, Callable[..., sp.Basic]] = FUNCTIONS
) -> sp.Expr:
    """Return the SymPy expression that ``text`` denotes, over the named real symbols.

    Grammar: numbers (decimals are taken as exact fractions), the names, pi, E, + - * / ** (or ^), parentheses, and
    the ``functions``, by default :data:`FUNCTIONS`. Nothing is executed.
    Raises ``Invalid`` naming the place for everything else.

    >>> parse("z*tanh(log(1+exp(z)))")
    z*tanh(log(exp(z) + 1))
    >>> parse("z.real")
    Traceback (most recent call last):
    closedprop.errors.Invalid: the expression "z.real": 'z.real' at column 1 is not mathematics; use numbers, \
names, + - * / **, and functions
    """
    shown = f'the expression "{text if len(text) <= 80 else text[:77] + "..."}"'
    if len(text) > _LONGEST:
        raise Invalid(shown, f"{len(text)} characters", f"use at most {_LONGEST}")
    symbols = {name: sp.Symbol(name, real=True) for name in names}
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval")
        value = _build(tree.body, symbols, functions, shown)
    except SyntaxError as error:
        raise Invalid(
            shown, f"not an expression near column {error.offset or len(text) + 1}", "check the spelling"
        ) from None
    except RecursionError:
        raise Invalid(shown, "nested too deeply", "simplify it") from None
    if value.has(sp.nan, sp.zoo, sp.oo):
        raise Invalid(shown, f"evaluates to {value}", "check for a division by zero")
    return value


def _build(node: ast.expr, symbols: dict[str, sp.Symbol], functions: Mapping, shown: str) -> sp.Expr:
    def built(part: ast.expr) -> sp.Expr:
        return _build(part, symbols, functions, shown)

    def refused(found: str, do: str) -> Invalid:
        return Invalid(shown, f"{ast.unparse(node)!r} at column {node.col_offset + 1} {found}", do)

    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        number = Fraction(ast.unparse(node))
        return sp.Rational(number.numerator, number.denominator)
    if isinstance(node, ast.Name):
        known = {**CONSTANTS, **symbols}
        if node.id not in known:
            raise refused("is not a known name", nearest(node.id, known))
        return known[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](built(node.left), built(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        operand = built(node.operand)
        return -operand if isinstance(node.op, ast.USub) else operand
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in functions:
            raise refused("is not a known function", nearest(node.func.id, functions))
        arguments = [built(argument) for argument in node.args]
        if node.func.id == "Rational":
            if len(arguments) != 2 or not all(argument.is_Integer for argument in arguments) or arguments[1] == 0:
                raise refused("is not a fraction", "give it two integers, the second not 0")
        elif not arguments or (len(arguments) != 1 and node.func.id.lower() not in ("max", "min")):
            raise refused(f"has {len(arguments)} arguments", "give it one")
        return functions[node.func.id](*arguments)
    raise refused("is not mathematics", "use numbers, names, + - * / **, and functions")


def _power(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    if exponent.is_number and abs(exponent) > _LARGEST_EXPONENT:
        raise Invalid(f"the exponent {exponent}", f"larger than {_LARGEST_EXPONENT}", "use a smaller one")
    if base.is_Rational and exponent.is_Integer:
        bits = max(base.p.bit_length(), base.q.bit_length()) * abs(int(exponent))
        if bits > _LARGEST_NUMBER:
            raise Invalid("a power of two numbers", f"{bits} bits", f"use at most {_LARGEST_NUMBER}")
    return base**exponent
