"""Affine functions of the activations of a layer, from which the units of the next layer are written."""

from collections import Counter
from dataclasses import dataclass

from closedprop.obstructions.compilers.layers import Unit


@dataclass(frozen=True)
class Affine:
    """An affine function: its weights by unit, and a constant.

    >>> (2 * (Affine.of(0) + -1 * Affine.of(1))).plus(-3).unit
    ({0: 2, 1: -2}, -3)
    """

    weights: Counter
    constant: int = 0

    @classmethod
    def of(cls, unit: int) -> "Affine":
        """Return the activation of a unit."""
        return cls(Counter({unit: 1}))

    @classmethod
    def number(cls, constant: int) -> "Affine":
        """Return a constant."""
        return cls(Counter(), constant)

    def __add__(self, other: "Affine") -> "Affine":
        total = Counter(self.weights)
        for unit, weight in other.weights.items():
            total[unit] += weight
        return Affine(total, self.constant + other.constant)

    def __rmul__(self, factor: int) -> "Affine":
        return Affine(Counter({u: factor * w for u, w in self.weights.items()}), factor * self.constant)

    def plus(self, constant: int) -> "Affine":
        """Return the function with a constant added."""
        return Affine(self.weights, self.constant + constant)

    @property
    def unit(self) -> Unit:
        """The unit whose preactivation this is: without the weights that are 0."""
        return {column: weight for column, weight in sorted(self.weights.items()) if weight}, self.constant
