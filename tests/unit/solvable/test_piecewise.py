"""Piecewise linear networks: one region, and the sawtooth."""

import numpy as np
import pytest

from closedprop.networks import Network, backward, forward, rational_network
from closedprop.networks.regions import sawtooth_network, sign
from closedprop.scalars import RATIONALS, Undefined
from closedprop.solvable.piecewise import affine_map, sawtooth


def random_network(seed, widths, activation):
    rng = np.random.default_rng(seed)
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [[[f"{k}/7" for k in row] for row in rng.integers(-9, 10, shape)] for shape in shapes]
    return Network(weights, [[f"{k}/5" for k in rng.integers(-9, 10, shape[0])] for shape in shapes], activation)


def pattern(network, x):
    return tuple(tuple(map(sign, z)) for z in forward(network, x, RATIONALS).preactivations[:-1])


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs"])
def test_the_affine_map_of_a_region(activation):
    network, x = random_network(1, [3, 4, 4, 2], activation), ["1/3", "-2/7", "5/11"]
    matrix, constant = affine_map(network, x)
    for step in ("0", "1/1000"):
        y = RATIONALS.array(x) + RATIONALS.convert(step)
        assert pattern(network, y) == pattern(network, x)
        assert (matrix @ y + constant == forward(network, y, RATIONALS).output).all()
        assert (matrix.T @ RATIONALS.array([2, -3]) == backward(network, y, [2, -3], RATIONALS).deltas[0]).all()


@pytest.mark.parametrize("steps", range(7))
def test_the_sawtooth(steps):
    for x in [f"{k}/37" for k in range(-37, 38)]:
        network = sawtooth_network(max(steps, 1))
        trace = forward(network, [x], RATIONALS).preactivations[steps]
        value, slope = sawtooth(x, steps)
        assert value == trace[0]
        if steps and "37/37" not in x and (2 ** (steps - 1) * (RATIONALS.convert(x) + 1)).q != 1:
            assert slope == backward(network, [x], [1], RATIONALS).deltas[0][0]


def test_messages():
    with pytest.raises(Undefined, match="a preactivation of layer 1 is 0: x is on its border; move x"):
        affine_map(rational_network(np.random.default_rng(0), [1, 1], "relu"), [0])
    with pytest.raises(Undefined, match=r"the sawtooth at 2: outside \[-1, 1\]"):
        sawtooth(2, 1)
