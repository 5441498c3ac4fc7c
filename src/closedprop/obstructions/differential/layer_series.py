r"""The Taylor series of a layer map modulo a prime, from the known series of its functions and composition.

FLINT composes truncated power series (Brent and Kung), so that a function costs one composition.
"""

from collections.abc import Callable, Mapping
from typing import Any

import flint
import sympy as sp

from closedprop.errors import Unable, Undefined
from closedprop.obstructions.checkers.ade.constants import Z, at, value
from closedprop.scalars import PRIME

Series = flint.nmod_poly


def layer_series(layer: sp.Expr, point: sp.Rational, length: int, prime: int, constants: Mapping[str, int]) -> Series:
    """Return the first ``length`` coefficients of F(point + x) modulo a prime.

    ``constants`` are the residues that stand for irrational constants.
    Error: exact.    Cost: one composition of power series a function, one product a product.
    Raises ``Undefined`` where the expression is not known to be analytic, ``Unable`` where the prime divides what it must not.

    >>> layer_series(sp.tanh(Z) / 2, sp.S.Zero, 4, 1000003, {}) * 6
    1000002*x^3 + 3*x
    """
    if not prime > length:
        raise Unable(f"{length} coefficients modulo {prime}", "the prime is too small", "use a larger prime")
    over = PRIME(prime)
    residues = {name: flint.nmod(residue, prime) for name, residue in constants.items()}
    known: dict[sp.Expr, Series] = {}

    def constant(number: sp.Expr) -> flint.nmod:
        return value(sp.expand(number), over, residues)

    def expanded(node: sp.Expr) -> Series:
        if node not in known:
            known[node] = _expanded(node)
        return known[node]

    def _expanded(node: sp.Expr) -> Series:
        if node == Z:
            return flint.nmod_poly([int(over.convert(point)), 1], prime)
        if not node.has(Z):
            return flint.nmod_poly([int(constant(node))], prime)
        if node.is_Add or node.is_Mul:
            total = expanded(node.args[0])
            for part in node.args[1:]:
                total = total + expanded(part) if node.is_Add else total.mul_low(expanded(part), length)
            return total
        if node.is_Pow and node.exp.is_Rational:
            return raised(node)
        if isinstance(node, sp.exp):
            return int(constant(at(node, point))) * around(node.args[0], at(node.args[0], point), _exponentials(1))
        if isinstance(node, sp.log):
            inner = at(node.args[0], point)
            logarithm = around(node.args[0], inner, _logarithms, scale=unit(constant(inner), node))
            return logarithm + flint.nmod_poly([int(constant(at(node, point)))], prime)
        if type(node) in _FUNCTIONS:
            if at(node.args[0], point) != 0:
                raise Undefined(
                    f"the series of {node} at {point}", "its argument is not 0 there", "choose another bias"
                )
            front = 2 / residues["sqrt(pi)"] if isinstance(node, sp.erf | sp.erfc) else over.one
            parts = [around(node.args[0], sp.S.Zero, coefficients) for coefficients in _FUNCTIONS[type(node)]]
            total = parts[0] if len(parts) == 1 else parts[0].mul_low(parts[1].inverse_series_trunc(length), length)
            return (
                int(front) * total
                if not isinstance(node, sp.erfc)
                else flint.nmod_poly([1], prime) - int(front) * total
            )
        raise Undefined(f"the series of {node}", "not known to be analytic there", "use smooth functions")

    def raised(node: sp.Expr) -> Series:
        if node.exp.is_Integer and node.exp > 0:
            return expanded(node.base).pow_trunc(int(node.exp), length)
        inner = at(node.base, point)
        start = unit(constant(inner), node)
        if node.exp.is_Integer:
            return expanded(node.base).inverse_series_trunc(length).pow_trunc(-int(node.exp), length)
        series = around(node.base, inner, _binomials(node.exp), scale=start)
        return int(constant(at(node, point))) * series

    def unit(residue: flint.nmod, node: sp.Expr) -> flint.nmod:
        if residue == 0:
            raise Unable(f"the series of {node} modulo {prime}", "a residue that vanishes", "use another prime")
        return residue

    def around(argument: sp.Expr, inner: sp.Expr, coefficients: Callable, scale: flint.nmod | None = None) -> Series:
        """Return the series of g((u - u_0) / scale), g by its coefficients."""
        shifted = expanded(argument) - flint.nmod_poly([int(constant(inner))], prime)
        if scale is not None:
            shifted = int(1 / scale) * shifted
        outer = flint.nmod_poly(coefficients(length, prime, inverses(length, prime)), prime)
        return outer.compose_mod(shifted, flint.nmod_poly([*[0] * length, 1], prime))

    return expanded(layer).truncate(length)


def inverses(length: int, prime: int) -> list[int]:
    """Return 0 and the inverses of 1, 2, .., length modulo the prime.

    >>> inverses(3, 7)
    [0, 1, 4, 5]
    """
    found = [0, 1]
    for n in range(2, length + 1):
        found.append(-(prime // n) * found[prime % n] % prime)
    return found


def _exponentials(sign: int, parity: int | None = None) -> Callable[[int, int, list[int]], list[int]]:
    """Return the coefficients 1/n! with a sign that changes every two places if ``sign`` is -1, of one parity or all."""

    def coefficients(length: int, prime: int, inverse: list[int]) -> list[int]:
        found = [1]
        for n in range(1, length):
            found.append(found[-1] * inverse[n] % prime)
        return [0 if parity is not None and n % 2 != parity else sign ** (n // 2 % 2) * a for n, a in enumerate(found)]

    return coefficients


def _logarithms(length: int, prime: int, inverse: list[int]) -> list[int]:
    return [0, *((-1) ** (n + 1) * inverse[n] for n in range(1, length))]


def _arctangents(length: int, prime: int, inverse: list[int]) -> list[int]:
    return [(-1) ** (n // 2) * inverse[n] if n % 2 else 0 for n in range(length)]


def _binomials(exponent: sp.Rational) -> Callable[[int, int, list[int]], list[int]]:
    def coefficients(length: int, prime: int, inverse: list[int]) -> list[int]:
        r = int(exponent.p) * pow(int(exponent.q), -1, prime)
        found = [1]
        for n in range(1, length):
            found.append(found[-1] * (r - n + 1) * inverse[n] % prime)
        return found

    return coefficients


def _in_squares(coefficients: Callable, front: Callable[[int], int]) -> Callable[[int, int, list[int]], list[int]]:
    """Return x sum_k c_k (front(k) x^2)^k / (2 k + 1): the integral of a function of the square."""

    def spread(length: int, prime: int, inverse: list[int]) -> list[int]:
        half = coefficients(length // 2 + 1, prime, inverse)
        return [front(n // 2) * half[n // 2] * inverse[n] % prime if n % 2 else 0 for n in range(length)]

    return spread


#: The Taylor coefficients of each function at 0; two lists stand for a quotient. The error functions lack 2 / sqrt(pi).
_FUNCTIONS: Mapping[Any, tuple[Callable[[int, int, list[int]], list[int]], ...]] = {
    sp.sin: (_exponentials(-1, 1),),
    sp.cos: (_exponentials(-1, 0),),
    sp.tan: (_exponentials(-1, 1), _exponentials(-1, 0)),
    sp.sinh: (_exponentials(1, 1),),
    sp.cosh: (_exponentials(1, 0),),
    sp.tanh: (_exponentials(1, 1), _exponentials(1, 0)),
    sp.atan: (_arctangents,),
    sp.asinh: (_in_squares(_binomials(sp.Rational(-1, 2)), lambda k: 1),),
    sp.erf: (_in_squares(_exponentials(1), lambda k: (-1) ** k),),
    sp.erfc: (_in_squares(_exponentials(1), lambda k: (-1) ** k),),
}
