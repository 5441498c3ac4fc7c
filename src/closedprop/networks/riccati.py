r"""Activations that solve a Riccati equation with constant coefficients: :math:`f' = g(f)`, g of degree at most two."""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, lcm

import flint
import sympy as sp

from closedprop.networks.activation import Activation, Z

_DIGITS = 60  # arbitrary: far more than the fractions below can imitate by chance
_DENOMINATOR = 10**9  # arbitrary: of the coefficients that are tried
_POINTS = [sp.Rational(k, 7) for k in range(1, 12)]  # arbitrary: points at some of which f is analytic
_E = sp.Symbol("E", positive=True)
_CIRCULAR = (sp.tanh, sp.coth, sp.sech, sp.csch, sp.sinh, sp.cosh, sp.tan, sp.cot, sp.sec, sp.csc, sp.sin, sp.cos)


@dataclass(frozen=True)
class Riccati:
    r"""The right side :math:`g(f) = g_0 + g_1 f + g_2 f^2` with rational coefficients.

    >>> print(Riccati(Fraction(1), Fraction(0), Fraction(-1)))
    f' = 1 - f^2
    """

    constant: Fraction
    linear: Fraction
    square: Fraction

    @property
    def coefficients(self) -> tuple[Fraction, Fraction, Fraction]:
        """The coefficients, that of the constant first."""
        return self.constant, self.linear, self.square

    @property
    def discriminant(self) -> Fraction:
        r""":math:`g_1^2 - 4 g_0 g_2`."""
        return self.linear**2 - 4 * self.constant * self.square

    @property
    def is_exponential(self) -> bool:
        r"""Whether the solutions are Moebius images of :math:`e^{\lambda z}`, :math:`\lambda \ne 0`.

        They are if g has degree one or two different roots, and then :math:`\lambda^2` is the discriminant. If g is constant
        they are affine, and if it has a double root they are Moebius functions of z: algebraic, of order 0.
        """
        return self.discriminant != 0

    @property
    def roots(self) -> tuple[Fraction, Fraction] | None:
        """The two roots of g, if its degree is two and they are rational and different.

        >>> Riccati(Fraction(0), Fraction(1), Fraction(-1)).roots
        (Fraction(0, 1), Fraction(1, 1))
        """
        d = self.discriminant
        if self.square == 0 or d <= 0:
            return None
        root = Fraction(isqrt(d.numerator), isqrt(d.denominator))
        if root * root != d:
            return None
        return (root - self.linear) / (2 * self.square), (-root - self.linear) / (2 * self.square)

    def __str__(self) -> str:
        terms = [
            ("-" if value < 0 else "+", _term(abs(value), power))
            for value, power in zip(self.coefficients, ("", "f", "f^2"), strict=True)
            if value
        ] or [("+", "0")]
        first = ("-" if terms[0][0] == "-" else "") + terms[0][1]
        return " ".join([f"f' = {first}", *(f"{sign} {term}" for sign, term in terms[1:])])


def _term(value: Fraction, power: str) -> str:
    if not power:
        return str(value)
    return power if value == 1 else f"{value} {power}"


def riccati_of(activation: Activation) -> Riccati | None:
    r"""Return the g of least degree with :math:`f' = g(f)`, or None where none with rational coefficients is found.

    The coefficients are guessed from values of f and f' with many digits; the identity is then proved (:func:`satisfies`).
    Error: exact.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> print(riccati_of(ACTIVATIONS["sigmoid"]), riccati_of(ACTIVATIONS["erf"]))
    f' = f - f^2 None
    """
    if activation.kinks:
        return None
    derivative = sp.diff(activation.expression, Z)
    values = [(_number(activation.expression, point), _number(derivative, point)) for point in _POINTS]
    known = [(f, slope) for f, slope in values if f is not None and slope is not None]
    for degree in range(min(3, len(known))):
        guess = _guess(known[: degree + 1])
        if guess is not None and satisfies(activation, guess):
            return guess
    return None


def _number(expression: sp.Expr, point: sp.Expr) -> Fraction | None:
    value = expression.subs(Z, point).evalf(_DIGITS)
    return Fraction(str(value)) if value.is_Float or value.is_Rational else None


def _guess(values: list[tuple[Fraction, Fraction]]) -> Riccati | None:
    """Return the polynomial through these pairs (f, f') if its coefficients look rational."""
    size = len(values)
    powers = flint.fmpq_mat(size, size, [_fmpq(f**j) for f, _ in values for j in range(size)])
    if powers.det() == 0:  # the same value at two points
        return None
    solved = powers.solve(flint.fmpq_mat(size, 1, [_fmpq(slope) for _, slope in values]))
    exact = [Fraction(int(c.p), int(c.q)) for c in solved.entries()]
    near = [c.limit_denominator(_DENOMINATOR) for c in exact]
    close = all(abs(a - b) < Fraction(1, 10 ** (_DIGITS // 2)) for a, b in zip(exact, near, strict=True))
    return Riccati(*near, *[Fraction(0)] * (3 - size)) if close else None


def _fmpq(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)


def satisfies(activation: Activation, g: Riccati) -> bool:
    r"""Return whether :math:`f' = g(f)` is proved: as an identity of rational functions of z and of one exponential.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> satisfies(ACTIVATIONS["tanh"], Riccati(Fraction(1), Fraction(0), Fraction(-1)))
    True
    """
    f = activation.expression
    right = sum(sp.Rational(c.numerator, c.denominator) * f**j for j, c in enumerate(g.coefficients) if c)
    difference = (sp.diff(f, Z) - right).rewrite(_CIRCULAR, sp.exp)
    slopes = {exponential: sp.expand(sp.diff(exponential.exp, Z)) for exponential in difference.atoms(sp.exp)}
    moving = {exponential: slope for exponential, slope in slopes.items() if slope != 0}
    if moving:
        unit = next(iter(moving.values()))
        ratios = {exponential: sp.cancel(slope / unit) for exponential, slope in moving.items()}
        if not all(ratio.is_Rational for ratio in ratios.values()):
            return False
        q = lcm(*(int(ratio.q) for ratio in ratios.values()))
        # Every exponential is a constant times an integer power of E = exp(unit z / q), which is transcendental over C(z).
        difference = difference.xreplace(
            {
                exponential: _E ** int(ratio * q) * sp.exp(exponential.exp.subs(Z, 0))
                for exponential, ratio in ratios.items()
            }
        )
    return sp.cancel(sp.together(difference)) == 0


def is_scaled_tanh(activation: Activation, g: Riccati) -> bool:
    r"""Return whether :math:`f = a \tanh(\lambda z) + b` with rational numbers, for an f with :math:`f' = g(f)`.

    It is if g has two rational roots and f(0) is half way between them.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> is_scaled_tanh(ACTIVATIONS["sigmoid"], riccati_of(ACTIVATIONS["sigmoid"]))
    True
    """
    if g.roots is None:
        return False
    middle = (g.roots[0] + g.roots[1]) / 2
    at_zero = activation.expression.subs(Z, 0)
    return bool(sp.simplify(at_zero - sp.Rational(middle.numerator, middle.denominator)) == 0)
