r"""Number systems as values: one specification runs over floats, rationals, balls, expressions and GF(p).

An array over a system is a NumPy array: ``float64`` for :data:`FLOATS`, objects otherwise, so that ``@``, ``*``,
``+`` and ``.T`` mean the same everywhere. What differs is gathered here: how a number enters the system, which
functions exist in it, and how to choose between the sides of a kink.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import flint
import numpy as np
import sympy as sp
from flint.utils.flint_exceptions import DomainError

from closedprop.errors import Invalid, Undefined

Function = Callable[[Any], Any]


def object_array(values: Any, asked: str) -> np.ndarray:
    """Return nested sequences as an array of Python objects, so that ints, fractions, text and floats stay what they are.

    Raises ``Invalid`` for rows of different lengths.

    >>> object_array([[1, "1/2"]], "a matrix")
    array([[1, '1/2']], dtype=object)
    """
    try:
        array = np.array(values, dtype=object)
    except ValueError:
        array = None
    if array is None or any(isinstance(entry, list | tuple | np.ndarray) for entry in array.flat):
        raise Invalid(asked, "rows of different lengths", "make every row equally long")
    return array


@dataclass(frozen=True)
class Scalars:
    """A number system: its name, its way in, its functions, its order.

    ``convert`` takes an int, ``Fraction``, SymPy number or decimal string (and what the system adds to these).
    ``functions`` maps SymPy's names (``exp``, ``tanh``, ...) to callables; a missing name is undefined there.
    ``choose(value, kinks, sides)`` returns the side on which ``value`` lies: ``2 k + 1`` thunks for ``k`` kinks in
    increasing order (left of the first, at it, between, ...). ``None`` where there is no order.
    """

    name: str
    convert: Callable[[Any], Any]
    functions: Mapping[str, Function] = field(repr=False)
    choose: Callable[[Any, tuple, tuple[Callable[[], Any], ...]], Any] | None = field(repr=False)
    dtype: Any = field(default=object, repr=False)

    def __str__(self) -> str:
        return self.name

    @property
    def zero(self) -> Any:
        """The number 0 of this system."""
        return self.convert(0)

    @property
    def one(self) -> Any:
        """The number 1 of this system."""
        return self.convert(1)

    def array(self, values: Any) -> np.ndarray:
        """Return nested sequences of numbers as an array over this system.

        Raises ``Invalid`` for ragged input and NaN, ``Undefined`` for a number the system does not contain.

        >>> RATIONALS.array([["1/2", 1], [0, 3]]) @ RATIONALS.array([2, 4])
        array([5, 12], dtype=object)
        """
        if self.dtype is np.float64 and getattr(values, "dtype", None) == np.float64 and not np.isnan(values).any():
            return np.array(values)  # they are in the system already; a look at each would cost a microsecond
        raw = object_array(values, f"an array over {self}")
        converted = (self.convert(entry) for entry in raw.flat)
        return np.fromiter(converted, dtype=self.dtype, count=raw.size).reshape(raw.shape)

    def function(self, name: str) -> Function:
        """Return the function of that SymPy name, or raise ``Undefined`` with the remedy.

        >>> RATIONALS.function("tanh")
        Traceback (most recent call last):
        closedprop.errors.Undefined: tanh over RATIONALS: not defined there; use over=BALLS for an enclosure
        """
        if name not in self.functions:
            raise Undefined(f"{name} over {self}", "not defined there", "use over=BALLS for an enclosure")
        return self.functions[name]

    def side(self, value: Any, kinks: tuple, sides: tuple[Callable[[], Any], ...]) -> Any:
        """Return the side of the kinks on which ``value`` lies; ``Undefined`` where numbers have no order."""
        if not kinks:
            return sides[0]()
        if self.choose is None:
            raise Undefined(f"a kink over {self}", "no order there", "use over=RATIONALS or a smooth activation")
        return self.choose(value, kinks, sides)


def _as_fraction(value: Any, system: str) -> Fraction:
    """Return ``value`` as a fraction; refuse floats, because 0.1 is not 1/10."""
    if isinstance(value, float | np.floating):
        raise Undefined(
            f"the float {float(value)!r} over {system}",
            "a float stands for a decimal it is not equal to",
            f"write the number as a string or a Fraction, or call .exactly() to take the binary value {float(value).hex()}",
        )
    try:
        if isinstance(value, flint.fmpq):
            return Fraction(int(value.p), int(value.q))
        if isinstance(value, sp.Rational):
            return Fraction(int(value.p), int(value.q))
        return Fraction(value) if isinstance(value, str | Fraction) else Fraction(int(value.__index__()))
    except (ValueError, AttributeError, TypeError):
        raise Undefined(
            f"{value!r} over {system}", "not a rational number", "use over=EXPRESSIONS, or BALLS for an enclosure"
        ) from None


def _float(value: Any) -> float:
    if isinstance(value, flint.fmpq):
        value = Fraction(int(value.p), int(value.q))
    elif isinstance(value, str):
        value = Fraction(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise Undefined(f"{value!r} over FLOATS", "not a real number", "use over=EXPRESSIONS") from None
    if np.isnan(number):
        raise Invalid("a number over FLOATS", "NaN", "remove it or find where it arose")
    return number


def _rational(value: Any) -> flint.fmpq:
    if isinstance(value, flint.fmpq):
        return value
    fraction = _as_fraction(value, "RATIONALS")
    return flint.fmpq(fraction.numerator, fraction.denominator)


_BALL_CONSTANTS: dict[Any, Callable[[], flint.arb]] = {sp.pi: flint.arb.pi, sp.E: lambda: flint.arb(1).exp()}


def _ball(value: Any) -> flint.arb:
    if isinstance(value, flint.arb):
        return value
    if value in _BALL_CONSTANTS:
        return _BALL_CONSTANTS[value]()
    fraction = _as_fraction(value, "BALLS")
    return flint.arb(flint.fmpq(fraction.numerator, fraction.denominator))


def _expression(value: Any) -> sp.Expr:
    if isinstance(value, sp.Expr) and not value.is_Float:
        return value
    fraction = _as_fraction(value, "EXPRESSIONS")
    return sp.Rational(fraction.numerator, fraction.denominator)


def _choose_ordered(value: Any, kinks: tuple, sides: tuple[Callable[[], Any], ...]) -> Any:
    for i, kink in enumerate(kinks):
        if value < kink:
            return sides[2 * i]()
        if value == kink:
            return sides[2 * i + 1]()
    return sides[-1]()


def _choose_ball(value: flint.arb, kinks: tuple, sides: tuple[Callable[[], Any], ...]) -> flint.arb:
    """Return the union over every side that the ball meets: never a branch on an undecided comparison."""
    possible = [] if value >= kinks[0] else [sides[0]]
    for i, kink in enumerate(kinks):
        if value.overlaps(kink):
            possible.append(sides[2 * i + 1])
        # Right of this kink and left of the next one, unless both are excluded for certain.
        if not value <= kink and not (i + 1 < len(kinks) and value >= kinks[i + 1]):
            possible.append(sides[2 * i + 2])
    enclosure = possible[0]()
    for side in possible[1:]:
        enclosure = enclosure.union(side())
    return enclosure


def _choose_expression(value: sp.Expr, kinks: tuple, sides: tuple[Callable[[], Any], ...]) -> sp.Expr:
    branches = []
    for i, kink in enumerate(kinks):
        branches += [(sides[2 * i](), value < kink), (sides[2 * i + 1](), sp.Eq(value, kink))]
    return sp.Piecewise(*branches, (sides[-1](), True))


def _exact_root(value: flint.fmpq) -> flint.fmpq:
    """Return the rational square root, where there is one."""
    try:
        return value.sqrt()
    except (DomainError, ValueError):
        raise Undefined(
            f"sqrt({value}) over RATIONALS", "not a rational number", "use over=BALLS for an enclosure"
        ) from None


_ELEMENTARY = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asinh", "erf", "erfc", "sqrt")

#: IEEE double precision through NumPy; ``choose`` is not used, because arrays choose elementwise (see Activation).
FLOATS = Scalars("FLOATS", _float, {}, None, dtype=np.float64)

#: The field Q, exact, as python-flint ``fmpq``.
RATIONALS = Scalars("RATIONALS", _rational, {"sqrt": _exact_root}, _choose_ordered)

#: Real balls (python-flint ``arb``): every result encloses the true value, at the precision of the context.
BALLS = Scalars(
    "BALLS",
    _ball,
    {name: getattr(flint.arb, name) for name in _ELEMENTARY} | {"atan": flint.arb.atan},
    _choose_ball,
)

#: SymPy expressions: ``forward`` over them is the symbolic unrolling.
EXPRESSIONS = Scalars(
    "EXPRESSIONS",
    _expression,
    {name: getattr(sp, name) for name in _ELEMENTARY} | {"atan": sp.atan},
    _choose_expression,
)


@cache
def PRIME(p: int) -> Scalars:
    """Return the prime field GF(p), as python-flint ``nmod``.

    Raises ``Invalid`` when ``p`` is not a prime below 2**64; ``Undefined`` for a fraction whose denominator p divides.

    >>> PRIME(7).convert("1/2")
    4
    """
    if not (1 < p < 2**64 and flint.fmpz(p).is_prime()):
        raise Invalid(f"PRIME({p})", "not a prime below 2**64", "use a prime such as 2147483629")

    def residue(value: Any) -> flint.nmod:
        if isinstance(value, flint.nmod):
            return value
        fraction = _as_fraction(value, f"PRIME({p})")
        if fraction.denominator % p == 0:
            raise Undefined(f"{fraction} over PRIME({p})", f"{p} divides the denominator", "use another prime")
        return flint.nmod(fraction.numerator % p, p) / flint.nmod(fraction.denominator % p, p)

    return Scalars(f"PRIME({p})", residue, {}, None)
