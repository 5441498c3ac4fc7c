"""An equation as text that reads as mathematics and is LaTeX as well."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from typing import Any

from closedprop.obstructions.checkers.ade import equation_of

#: The names of the function and of its variable.
_SYMBOLS = {"koenigs": ("K", "x"), "poincare": ("P", "t"), "itlog": ("f", "x")}


def written(data: Mapping[str, Any]) -> str:
    r"""Return the equation in the data of a certificate, or empty text if there is none.

    The function is K (Koenigs), P (Poincare) or f (iterative logarithm), the variable x or, for Poincare's function, t.

    >>> written({"function": "koenigs", "equation": [["1", 1, [0, 2]], ["-1", 2, [0, 2]], ["-1", 0, [1, 0]]]})
    "(x - x^2) K'^2 - K = 0"
    """
    name, variable = _SYMBOLS[data["function"]]
    terms = sorted(equation_of(data["equation"]), key=lambda term: (term[2][::-1], -term[1]), reverse=True)
    parts = [
        _product([(c, _power(variable, i)) for c, i, _ in group], _monomial(exponents, name))
        for exponents, group in groupby(terms, key=lambda term: term[2])
    ]
    flip = bool(parts) and parts[0][0]
    text = "".join(f" {'-' if negative != flip else '+'} {body}" for negative, body in parts)
    return f"{text[3:]} = 0" if text else ""


def _monomial(exponents: tuple[int, ...], name: str) -> str:
    return " ".join(_power(name + "'" * j, e) for j, e in enumerate(exponents) if e)


def _power(base: str, exponent: int) -> str:
    if exponent < 2:
        return base * exponent
    return f"{base}^{exponent}" if exponent < 10 else f"{base}^{{{exponent}}}"


def _product(polynomial: list[tuple[Fraction, str]], monomial: str) -> tuple[bool, str]:
    """Return whether a minus sign stands before a polynomial times a monomial, and the rest."""
    negative = polynomial[0][0] < 0
    body = ""
    for coefficient, power in polynomial:
        size = "" if abs(coefficient) == 1 and (power or (len(polynomial) == 1 and monomial)) else str(abs(coefficient))
        body += f" {'-' if (coefficient < 0) != negative else '+'} {size} {power}".rstrip().replace("  ", " ")
    body = body[3:]
    return negative, f"{f'({body})' if len(polynomial) > 1 and monomial else body} {monomial}".strip()
