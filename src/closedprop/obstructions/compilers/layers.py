"""A ReLU network with integer weights, stored by its non-zero weights and run in integers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from closedprop.errors import Invalid, Unable
from closedprop.networks import Network

#: A unit of a layer: the non-zero weights by the unit of the layer before, and the bias.
Unit = tuple[dict[int, int], int]

_DENSE = 4096  # tuned: entries up to which a dense product is the faster one
_LARGEST = 2**62  # derived: sums below it do not overflow a signed 64-bit integer
_MOST = 8_000_000  # arbitrary: matrix entries of a dense network, about a gibibyte of Python objects


@dataclass(frozen=True, eq=False)
class IntegerLayers:
    r"""The units of the layers 2 to L of a ReLU network with integer weights; layer 1 is the input, of width ``inputs``.

    .. math:: z^{(1)} = x, \qquad z^{(l+1)} = W^{(l)} \max(0, z^{(l)}) + b^{(l)}

    >>> layers = IntegerLayers(2, [[({0: 2, 1: 2}, -3)]])
    >>> layers.forward([1, 1]), layers.backward(layers.forward([1, 1]), [1])
    ([[1, 1], [1]], [[2, 2], [1]])
    """

    inputs: int
    layers: Sequence[Sequence[Unit]]

    def __post_init__(self) -> None:
        widths = self.widths
        for l, layer in enumerate(self.layers, start=2):
            outside = [column for weights, _ in layer for column in weights if not 0 <= column < widths[l - 2]]
            if not layer or outside:
                raise Invalid(f"layer {l}", f"empty, or weights of the units {outside}", "give units that exist")

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the layers, input first."""
        return (self.inputs, *(len(layer) for layer in self.layers))

    @property
    def depth(self) -> int:
        """The number L of layers of preactivations."""
        return len(self.layers) + 1

    @property
    def units(self) -> int:
        """The number of units of all layers, those of the input included."""
        return sum(self.widths)

    @property
    def nonzeros(self) -> int:
        """The number of non-zero weights."""
        return sum(1 for weights, _ in self._all_units() for weight in weights.values() if weight)

    @property
    def bits(self) -> int:
        """The number of bits of the largest weight or bias."""
        return max(abs(n).bit_length() for weights, bias in self._all_units() for n in (*weights.values(), bias))

    def _all_units(self) -> Iterable[Unit]:
        return (unit for layer in self.layers for unit in layer)

    def network(self) -> Network:
        """Return the same network with its matrices written out.

        Raises ``Unable`` for matrices with more entries than fit into memory.
        """
        entries = sum(a * b for a, b in zip(self.widths[1:], self.widths[:-1], strict=True))
        if entries > _MOST:
            raise Unable("the dense network", f"{entries} matrix entries", f"run it sparse; up to {_MOST} are written")
        weights = []
        for layer, columns in zip(self.layers, self.widths[:-1], strict=True):
            weight = np.zeros((len(layer), columns), dtype=object)
            for i, (row, _) in enumerate(layer):
                for j, value in row.items():
                    weight[i, j] = value
            weights.append(weight)
        return Network(weights, [[bias for _, bias in layer] for layer in self.layers], "relu")

    def forward(self, x: Sequence[int]) -> list[list[int]]:
        """Return all preactivations at the input ``x``, in integers of any size."""
        z = [list(x)]
        for layer in self.layers:
            a = [max(0, value) for value in z[-1]]
            z.append([bias + sum(weight * a[j] for j, weight in row.items()) for row, bias in layer])
        return z

    def backward(self, z: Sequence[Sequence[int]], delta_top: Sequence[int]) -> list[list[int]]:
        """Return delta at every layer, given the preactivations and delta^(L)."""
        deltas = [list(delta_top)]
        for layer, below in zip(reversed(self.layers), reversed(z[:-1]), strict=True):
            delta = [0] * len(below)
            for (row, _), above in zip(layer, deltas[-1], strict=True):
                if above:
                    for j, weight in row.items():
                        delta[j] += weight * above
            deltas.append([value if active > 0 else 0 for value, active in zip(delta, below, strict=True)])
        return deltas[::-1]

    def forward_all(self, x: np.ndarray) -> list[np.ndarray]:
        """Return all preactivations at many inputs, in 64-bit integers that are checked not to overflow.

        Shapes: ``x`` (inputs, cases); layer l of the result (widths[l], cases).
        Raises ``Unable`` where a sum might exceed 64 bits.
        """
        z = [x.astype(np.int64)]
        for l, ((weight, norm, _), layer) in enumerate(zip(self._matrices, self.layers, strict=True), start=2):
            a = np.maximum(z[-1], 0)
            bound = norm * int(a.max()) + max(abs(bias) for _, bias in layer)
            if bound >= _LARGEST:
                raise Unable(f"z^({l}) in 64 bits", f"a bound of {bound}", "use forward, for one input")
            z.append(weight @ a + np.array([bias for _, bias in layer])[:, None])
        return z

    def backward_all(self, z: Sequence[np.ndarray], delta_top: np.ndarray) -> list[np.ndarray]:
        """Return delta at every layer at many inputs: in 64 bits where that is certain to suffice, else case by case.

        Deltas grow with depth, since a wire has weight 2; what :meth:`forward_all` does in 64 bits may need more here.
        Shapes: ``delta_top`` (widths[-1], cases).
        """
        deltas = [delta_top.astype(np.int64)]
        for (weight, _, norm), below in zip(reversed(self._matrices), reversed(z[:-1]), strict=True):
            if norm * int(abs(deltas[-1]).max()) >= _LARGEST:
                cases = range(delta_top.shape[1])
                every = [self.backward([layer[:, c].tolist() for layer in z], delta_top[:, c].tolist()) for c in cases]
                return [np.array(layer, dtype=object).T for layer in zip(*every, strict=True)]
            deltas.append((weight.T @ deltas[-1]) * (below > 0))
        return deltas[::-1]

    @cached_property
    def _matrices(self) -> list[tuple[Any, int, int]]:
        """The weights, dense or sparse, and the largest sum of absolute values of a row and of a column of each."""
        from scipy.sparse import csr_array  # here, because SciPy takes a third of a second to load and few jobs need it

        if self.bits > 62:
            raise Unable("the weights in 64 bits", f"one of {self.bits} bits", "use forward and backward")
        matrices: list[tuple[Any, int, int]] = []
        for layer, columns in zip(self.layers, self.widths[:-1], strict=True):
            by_row = max(sum(map(abs, row.values())) for row, _ in layer)
            by_column = [0] * columns
            at = [(i, j, value) for i, (row, _) in enumerate(layer) for j, value in row.items()]
            for _, j, value in at:
                by_column[j] += abs(value)
            matrix: Any
            if len(layer) * columns > _DENSE:
                rows, below, values = (np.array(part, dtype=np.int64) for part in zip(*at, strict=True))
                matrix = csr_array((values, (rows, below)), shape=(len(layer), columns), dtype=np.int64)
            else:
                matrix = np.zeros((len(layer), columns), dtype=np.int64)
                for i, j, value in at:
                    matrix[i, j] = value
            matrices.append((matrix, by_row, max(by_column)))
        return matrices
