from itertools import pairwise

import numpy as np
import pytest

from closedprop.errors import Invalid, Unable
from closedprop.obstructions.compilers import IntegerLayers
from closedprop.obstructions.compilers.families import multiplier, random_circuit, small_circuits


def random_layers(rng, widths, largest):
    return IntegerLayers(
        widths[0],
        [
            [
                ({j: int(rng.integers(1, largest)) * (-1) ** j for j in range(below)}, int(rng.integers(-9, 9)))
                for _ in range(w)
            ]
            for below, w in pairwise(widths)
        ],
    )


@pytest.mark.parametrize("widths", [(2, 3, 1), (4, 70, 80, 2)])  # dense, and sparse above 4096 entries
def test_many_inputs_at_once_are_one_after_another(widths):
    rng = np.random.default_rng(3)
    layers = random_layers(rng, widths, 5)
    x = rng.integers(-9, 9, size=(widths[0], 6))
    z = layers.forward_all(x)
    deltas = layers.backward_all(z, np.ones((widths[-1], 6), dtype=np.int64))
    for case in range(6):
        alone = layers.forward(x[:, case].tolist())
        assert [layer[:, case].tolist() for layer in z] == alone
        assert [layer[:, case].tolist() for layer in deltas] == layers.backward(alone, [1] * widths[-1])


def test_deltas_beyond_64_bits_are_exact():
    layers = IntegerLayers(1, [[({0: 2}, -1)]] * 100)  # a wire of a hundred layers
    z = layers.forward_all(np.array([[1, -1]]))
    assert layers.backward_all(z, np.array([[1, 1]]))[0].tolist() == [[2**100, 0]]


def test_numbers_beyond_64_bits_are_refused_or_exact():
    layers = IntegerLayers(1, [[({0: 3}, 0)]] * 50)
    assert layers.forward([1])[-1] == [3**50]
    with pytest.raises(Unable, match=r"z\^\(41\) in 64 bits: a bound of"):
        layers.forward_all(np.array([[1]]))
    with pytest.raises(Unable, match="the weights in 64 bits: one of 71 bits; use forward and backward"):
        IntegerLayers(1, [[({0: 2**70}, 0)]]).forward_all(np.array([[1]]))


def test_layers_that_are_none():
    with pytest.raises(Invalid, match=r"layer 2: empty, or weights of the units \[1\]"):
        IntegerLayers(1, [[({1: 2}, 0)]])
    with pytest.raises(Invalid, match="layer 3: empty"):
        IntegerLayers(1, [[({0: 2}, 0)], []])


def test_families_say_what_they_refuse():
    rng = np.random.default_rng(0)
    with pytest.raises(Invalid, match="circuits of shape 'locl': unknown; did you mean local"):
        random_circuit(rng, "locl", 4, 100)
    with pytest.raises(Invalid, match="10 gates on 4 inputs: too few; give at least five gates an input"):
        random_circuit(rng, "local", 4, 10)
    with pytest.raises(Invalid, match="digit 4 of a product of 2 digits: does not exist"):
        multiplier(2, 4)
    assert len({circuit.gates for circuit in small_circuits(2, 2)}) == 64
