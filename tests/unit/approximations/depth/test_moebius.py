import numpy as np
import pytest

from closedprop.approximations import approximate
from closedprop.approximations.depth.moebius import moebius_expansion, moebius_surrogate
from closedprop.networks import Network, activation_from, backward
from closedprop.scalars import BALLS, RATIONALS, Exact, Invalid, Unable, Undefined
from closedprop.validated.precision import precision

MOEBIUS = activation_from("homography", "(2*z + 1)/(z + 3)")


def composed(network, centers, x, steps):
    """The osculating maps, one layer at a time, and the product of their slopes; derivatives by differences."""
    z, delta, h = x, 1.0, 1e-4
    for l in range(steps):
        weight, bias = float(network.weights[l][0, 0]), float(network.biases[l][0])
        f = lambda t, w=weight, b=bias: w * network.activation(np.array([t]))[0] + b  # noqa: E731
        c = centers[l]
        slope = (f(c + h) - f(c - h)) / (2 * h)
        bend = (f(c + h) - 2 * f(c) + f(c - h)) / h**2 / (2 * slope)
        delta *= slope / (1 - bend * (z - c)) ** 2
        z = f(c) + slope * (z - c) / (1 - bend * (z - c))
    return delta


def test_untied_layers_at_an_operating_point():
    network = Network([[[0.8]], [[-1.1]], [[0.6]]], [[0.2], [0.1], [0]], "softplus")
    centers = [0.5]
    for weight, bias in zip(network.weights, network.biases, strict=True):
        centers.append(float(weight[0, 0] * network.activation(np.array(centers[-1:]))[0] + bias[0]))
    found = moebius_surrogate(network, [0.9], [2.0], 4, center=[0.5])
    assert found.value[0] == pytest.approx([2 * composed(network, centers, 0.9, 3)], rel=1e-6)
    assert found.order == 2 and found.bound is None


def test_a_moebius_activation_is_exact():
    network = Network.tied([[0.5]], 31, [0.25], MOEBIUS)
    found = moebius_surrogate(network, [2.0], [1.0], 31)
    assert isinstance(found, Exact)
    assert found.value[0] == pytest.approx(backward(network, [2.0], [1.0]).deltas[0], rel=1e-12)


@pytest.mark.parametrize(("name", "weight", "bias"), [("softplus", 0.5, 0), ("gelu", 0.7, 0.1), ("sigmoid", 2, -0.5)])
def test_the_bound_holds_uniformly_in_the_depth(name, weight, bias):
    """The ratio of bound and error at depth 300 is that at depth 30, and not large."""
    network = Network.tied([[weight]], 2, [bias], name)
    center = float(moebius_expansion(network).layers[0].center.mid())
    ratios = []
    for depth in (31, 301):
        deep = Network([network.weights[0]] * (depth - 1), [network.biases[0]] * (depth - 1), network.activation)
        x = [center + 0.1]
        found, truth = moebius_surrogate(network, x, [1.0], depth), backward(deep, x, [1.0]).deltas[0][0]
        error = abs(found.value[0][0] - truth)
        assert error <= found.bound * (1 + 1e-9)
        ratios.append(found.bound / error)
    assert ratios[0] == pytest.approx(ratios[1], rel=0.05) and ratios[0] < 60


def test_at_a_parabolic_fixed_point():
    """z^2 + 1/4 at 1/2 is h + h^2; its osculating map h/(1 - h) has h_n = h/(1 - n h)."""
    network = Network.tied([[1]], 2, ["1/4"], "quadratic")
    found = moebius_surrogate(network, ["3/10"], [1], 1001, center="1/2", over=BALLS)
    assert float(found.value[0][0].mid()) == pytest.approx((1 + 1000 * 0.2) ** -2, rel=1e-13)


def test_two_stages_and_balls():
    network = Network.tied([[0.5]], 2, activation="softplus")
    expansion = moebius_expansion(network)
    found = approximate(network, [0.8], [1.0], method="moebius_surrogate", depth=101)
    assert expansion.delta([0.8], [1.0], 101) == pytest.approx(found.value[0], rel=1e-13)
    with precision(300):
        ball = moebius_surrogate(Network.tied([["1/2"]], 2, None, "softplus"), ["4/5"], [1], 101, over=BALLS)
        assert ball.value[0][0].rel_accuracy_bits() > 200
    assert float(ball.value[0][0].mid()) == pytest.approx(found.value[0][0], rel=1e-13)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: moebius_expansion(Network.tied(np.eye(2), 2)), Invalid, r"widths \(2, 2\); give a network of width 1"),
        (lambda: moebius_expansion(Network([[[1]]], activation="relu")), Undefined, "relu: it has kinks"),
        (lambda: moebius_expansion(Network([[[1]]], activation="quadratic")), Undefined, "slope 0 at the center 0"),
        (
            lambda: moebius_surrogate(Network([[[1]], [[2]]], activation="exp"), [3.0], [1.0], 3),
            Unable,
            "outside of its interval: a pole between the center and a distance of 3",
        ),
        (
            lambda: moebius_surrogate(Network([[[1]], [[2]]], activation="exp"), [0.1], [1.0], 9),
            Invalid,
            "depth 9: an untied network of depth 3",
        ),
        (lambda: moebius_surrogate(Network([[[0.5]]]), [0.1, 0.2], [1.0], 2), Invalid, r"x of a .*shape \(2,\)"),
        (
            lambda: moebius_expansion(Network([[[0.5]]])).delta([1], [1], 2, over=RATIONALS),
            Undefined,
            "over RATIONALS: enclosures",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()
