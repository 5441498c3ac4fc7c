"""A layer map as text, with its parameters found in it."""

import ast
import re
from collections.abc import Callable

import sympy as sp

from closedprop.networks.parse import CONSTANTS, FUNCTIONS, parse
from closedprop.scalars import Invalid
from closedprop.solvable.solver.form import Z

#: What a layer map may contain besides the functions of an activation.
LAYER_FUNCTIONS: dict[str, Callable[..., sp.Basic]] = FUNCTIONS | {
    "ln": sp.log,
    "cbrt": lambda value: value ** sp.Rational(1, 3),
    "cot": sp.cot,
    "sec": sp.sec,
    "csc": sp.csc,
    "asin": sp.asin,
    "acos": sp.acos,
    "acot": sp.acot,
    "arcsin": sp.asin,
    "arccos": sp.acos,
    "arctanh": sp.atanh,
    "arcsinh": sp.asinh,
    "arccosh": sp.acosh,
    "coth": sp.coth,
    "sech": sp.sech,
    "csch": sp.csch,
    "acosh": sp.acosh,
    "atanh": sp.atanh,
    "acoth": sp.acoth,
    "sign": sp.sign,
    "floor": sp.floor,
    "Rational": sp.Rational,
}
#: Names that mean something else in the formulas that are printed.
_RESERVED = {"n": "is the depth", "I": "is the imaginary unit", "oo": "is infinity", "nan": "is not a number"}


def read(text: str) -> sp.Expr:
    """Return the layer map that ``text`` denotes, an expression in ``z`` and in every other name as a real parameter.

    Raises ``Invalid`` naming the place for anything that is not mathematics, and for a map that is not real.

    >>> read("w*z/sqrt(1 + a*z^2)")
    w*z/sqrt(a*z**2 + 1)
    """
    names = {"z"} | _names(text)
    for name in sorted(names & set(_RESERVED)):
        raise Invalid(
            f'the expression "{text}"', f"{name!r} at column {_column(text, name)} {_RESERVED[name]}", "rename it"
        )
    layer = parse(text, names, LAYER_FUNCTIONS)
    if layer.has(sp.I):
        raise Invalid(f'the expression "{text}"', "it is not real", "give a real layer map")
    return layer


def _names(text: str) -> set[str]:
    """Return the names used as values; an unreadable text has none, and the parser says why."""
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval")
    except (SyntaxError, RecursionError, ValueError, MemoryError):
        return set()
    functions = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - functions - set(CONSTANTS)
    return {name for name in names if name not in LAYER_FUNCTIONS and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,15}", name)}


def _column(text: str, name: str) -> int:
    found = re.search(rf"\b{name}\b", text)
    return found.start() + 1 if found else 1


def parameters(layer: sp.Expr) -> list[sp.Symbol]:
    """Return the parameters of a layer map, in alphabetical order.

    >>> parameters(read("w*z + b"))
    [b, w]
    """
    return sorted(layer.free_symbols - {Z}, key=str)
