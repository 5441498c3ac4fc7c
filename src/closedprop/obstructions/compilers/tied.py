"""A weight-tied ReLU layer whose units have names, with a switch whose delta is what it computes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from closedprop.networks import Network
from closedprop.obstructions.compilers.circuits import OUTPUT, SWITCH
from closedprop.obstructions.compilers.layers import Unit


@dataclass(frozen=True, eq=False)
class TiedLayer:
    """One layer of units, used at every depth, and what each carries; a ``switch`` and an ``output`` are among them.

    The loss is the output: delta^(L) is 1 there and 0 elsewhere.
    """

    units: tuple[Unit, ...]
    labels: tuple[str, ...]

    @property
    def width(self) -> int:
        """The number of units."""
        return len(self.units)

    @property
    def weights(self) -> int:
        """The number of weights that are not 0."""
        return sum(len(row) for row, _ in self.units)

    @property
    def bits(self) -> int:
        """The number of bits of the largest weight or bias."""
        return max(abs(n).bit_length() for row, bias in self.units for n in (*row.values(), bias))

    @property
    def switch(self) -> int:
        """The unit whose delta is looked at."""
        return self.labels.index(SWITCH)

    @property
    def output(self) -> int:
        """The unit that is the loss."""
        return self.labels.index(OUTPUT)

    def network(self, depth: int) -> Network:
        """Return the weight-tied network of that depth, with its matrix written out."""
        weight = [[row.get(column, 0) for column in range(self.width)] for row, _ in self.units]
        return Network.tied(weight, depth, [bias for _, bias in self.units], "relu")

    def run(self, x: Sequence[int], depth: int) -> Iterator[tuple[list[int], list[int]]]:
        r"""Yield :math:`z^{(l)}` and its derivative :math:`\partial z^{(l)} / \partial z^{(1)}_s` for l = 1, .., depth.

        The derivative of the output at layer l is delta^(1)_s of the network of depth l. Error: exact, in integers of any size.
        """
        z, slope = list(x), [0] * self.width
        slope[self.switch] = 1
        rows = [(list(row.items()), bias) for row, bias in self.units]
        for l in range(1, depth + 1):
            yield z, slope
            if l < depth:
                a = [max(0, value) for value in z]
                moved = [value if active > 0 else 0 for value, active in zip(slope, z, strict=True)]
                z = [bias + sum(weight * a[j] for j, weight in row) for row, bias in rows]
                slope = [sum(weight * moved[j] for j, weight in row) for row, _ in rows]

    def deltas(self, x: Sequence[int], steps: int) -> list[int]:
        """Return delta^(1)_s of the networks of depth 3, .., steps + 3.

        >>> layer = TiedLayer((({0: 1}, 0), ({0: 1}, 0), ({1: 1}, 1)), ("switch", "gate", "output"))
        >>> layer.deltas([1, -1, 1], 2)
        [1, 1, 1]
        """
        return [slope[self.output] for _, slope in self.run(x, steps + 3)][2:]
