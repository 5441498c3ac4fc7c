"""Random networks with zeros and singular layers, for the tests of orders."""

from itertools import pairwise

import numpy as np
import pytest

from closedprop.networks import Network
from closedprop.networks.line import Line


def sparse_line(seed, activation="tanh", zeros=0.3):
    """Return a random network of widths 1 to 3 with small weights, some of them zero, along a random or generic line."""
    rng = np.random.default_rng(seed)
    widths = [int(width) for width in rng.integers(1, 4, size=int(rng.integers(2, 5)))]

    def entry():
        return 0 if rng.random() < zeros else f"{int(rng.integers(1, 4)) * (-1) ** int(rng.integers(2))}/2"

    weights = [[[entry() for _ in range(a)] for _ in range(b)] for a, b in pairwise(widths)]
    biases = [[entry() for _ in range(b)] for b in widths[1:]]
    direction = "generic" if rng.random() < 0.5 else [int(rng.integers(1, 4)) for _ in range(widths[0])]
    base = [entry() for _ in range(widths[0])]
    output = [int(rng.integers(0, 3)) for _ in range(widths[-1])]
    return Line.of(Network(weights, biases, activation), direction, base, output)


def quantities(line):
    """Return every quantity of a network with its index."""
    widths, n = line.widths, line.layers
    yield from (("output", ()), ("derivative", ()))
    yield from (("delta", (l, i)) for l in range(1, n + 2) for i in range(widths[l - 1]))
    yield from (("weight", (l, i, j)) for l in range(1, n + 1) for i in range(widths[l]) for j in range(widths[l - 1]))


@pytest.fixture(name="sparse_line")
def _sparse_line():
    return sparse_line


@pytest.fixture(name="quantities")
def _quantities():
    return quantities
