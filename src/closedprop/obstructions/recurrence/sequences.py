"""The sequences in the depth that the finder works on, over the rationals or modulo a prime."""

from collections.abc import Mapping
from typing import Any

import flint
import numpy as np

from closedprop.algebra.taylor import composed
from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.obstructions.recurrence.rational_layer import RationalLayer
from closedprop.scalars import RATIONALS, Invalid, Scalars, Unable

_MOST_BITS = 200_000  # arbitrary: of one term; orbits of layers of degree two or more double their digits


def described(**given: Any) -> dict[str, Any]:
    """Return the description of a sequence with its fractions as text; ``Invalid`` if it is not one of the four kinds.

    >>> from fractions import Fraction
    >>> described(weight=[[1, Fraction(1, 2)], [1, 0]], top=[1, 0], unit=1)
    {'weight': [[1, '1/2'], [1, 0]], 'top': [1, 0], 'unit': 1}
    >>> described(layer="z/(1+z)")
    Traceback (most recent call last):
    closedprop.errors.Invalid: a sequence: layer alone; give terms, or weight, top and unit, or layer, start and of, \
or layer and coefficient
    """
    kinds = [("terms",), ("weight", "top", "unit"), ("layer", "start", "of"), ("layer", "coefficient")]
    names = next((kind for kind in kinds if set(kind) == set(given)), None)
    if names is None:
        raise Invalid(
            "a sequence",
            f"{' and '.join(given) or 'nothing'} alone",
            "give terms, or weight, top and unit, or layer, start and of, or layer and coefficient",
        )
    return {name: _text(given[name]) for name in names}


def terms(source: Mapping[str, Any], count: int, over: Scalars = RATIONALS) -> list[Any]:
    """Return the first terms of a described sequence over a number system.

    Raises ``Undefined`` where the orbit meets a pole there, ``Unable`` for terms of more than 200 000 bits or too few of them.

    >>> terms({"layer": "z/(1+z)", "start": "1/2", "of": "delta"}, 3)
    [1, 4/9, 1/4]
    """
    if "terms" in source:
        if count > len(source["terms"]):
            raise Unable("a recurrence", f"{len(source['terms'])} terms of {count}", "give more terms")
        return [over.convert(term) for term in source["terms"][:count]]
    if "weight" in source:
        matrix, state, values = over.array(source["weight"]).T, over.array(source["top"]), []
        for _ in range(count):
            values.append(state[source["unit"]])
            state = matrix @ state
        return values
    if "coefficient" in source:
        return [over.convert(value) for value in _coefficients(source, count)]
    layer, z, delta, values = RationalLayer.of(source["layer"]), over.convert(source["start"]), over.one, []
    for _ in range(count):
        values.append(z if source["of"] == "iterate" else delta)
        _refuse_long(values[-1], source["layer"])
        z, slope = layer.step(z, over)
        delta = delta * slope
    return values


def _coefficients(source: Mapping[str, Any], count: int) -> list[flint.fmpq]:
    """The coefficients of z^k in F^0, F^1, ..., by composing the series n times."""
    layer, k = parse(source["layer"]), source["coefficient"]
    power: list[Any] = [0, 1] + [0] * (k - 1)
    if composed(layer, Z, power)[0] != 0:
        raise Invalid(f"a coefficient of the iterates of {layer}", "0 is not fixed", "move the fixed point to 0")
    values = []
    for _ in range(count):
        values.append(RATIONALS.convert(power[k]))
        power = composed(layer, Z, power)
    return values


def _refuse_long(value: Any, layer: str) -> None:
    if isinstance(value, flint.fmpq) and int(value.q).bit_length() + int(value.p).bit_length() > _MOST_BITS:
        raise Unable(f"the orbit of {layer} over the rationals", f"over {_MOST_BITS} bits", "work modulo a prime")


def _text(value: Any) -> Any:
    if isinstance(value, list | tuple | np.ndarray):
        return [_text(part) for part in value]
    return value if isinstance(value, int | str) and not isinstance(value, bool) else str(RATIONALS.convert(value))
