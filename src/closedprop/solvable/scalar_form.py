r"""From the composition of n scalar layers to its closed form, over every number system at once.

A family says how n layers compose to one object C (a matrix, a pair of sums, an integer), and what the map of C and its
slope are: number by number, over RATIONALS or BALLS. Over FLOATS the same formula is enclosed and rounded, with the precision
doubled until the enclosure decides the double: no overflow of :math:`w^n`, no cancellation, errors below one unit in the
last place.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flint
import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Unable, Undefined
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.family import Family, Layer
from closedprop.validated.precision import doubling
from closedprop.validated.rounding import ACCURATE, VANISHING, depth_of

Number = Any
Composition = Any

_START_BITS = 128  # tuned: two doublings are rarely needed below depth 10^3


def exact_ball(value: Any) -> flint.arb:
    """Return the double nearest to ``value`` as an exact ball."""
    return flint.arb(float(FLOATS.convert(value)))


def call(name: str, x: Number) -> Number:
    """Return the function of that name (``exp``, ``log``, ``sqrt``, ...) at a float or a ball."""
    return getattr(x, name)() if isinstance(x, flint.arb) else getattr(np, name)(x)


def integer(value: Any, asked: str, least: int = 1) -> int:
    """Return ``value`` as an integer, or raise ``Invalid``."""
    number = float(value) if not isinstance(value, int) else value
    if number != int(number) or number < least:
        raise Invalid(asked, f"{value}", f"give an integer >= {least}")
    return int(number)


def integer_power(base: Number, n: int) -> Number:
    """Return ``base**n`` for n >= 0; a ball that contains zero is multiplied out, because its power takes the logarithm.

    >>> integer_power(flint.arb(0, 1), 3).contains(1)
    True
    """
    if not isinstance(base, flint.arb) or not base.contains(0):
        return base**n
    result = flint.arb(1)
    for bit in bin(n)[2:]:
        result = result * result * (base if bit == "1" else 1)
    return result


def quotient(numerator: Number, denominator: Number, over: Scalars) -> Number:
    """Return the quotient; ``Undefined`` at a pole, an infinite ball where a pole cannot be excluded."""
    if over is RATIONALS and denominator == 0:
        raise Undefined(f"{numerator}/0 over RATIONALS", "the input is a pole of this iterate", "choose another input")
    return numerator / denominator


def certified(evaluate: Callable[[], flint.arb], stop: int = 4096, start: int = _START_BITS) -> float:
    """Return the double nearest to a number that is enclosed ever more sharply, up to one unit in the last place.

    ``Unable`` where ``stop`` bits do not decide it: at a pole.

    >>> certified(lambda: (flint.arb(1) + flint.arb(2) ** -300 - 1) * flint.arb(2) ** 300)
    1.0
    """
    for _ in doubling(start, max(stop, start)):
        ball = evaluate()
        if ball.rel_accuracy_bits() >= ACCURATE or ball.rad() < VANISHING:
            return to_float(ball)
    raise Unable("a double", f"undecided at {stop} bits: {ball}", "choose an input that is no pole")


def to_float(ball: flint.arb) -> float:
    """Return the double nearest to the midpoint of a ball: zero or infinity beyond the range of doubles."""
    middle = ball.mid()
    if abs(middle) < VANISHING:
        return 0.0
    if abs(middle) >= flint.arb(2) ** 1024:
        return float("inf") if middle > 0 else float("-inf")
    return float(middle)


def scalar_form(
    compose: Callable[[int, Scalars], Composition],
    value: Callable[[Composition, Number, Scalars], Number],
    slope: Callable[[Composition, Number, Scalars], Number],
    over: Scalars,
    *,
    name: str,
    domain: str,
    classes: frozenset[str],
    statement: str,
    label: str,
    bits: Callable[[int], int] = lambda n: 0,
    most: int | None = None,
) -> ClosedForm:
    """Return the closed form of n scalar layers that compose to ``compose(n, over)``.

    ``bits(n)``: how many bits of the input the iterate forgets (n for a doubling map); they are added to the precision.
    ``most`` is the number of layers of an untied network. ``Undefined`` over a system other than FLOATS, RATIONALS, BALLS.
    """
    if over not in (FLOATS, RATIONALS, BALLS):
        raise Undefined(f"{name} over {over}", "not defined there", "use over=FLOATS, RATIONALS or BALLS")

    def apply(formula: Callable, x: Any, n: Any) -> np.ndarray:
        points, layers = over.array(x), depth_of(n, most)
        out = np.empty(points.shape, dtype=over.dtype)
        if over is FLOATS:
            start = _START_BITS + bits(layers)
            for index in np.ndindex(points.shape):
                at = flint.arb(float(points[index]))
                out[index] = certified(partial(_composed, formula, compose, layers, at), max(4096, 8 * start), start)
            return out
        composition = compose(layers, over)
        for index in np.ndindex(points.shape):
            out[index] = formula(composition, points[index], over)
        return out

    def delta(x: Any, delta_top: Any, n: Any) -> np.ndarray:
        with np.errstate(invalid="ignore", over="ignore"):
            return apply(slope, x, n) * over.array(delta_top)

    return ClosedForm(
        name=name,
        iterate=lambda x, n: apply(value, x, n),
        delta=delta,
        domain=domain,
        classes=classes,
        statement=statement,
        label=label,
    )


def _composed(formula: Callable, compose: Callable, n: int, at: flint.arb) -> flint.arb:
    # The layers are composed again at every precision.
    return formula(compose(n, BALLS), at, BALLS)


def scalar_family(
    *,
    name: str,
    formulas: dict[str, str],
    classes: frozenset[str],
    domain: str,
    source: str,
    label: str,
    read: Callable[[Layer, Callable[[Any], Number]], Any],
    layer_map: Callable[[Any, Number, Scalars], Number],
    layer_slope: Callable[[Any, Number, Scalars], Number],
    power: Callable[[Any, int, Scalars], Composition],
    product: Callable[[Sequence[Any], Scalars], Composition] | None,
    value: Callable[[Composition, Number, Scalars], Number],
    slope: Callable[[Composition, Number, Scalars], Number],
    draw: Callable[[np.random.Generator, bool], Layer],
    start: Callable[[np.random.Generator, Layer, bool], Any],
    systems: tuple[Scalars, ...],
    bits: Callable[[Sequence[Any], int], int] = lambda layers, n: 0,
) -> Family:
    """Return a family of scalar layers from its formulas for one number.

    ``read(layer, convert)`` gives the parameters as numbers, ``layer_map`` and ``layer_slope`` one layer and its slope;
    ``power(parameters, n, over)`` composes n equal layers, ``product`` a sequence of them (``None``: only equal ones).
    """

    def step(layer: Layer, z: np.ndarray, over: Scalars) -> np.ndarray:
        return _entrywise(layer_map, read(layer, over.convert), z, over)

    def pull(layer: Layer, z: np.ndarray, delta: np.ndarray, over: Scalars) -> np.ndarray:
        return _entrywise(layer_slope, read(layer, over.convert), z, over) * delta

    def parse(layer: Layer, over: Scalars) -> Any:
        # Over FLOATS the formula is enclosed: the parameters are the doubles, as exact balls.
        return read(layer, exact_ball if over is FLOATS else over.convert)

    def form(layers: Sequence[Layer], compose: Callable, over: Scalars, most: int | None = None) -> ClosedForm:
        return scalar_form(
            compose,
            value,
            slope,
            over,
            name=name,
            domain=domain,
            classes=classes,
            statement=formulas["iterate"],
            label=label,
            bits=lambda n: bits(layers, n),
            most=most,
        )

    def tied(layer: Layer, over: Scalars = FLOATS) -> ClosedForm:
        _member(name, over, systems)
        parameters = parse(layer, over)
        return form([layer], lambda n, inner: power(parameters, n, inner), over)

    def untied(layers: Sequence[Layer], over: Scalars = FLOATS) -> ClosedForm:
        assert product is not None
        _member(name, over, systems)
        parameters = [parse(layer, over) for layer in layers]

        return form(layers, lambda n, inner: product(parameters[:n], inner), over, len(layers))

    return Family(
        name=name,
        dimension="scalar",
        formulas=formulas,
        classes=classes,
        domain=domain,
        source=source,
        label=label,
        step=step,
        pull=pull,
        tied=tied,
        untied=untied if product is not None else None,
        draw=draw,
        start=start,
        systems=systems,
    )


def _member(name: str, over: Scalars, systems: tuple[Scalars, ...]) -> None:
    if over not in systems:
        use = " or ".join(str(system) for system in systems)
        raise Undefined(f"{name} over {over}", "no closed form there", f"use over={use}")


def _entrywise(formula: Callable, parameters: Any, z: np.ndarray, over: Scalars) -> np.ndarray:
    out = np.empty(z.shape, dtype=over.dtype)
    with np.errstate(all="ignore"):
        for index in np.ndindex(z.shape):
            out[index] = formula(parameters, z[index], over)
    return out
