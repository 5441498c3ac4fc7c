from fractions import Fraction

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from closedprop.networks import Network, gaussian_network
from closedprop.networks.residual import ResidualNetwork, residual_backward, residual_forward, residual_matrices
from closedprop.scalars import BALLS, RATIONALS, Invalid, Unable

NETWORK = ResidualNetwork(gaussian_network(np.random.default_rng(5), [3] * 6, 1.5, 0.4, "tanh"), 0.3)
X, TOP = np.array([0.3, -1.1, 0.7]), np.array([1.0, -2.0, 0.5])


def test_deltas_and_gradients_are_those_of_automatic_differentiation():
    weights = [weight.astype(float) for weight in NETWORK.network.weights]
    biases = [bias.astype(float) for bias in NETWORK.network.biases]

    def loss(x, first, shift):
        for weight, bias in zip([first, *weights[1:]], [shift, *biases[1:]], strict=True):
            x = x + 0.3 * (anp.dot(weight, anp.tanh(x)) + bias)
        return anp.dot(TOP, x)

    gradients = residual_backward(NETWORK, X, TOP)
    assert gradients.deltas[0] == pytest.approx(grad(loss, 0)(X, weights[0], biases[0]), rel=1e-12)
    assert gradients.weights[0] == pytest.approx(grad(loss, 1)(X, weights[0], biases[0]), rel=1e-12)
    assert gradients.biases[0] == pytest.approx(grad(loss, 2)(X, weights[0], biases[0]), rel=1e-12)


def test_the_matrices_multiply_to_delta():
    z = residual_forward(NETWORK, X).preactivations
    delta = TOP
    for matrix in reversed(residual_matrices(NETWORK, z)):
        delta = delta + matrix @ delta
    assert delta == pytest.approx(residual_backward(NETWORK, X, TOP).deltas[0], rel=1e-12)


def test_exact_and_enclosed():
    exact = ResidualNetwork(Network.tied([["1/2"]], depth=3, activation="quadratic", bias=[1]))
    assert exact.step == Fraction(1, 2)
    value = residual_backward(exact, [1], [1], over=RATIONALS).deltas[0][0]
    assert residual_backward(exact, [1], [1], over=BALLS).deltas[0][0].contains(value)
    assert value == RATIONALS.convert("45/16")  # derived: z = 1, 7/4; slopes 1 + z/2: 3/2 * 15/8


def test_properties():
    assert (NETWORK.depth, NETWORK.widths, NETWORK.is_tied, NETWORK.activation.name) == (6, (3,) * 6, False, "tanh")
    assert ResidualNetwork(Network.tied([[1]], depth=3)).is_tied


def test_refusals():
    with pytest.raises(Invalid, match=r"a residual network: widths \(1, 2\); give every layer the same width"):
        ResidualNetwork(Network([[[1], [1]]]))
    with pytest.raises(Invalid, match="the step of a residual network: NaN"):
        ResidualNetwork(Network([[[1]]]), float("nan"))
    with pytest.raises(Invalid, match=r"the input x: shape \(1,\); give it shape \(3,\)"):
        residual_forward(NETWORK, [1.0])
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(1,\); give it shape \(3,\)"):
        residual_backward(NETWORK, X, [1.0])
    with pytest.raises(Unable, match="over FLOATS: overflow; use over=BALLS, or a smaller step"):
        residual_forward(ResidualNetwork(Network.tied([[10]], depth=12, activation="quadratic"), 1), [9.0])
