r"""How many square roots the inverse-square-root network with bias needs: :math:`F(z) = w z/\sqrt{1 + z^2} + b`."""

from typing import Any

import flint

from closedprop.algebra.towers import Element, added, inverted, lifted, multiplied, norm, scaled
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import fraction
from closedprop.obstructions.checkers.radicals import LABEL, sentence
from closedprop.scalars import PRIME, RATIONALS, Invalid, Scalars, Unable

DEFAULT_PRIME = 2147483629  # arbitrary: a prime below 2**31 that is no Mersenne prime
_POINTS = 8192  # arbitrary: points that are tried; about one in 2^n is good


def norm_polynomial(weight: Any, bias: Any, layers: int, of: str, z: Any, over: Scalars) -> Any:
    r"""Return :math:`\prod (y - x_n(z))` over all choices of the signs of the n square roots; for delta, of x_n'(z).

    .. math:: x_{k+1} = b + \frac{w x_k}{D_k} s_k, \qquad x_{k+1}' = \frac{w x_k'}{D_k^2} s_k, \qquad s_k^2 = D_k = 1 + x_k^2

    The norm of :math:`y - x_n` is taken root by root, in a tower over polynomials in y.
    Shapes: scalars; result an ``fmpq_poly`` over RATIONALS or an ``nmod_poly`` over a PRIME, of degree 2^n.    Error: exact.
    Raises ``ZeroDivisionError`` where some D_k is no unit, ``Invalid`` for another ``of`` than output, delta.

    >>> norm_polynomial(1, 0, 1, "output", 2, RATIONALS)  # x_1 = +-2/sqrt(5)
    x^2 + (-4/5)
    """
    if of not in ("output", "delta"):
        raise Invalid(f"the algebraic degree of {of}", "unknown", "ask for output or delta")
    w, b = over.convert(weight), over.convert(bias)
    x: Element = over.convert(z)
    delta: Element = over.one
    squares: list[Element] = []
    for k in range(layers):
        square = added(lifted(over.one, k), multiplied(x, x, squares))
        inverse = inverted(square, squares)
        steeper = multiplied(delta, multiplied(inverse, inverse, squares), squares)
        value = multiplied(x, inverse, squares)
        zero = lifted(over.zero, k)
        x, delta = (lifted(b, k), scaled(value, w)), (zero, scaled(steeper, w))
        squares.append(square)
    y = _identity(over)
    entry = scaled(x if of == "output" else delta, y**0 * over.convert(-1))
    return norm(added(lifted(y, layers), entry), [_constants(square, y**0) for square in squares])


def _identity(over: Scalars) -> Any:
    """Return the polynomial y over the system."""
    return flint.fmpq_poly([0, 1]) if over is RATIONALS else flint.nmod_poly([0, 1], over.one.modulus())


def _constants(element: Element, one: Any) -> Element:
    return scaled(element, one)


def factor_degrees(weight: Any, bias: Any, layers: int, of: str = "output", z: Any = 3) -> list[int]:
    """Return the degrees of the different irreducible factors over Q of the norm polynomial at a rational point.

    The largest is a lower bound on the algebraic degree over Q(z).

    >>> factor_degrees(1, 1, 3), factor_degrees(1, 0, 3)
    ([8], [2])
    """
    _, factors = norm_polynomial(weight, bias, layers, of, z, RATIONALS).factor()
    return sorted(factor.degree() for factor, _ in factors)


def certify_radicals(
    weight: Any = "1", bias: Any = "1", depth: int = 4, of: str = "output", prime: int = DEFAULT_PRIME
) -> Certificate:
    r"""Return a certificate of the algebraic degree over C(z) of the output of n layers, or of its derivative.

    .. math:: [\mathbb C(z, x_n) : \mathbb C(z)] = 2^n \text{ if } w, b \ne 0, \qquad = 2 \text{ if } b = 0 \ne w,\ n \ge 1

    A norm polynomial that is irreducible modulo the prime at one point and has a simple root modulo the prime at another is
    irreducible over C(z); the points are searched from z = 2 on. Without bias the claim is refuted by the relation
    :math:`x_n^2 = w^{2n} z^2 / (1 + S z^2)`.
    Error: exact.    Cost: about 2^n points, each a norm of 5^n products.
    Raises ``Invalid`` for a weight of 0, ``Unable`` where no point is found.
    Paper: thm:radicals.

    >>> certify_radicals(depth=3).data["degree"], str(certify_radicals(bias=0, depth=3).verdict)
    (8, 'REFUTED')
    """
    w, b = fraction(str(weight), "weight"), fraction(str(bias), "bias")
    if w == 0 or depth < 1:
        raise Invalid(
            "the algebraic degree of a network", f"weight {w} and {depth} layers", "give w != 0 and depth >= 1"
        )
    data: dict[str, Any] = {"weight": str(w), "bias": str(b), "layers": depth, "of": of}
    if b == 0 and depth > 1:
        data |= {"degree": 2, "roots": 1, "prime": 0, "irreducible_at": 0, "root_at": 0, "root": 0}
        return Certificate("radicals", sentence(w, b, depth, of), Verdict.REFUTED, LABEL, data)
    found: dict[str, int] = {}
    for z in range(2, _POINTS):
        try:
            polynomial = norm_polynomial(w, b, depth, of, z, PRIME(prime))
        except ZeroDivisionError:
            continue
        _, factors = polynomial.factor()
        simple = [factor for factor, multiplicity in factors if factor.degree() == multiplicity == 1]
        if "root_at" not in found and simple:
            found |= {"root_at": z, "root": int(-simple[0].coeffs()[0])}
        if "irreducible_at" not in found and factors[0][0].degree() == 2**depth:
            found["irreducible_at"] = z
        if len(found) == 3:
            data |= {"degree": 2**depth, "roots": depth, "prime": prime}
            data |= {name: found[name] for name in ("irreducible_at", "root_at", "root")}
            return Certificate("radicals", sentence(w, b, depth, of), Verdict.PROVED, LABEL, data)
    raise Unable(
        f"points for the degree {2**depth}", f"only {found} below {_POINTS}", "take fewer layers, another prime"
    )
