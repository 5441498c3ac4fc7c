"""A network along a line in its input space, as data: exact numbers, or none where they are generic."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.networks.activation import Activation
from closedprop.networks.files import network_from, network_record
from closedprop.networks.network import Network
from closedprop.scalars import RATIONALS, Invalid

GENERIC = "generic"

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True, eq=False)
class Line:
    r"""The output :math:`y(t) = u^\top z^{(L)}` of a network along :math:`z^{(1)} = a t + c`.

    ``direction`` is a, ``base`` is c, ``output`` is u. A direction that is None is generic: its components are algebraically
    independent numbers. So are the weights and biases of a network given as None; then ``widths``, ``activation`` and ``tied``
    are all that is known of it.
    Shapes: ``direction`` and ``base`` (widths[0],), ``output`` (widths[-1],).
    """

    widths: tuple[int, ...]
    activation: Activation
    tied: bool
    weights: tuple[Matrix, ...] | None
    biases: tuple[Vector, ...] | None
    direction: Vector | None
    base: Vector
    output: Vector

    @property
    def layers(self) -> int:
        """The number n = L - 1 of hidden layers."""
        return len(self.widths) - 1

    @property
    def neurons(self) -> int:
        """The number of neurons of the hidden layers."""
        return sum(self.widths[:-1])

    @classmethod
    def of(
        cls, network: Network | Mapping[str, Any], direction: Any = None, base: Any = None, output: Any = None
    ) -> "Line":
        """Return the line from a network, its JSON record or the shape of a generic one, and vectors of exact numbers.

        A direction left out is generic (or 1, if the input is one number), a base is 0, an output the first component.
        Floats of a network are the binary fractions they are.
        Raises ``Invalid`` for a vector of the wrong length, ``Undefined`` for a number that is not rational.

        >>> Line.of(Network([[[1, 2]]], activation="tanh"), direction=["1/2", 3]).direction
        (Fraction(1, 2), Fraction(3, 1))
        """
        weights: tuple[Matrix, ...] | None = None
        biases: tuple[Vector, ...] | None = None
        if isinstance(network, Mapping) and network.get("weights", GENERIC) != GENERIC:
            network = network_from(network)
        if isinstance(network, Network):
            exact = network.exactly()
            widths, activation, tied = network.widths, network.activation, network.is_tied and network.depth > 2
            weights = tuple(tuple(map(_vector, weight)) for weight in exact.weights)
            biases = tuple(map(_vector, exact.biases))
        else:
            widths, activation, tied = _shape(network)
        if direction is None:
            direction = [1] if widths[0] == 1 else GENERIC
        return cls(
            widths,
            activation,
            tied,
            weights,
            biases,
            None if isinstance(direction, str) and direction == GENERIC else _sized(direction, widths[0], "direction"),
            _sized([0] * widths[0] if base is None else base, widths[0], "base"),
            _sized([1] + [0] * (widths[-1] - 1) if output is None else output, widths[-1], "output"),
        )

    def record(self) -> dict[str, Any]:
        """Return the line as JSON: network, direction, base, output; every number as text.

        >>> Line.of(Network([[[1, 2]]])).record()["direction"]
        'generic'
        """
        if self.weights is None:
            ones = Network([np.full((1, 1), 1)], activation=self.activation)
            network = {
                "widths": list(self.widths),
                "activation": network_record(ones)["activation"],
                "tied": self.tied,
                "weights": GENERIC,
            }
        else:
            network = network_record(Network(self.weights, self.biases, self.activation))
        return {
            "network": network,
            "direction": GENERIC if self.direction is None else _texts(self.direction),
            "base": _texts(self.base),
            "output": _texts(self.output),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Line":
        """Return the line of a JSON object that has the keys of :meth:`record`.

        Raises ``Invalid`` for what is no network or no vector.
        """
        return cls.of(record["network"], record["direction"], record["base"], record["output"])


def _shape(network: Any) -> tuple[tuple[int, ...], Activation, bool]:
    if not isinstance(network, Mapping):
        raise Invalid("a network", f"a {type(network).__name__}", "give a Network or its record")
    widths: Any = network.get("widths")
    proper = isinstance(widths, list | tuple) and len(widths) > 1 and all(type(w) is int and w > 0 for w in widths)
    tied = network.get("tied", False)
    if not proper or not isinstance(tied, bool) or (tied and len(set(widths)) > 1):
        raise Invalid(
            "a network with generic weights", f"widths {widths}", "give two or more; equal ones if it is tied"
        )
    unit = network_from({"weights": [[[1]]], "activation": network.get("activation", "tanh")})
    return tuple(widths), unit.activation, tied


def _vector(values: Any) -> Vector:
    numbers = [RATIONALS.convert(value) for value in values]
    return tuple(Fraction(int(number.p), int(number.q)) for number in numbers)


def _sized(values: Any, length: int, name: str) -> Vector:
    if isinstance(values, str) or not hasattr(values, "__len__") or len(values) != length:
        raise Invalid(f"the {name} of a line", f"{values!r:.80}", f"give {length} numbers")
    return _vector(values)


def _texts(vector: Vector) -> list[str]:
    return [str(value) for value in vector]
