from fractions import Fraction

import numpy as np
import pytest

from closedprop.networks import ACTIVATIONS, Activation, Network, backward
from closedprop.networks.symmetries import growth_rate, homogeneity, parameter_count, symmetry_fields
from closedprop.scalars import RATIONALS

WEIGHTS = [[[2, -1], [3, 5], [1, 1]], [[1, 4, -2], [2, 3, 7]], [[-3, 2]]]
BIASES = [["1/2", "-3/2", "5/2"], ["7/2", "-1/2"], ["1/3"]]
FIELDS = {"relu": 5, "leaky_relu": 5, "abs": 5, "quadratic": 6, "identity": 18, "tanh": 0, "logistic": 0}


def fields(name):
    return symmetry_fields(ACTIVATIONS[name], WEIGHTS, BIASES, RATIONALS)


@pytest.mark.parametrize("name", FIELDS)
def test_how_many_there_are(name):
    """One a unit of the two inner layers; for the square a rotation of the last one; for the identity 3*3 + 3 + 2*2 + 2."""
    assert fields(name).shape == (FIELDS[name], parameter_count([2, 3, 2, 1]))


@pytest.mark.parametrize("name", [name for name in FIELDS if FIELDS[name]])
def test_the_output_does_not_move(name):
    """The derivative of the output along each field, by back-propagation, is 0 exactly."""
    network = Network(WEIGHTS, BIASES, name)
    for x in ([1, -2], ["1/3", "5/7"], [-4, 3]):
        gradients = backward(network, x, [1], RATIONALS)
        pairs = zip(gradients.weights, gradients.biases, strict=True)
        gradient = np.concatenate([part.ravel() for pair in pairs for part in pair])
        assert all(value == 0 for value in fields(name) @ gradient)


def test_which_activations_have_one():
    assert homogeneity(Activation("cube", "-2*z**3")) == 3
    assert homogeneity(Activation("shifted", "max(0, z - 1)", kinks={1: 0})) is None
    assert homogeneity(ACTIVATIONS["hardtanh"]) is None
    assert growth_rate(Activation("decay", "5*exp(-z/2)")) == Fraction(-1, 2)
    assert growth_rate(ACTIVATIONS["sigmoid"]) is None
