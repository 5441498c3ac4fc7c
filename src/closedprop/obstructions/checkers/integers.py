"""ReLU networks with integer weights, as certificates give them: read, run and differentiated in integers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from closedprop.obstructions.certificate import Certificate
from closedprop.obstructions.checkers.fields import demand, field, fraction

Row = dict[int, int]


@dataclass(frozen=True)
class IntegerNetwork:
    """The non-zero weights of each unit by the units below, and the biases; one layer for all if tied."""

    layers: tuple[tuple[tuple[Row, int], ...], ...]
    inputs: int
    depth: int
    tied: bool

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the layers, input first (of a tied network, two of them)."""
        return (self.inputs, *(len(layer) for layer in self.layers))

    @property
    def weights(self) -> int:
        """The number of non-zero weights; of a tied network, of its one layer."""
        return sum(len(row) for layer in self.layers for row, _ in layer)

    def layer(self, l: int) -> tuple[tuple[Row, int], ...]:
        """Return the units of the map from layer l to layer l + 1."""
        return self.layers[0] if self.tied else self.layers[l - 1]

    def step(self, z: Sequence[int], l: int) -> list[int]:
        """Return z^(l+1), given z^(l)."""
        return [bias + sum(w * z[j] for j, w in row.items() if z[j] > 0) for row, bias in self.layer(l)]

    def tangent(self, slope: Sequence[int], z: Sequence[int], l: int) -> list[int]:
        """Return the derivative of z^(l+1) in a direction, given that of z^(l)."""
        return [sum(w * slope[j] for j, w in row.items() if z[j] > 0) for row, _ in self.layer(l)]

    def delta(self, z: Sequence[Sequence[int]], top: Sequence[int]) -> list[int]:
        """Return delta^(1), given the preactivations of all layers and delta^(L): the recursion of the question."""
        delta = list(top)
        for l in range(len(z) - 1, 0, -1):
            below = [0] * len(z[l - 1])
            for (row, _), above in zip(self.layer(l), delta, strict=True):
                for j, w in row.items() if above else ():
                    below[j] += w * above
            delta = [value if active > 0 else 0 for value, active in zip(below, z[l - 1], strict=True)]
        return delta


def integer_network(record: Any) -> IntegerNetwork:
    """Return the network of a certificate's JSON object; every fault is an ``InvalidCertificate``."""
    asked = "the network of a certificate"
    keys = {"weights", "biases", "activation", "tied", "depth"}
    demand(isinstance(record, dict) and set(record) == keys, asked, f"{record!r:.80}", f"give {sorted(keys)}")
    tied, depth = record["tied"], record["depth"]
    demand(record["activation"] == "relu", asked, f"activation {record['activation']!r:.40}", "use relu")
    demand(type(tied) is bool, asked, f"tied {tied!r:.40}", "give true or false")
    demand(type(depth) is int and depth >= 2, asked, f"depth {depth!r:.40}", "give an integer >= 2")
    matrices = [record["weights"]] if tied else _list(record["weights"])
    biases = [record["biases"]] if tied else _list(record["biases"])
    demand(len(matrices) == len(biases), asked, f"{len(matrices)} weights, {len(biases)} biases", "give as many")
    demand(tied or depth == len(matrices) + 1, asked, f"depth {depth}, {len(matrices)} weights", "give depth - 1")
    inputs = width = len(_list(_list(matrices[0])[0]))
    layers = []
    for matrix, bias in zip(matrices, biases, strict=True):
        rows = [[integer(value, "the weights") for value in _list(row)] for row in _list(matrix)]
        shifts = [integer(value, "the biases") for value in _list(bias)]
        fits = {len(row) for row in rows} == {width} and len(rows) == len(shifts)
        demand(fits, asked, "matrices and biases that do not fit", "give matching shapes")
        layers.append(
            tuple(({j: w for j, w in enumerate(row) if w}, shift) for row, shift in zip(rows, shifts, strict=True))
        )
        width = len(rows)
    demand(not tied or width == inputs, asked, f"a tied weight of shape {width} x {inputs}", "make it square")
    return IntegerNetwork(tuple(layers), inputs, depth, tied)


def integer(value: Any, name: str) -> int:
    """Return an integer of a certificate, given as an integer or as text."""
    number = fraction(value, name)
    demand(number.denominator == 1, f"a number of {name}", f"{value!r:.40}", "give an integer")
    return number.numerator


def entry_of(certificate: Certificate, unit: int) -> None:
    """Demand that the field ``entry`` names that unit, counted from 1, of layer 1."""
    given = field(certificate, "entry", dict)
    integers = set(given) == {"layer", "unit"} and all(type(value) is int for value in given.values())
    right = integers and given == {"layer": 1, "unit": unit}
    demand(right, "the entry of a certificate", f"{given!r:.60}", f"it is unit {unit} of layer 1")


def _list(value: Any) -> list[Any]:
    proper = isinstance(value, list) and bool(value)
    demand(proper, "the network of a certificate", f"{value!r:.60}", "give lists that are not empty")
    return value
