r"""The constants of a layer map, and the residues that stand for them.

The ring :math:`\mathbb Z[\sqrt{q_1}, \sqrt{q_2}, \dots, \tau, 1/\tau]` of square roots of primes and one transcendental
:math:`\tau` maps onto GF(p) as soon as each q_i has a root there, which stands for :math:`\sqrt{q_i}`; any residue but 0 may
stand for :math:`\tau`, because no equation over the rest holds for it.
"""

from collections.abc import Mapping
from typing import Any

import sympy as sp

from closedprop.errors import Unable, Undefined
from closedprop.scalars import Scalars

#: The variable of a layer map, as the parser makes it.
Z = sp.Symbol("z", real=True)

LINDEMANN = "is transcendental (Lindemann), so any residue but 0 may stand for it"


def at(expression: sp.Expr, point: sp.Expr) -> sp.Expr:
    """Return the exact value at a point, as SymPy writes it."""
    return sp.expand(expression.subs(Z, point))


def constants_of(layer: sp.Expr, point: sp.Rational) -> list[str]:
    """Return the names of the constants that the Taylor series at the point contains, sorted.

    Raises ``Unable`` for two transcendental ones, whose algebraic independence is not known.

    >>> constants_of(Z * sp.erfc(-Z / sp.sqrt(2)) / 2, sp.S.Zero)
    ['sqrt(2)', 'sqrt(pi)']
    """
    values = {at(node, point) for node in sp.preorder_traversal(layer) if isinstance(node, sp.Expr)}
    found = {name for value in values for name in _generators(value)}
    if layer.has(sp.erf, sp.erfc):
        found.add("sqrt(pi)")
    transcendental = [name for name in sorted(found) if not is_root(name)]
    if len(transcendental) > 1:
        raise Unable(
            f"residues for {' and '.join(transcendental)}",
            "they may be algebraically dependent for all we know",
            "take a layer with one of them",
        )
    return sorted(found)


def is_root(name: str) -> bool:
    """Return whether a constant is the square root of a prime; the others are transcendental."""
    return name.startswith("sqrt(") and name != "sqrt(pi)"


def radicand(name: str) -> int:
    """Return the prime q of ``sqrt(q)``."""
    return int(name[5:-1])


def hypotheses(constants: Mapping[str, int]) -> list[str]:
    """Return a sentence for each constant: why its residue may stand for it.

    >>> hypotheses({"sqrt(2)": 3})
    ['the residue for sqrt(2) is a root of x^2 - 2']
    """
    return [
        f"the residue for {name} is a root of x^2 - {radicand(name)}" if is_root(name) else f"{name} {LINDEMANN}"
        for name in sorted(constants)
    ]


def value(constant: sp.Expr, over: Scalars, constants: Mapping[str, Any]) -> Any:
    """Return what stands for an exact constant: rationals as they are, the others by the elements of ``constants``.

    Raises ``Undefined`` for a constant that is not built from rationals, pi and the roots and logarithms of rationals.
    """
    if constant.is_Rational:
        return over.convert(constant)
    if constant.is_Add or constant.is_Mul:
        parts = [value(part, over, constants) for part in constant.args]
        total = parts[0]
        for part in parts[1:]:
            total = total + part if constant.is_Add else total * part
        return total
    if constant.is_Pow and constant.exp.is_Integer and constant.base is not sp.pi:
        return _power(value(constant.base, over, constants), int(constant.exp), over)
    total = over.one
    for name, exponent in _generators(constant).items():
        total = total * _power(_element(name, over, constants), exponent, over)
    return total


def _element(name: str, over: Scalars, constants: Mapping[str, Any]) -> Any:
    if name not in constants:
        raise Undefined(f"{name} over {over}", "not a number there", "compute modulo a prime, with a residue for it")
    return constants[name]


def _power(base: Any, exponent: int, over: Scalars) -> Any:
    if exponent < 0 and base == 0:
        raise Undefined(f"a power {exponent} over {over}", "of what vanishes there", "use another prime")
    power = base ** abs(exponent)
    return power if exponent >= 0 else over.one / power


def _generators(constant: sp.Expr) -> dict[str, int]:
    """Return the constants that an exact value is built from; for a single factor with its exponents."""
    if not constant.is_number or constant.is_Rational:
        return {}
    if constant is sp.pi:
        return {"sqrt(pi)": 2}
    if isinstance(constant, sp.log) and constant.args[0].is_Rational and constant.args[0] > 0:
        return {f"log({constant.args[0]})": 1}
    if constant.is_Pow and (2 * constant.exp).is_Integer:
        twice = int(2 * constant.exp)
        if constant.base is sp.pi:
            return {"sqrt(pi)": twice}
        if constant.base.is_Rational and constant.base > 0:
            return {f"sqrt({q})": e * twice for q, e in sp.factorrat(constant.base).items()}
    if constant.is_Add or constant.is_Mul or (constant.is_Pow and constant.exp.is_Integer):
        parts = constant.args if not constant.is_Pow else constant.args[:1]
        return {name: 1 for part in parts for name in _generators(part)}
    raise Undefined(
        f"a residue for {constant}", "not built from rationals, pi, roots and logarithms", "choose another bias"
    )
