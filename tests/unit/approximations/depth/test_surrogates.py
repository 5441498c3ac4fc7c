import numpy as np
import pytest

from closedprop.approximations import approximate
from closedprop.approximations.depth.surrogates import surrogate, surrogate_network
from closedprop.networks import Network, activation, backward, gaussian_network
from closedprop.scalars import BALLS, RATIONALS, Exact, Invalid, Undefined
from closedprop.solvable.normalized import normalized_tied, normalized_untied
from closedprop.validated.precision import precision


def test_one_neuron_is_the_network_of_the_surrogate():
    """Back-propagation through isru with a = 2/3, whatever the signs of the weights."""
    weights = [[[0.7]], [[-1.3]], [[2.1]]]
    found = surrogate(Network(weights), [0.9], [2.0], depth=4)
    isru = Network(weights, activation=activation("isru", a="2/3"))
    assert found.value[0] == pytest.approx(backward(isru, [0.9], [2.0]).deltas[0], rel=1e-14)


def test_sigmoid_is_a_scaled_tanh():
    """4 sigmoid(z) - 2 = 2 tanh(z/2), so delta at 2 x is that of tanh at x."""
    wide = surrogate(Network.tied([[4]], 50, [-2], "sigmoid"), [1.6], [1.0], 50)
    assert wide.value[0] == pytest.approx(surrogate(Network.tied([[1]], 50), [0.8], [1.0], 50).value[0], rel=1e-13)


def test_softsign_is_exact_and_deep():
    found = surrogate(Network.tied([[1]], 2, activation="softsign"), [0.5], [1.0], depth=10**6 + 1)
    assert isinstance(found, Exact) and found.value[0] == pytest.approx((1 + 0.5e6) ** -2, rel=1e-13)
    network = Network([[[0.7]], [[-1.2]]], activation="softsign")
    assert surrogate(network, [0.3], [1.0], 3).value[0] == pytest.approx(backward(network, [0.3], [1.0]).deltas[0])


def test_no_overflow_in_between():
    """w^n alone would be 10^41392; delta is w^n / (1 + S x^2)^(3/2) with S = (w^2n - 1)/(w^2 - 1) * 2/3."""
    n = 10**6
    found = surrogate(Network.tied([[1.1]], 2), [0.4], [1.0], depth=n + 1)
    assert found.value[0][0] == 0.0 and found.bound is None
    shallow = surrogate(Network.tied([[1.1]], 2), [0.4], [1.0], depth=1001).value[0][0]
    limit = 1.1**-2000 * (0.4**2 * 2 / 3 / (1.1**2 - 1)) ** -1.5
    assert shallow == pytest.approx(limit, rel=1e-9)


def test_several_neurons_are_the_normalized_network():
    rng = np.random.default_rng(3)
    tied = gaussian_network(rng, [3] * 9, 0.9, 0.0, "tanh", tied=True)
    x, top = rng.standard_normal(3), rng.standard_normal(3)
    form = normalized_tied((tied.weights[0], "2/5"))  # a_3 = 2 / (3 + 2)
    assert surrogate(tied, x, top, 9).value[0] == pytest.approx(form.delta(x, top, 8), rel=1e-12)
    deep = surrogate_network(tied).delta(x, top, 10**6)
    assert deep == pytest.approx(form.delta(x, top, 10**6 - 1), rel=1e-12)
    untied = gaussian_network(rng, [3, 2, 4], 0.9, 0.0, "tanh")
    layers = [(weight, a) for weight, a in zip(untied.weights, ("2/5", "1/2"), strict=True)]
    top = rng.standard_normal(4)
    expected = normalized_untied(layers).delta(x, top, 2)
    assert surrogate(untied, x, top, 3).value[0] == pytest.approx(expected, rel=1e-12)


def test_the_strength_is_the_projection_of_the_cubic_term():
    """Least squares over directions in the plane, of values and of Jacobians: 16 angles integrate degree 8 exactly."""
    a = float(surrogate_network(Network([np.eye(2)], activation="tanh")).strengths[0])
    angles = 2 * np.pi * np.arange(16) / 16
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    cubic, radial = -(directions**3) / 3, directions
    assert -a / 2 == pytest.approx(np.sum(cubic * radial) / np.sum(radial * radial), rel=1e-13)
    slopes = np.array([np.diag(-(z**2)) for z in directions])
    jacobians = np.array([np.eye(2) + 2 * np.outer(z, z) for z in directions])
    assert -a / 2 == pytest.approx(np.sum(slopes * jacobians) / np.sum(jacobians**2), rel=1e-13)


@pytest.mark.parametrize(("name", "width"), [("tanh", 1), ("arctan", 1), ("sigmoid", 1), ("tanh", 3), ("erf", 2)])
@pytest.mark.parametrize("fit", ["matched", "fitted"])
def test_the_bound_holds(name, width, fit):
    """Random networks, tied and untied; false alarms have probability 0, the bound is proved."""
    if width > 1 and fit == "fitted":
        return
    rng, act, ratios = np.random.default_rng(width), activation(name), []
    offset = float(act(np.zeros(1))[0])
    for k in range(24):
        tied = bool(k % 2)
        drawn = gaussian_network(rng, [width] * 5, 0.9 / float(act.slope(np.zeros(1))[0]), 0.0, act, tied=tied)
        weights = [np.round(weight.astype(float), 3) if offset else weight for weight in drawn.weights]
        biases = [[-offset * sum(row) for row in weight] for weight in weights]
        network = Network(weights, biases, act)
        x, top = 10 ** rng.uniform(-2, 0.3) * rng.uniform(-1, 1, width), rng.standard_normal(width)
        found = surrogate(network, x, top, 5, fit)
        error = np.abs(found.value[0] - backward(network, x, top).deltas[0]).sum()
        if found.bound is not None:
            assert error <= found.bound + 1e-13
            ratios.append(found.bound / max(error, 1e-14))
    assert len(ratios) >= 12 and np.median(ratios) < (40 if width == 1 else 1000)


def test_the_bound_is_the_error_at_a_critical_weight():
    found = surrogate(Network.tied([[1]], 2), [0.8], [1.0], depth=1001)
    error = abs(found.value[0][0] - backward(Network.tied([[1]], 1001), [0.8], [1.0]).deltas[0][0])
    assert error < found.bound < 1.001 * error


def test_over_balls():
    with precision(300):
        ball = surrogate(Network.tied([["9/10"]], 2), ["1/3"], [1], 101, over=BALLS).value[0][0]
        assert ball.rel_accuracy_bits() > 250
    floats = surrogate(Network.tied([[0.9]], 2), [1 / 3], [1.0], 101).value[0][0]
    assert float(ball.mid()) == pytest.approx(floats, rel=1e-13)


def test_through_the_interface():
    found = approximate(Network.tied([[1]], 2), [0.8], method="surrogate", depth=10**6 + 1)
    assert found.order == 4 and found.value[0] == pytest.approx((1 + 2e6 / 3 * 0.64) ** -1.5, rel=1e-13)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: surrogate(Network.tied([[1.0]], 2, [0.1]), [1.0], [1.0], 9), Undefined, r"W f\(0\) \+ b is not 0"),
        (lambda: surrogate(Network.tied([[1.0]], 2, None, "gelu"), [1.0], [1.0], 9), Undefined, "gelu: it is not odd"),
        (
            lambda: surrogate(Network.tied(np.eye(2), 2), [1, 1], [1, 1], 9, "fitted"),
            Undefined,
            "the fit fitted of tanh",
        ),
        (
            lambda: surrogate(Network.tied(np.eye(2), 2, None, "softsign"), [1, 1], [1, 1], 9),
            Undefined,
            "several neurons: the fit matched of softsign",
        ),
        (lambda: surrogate(Network([[[1]], [[2]]]), [1.0], [1.0], 9), Invalid, "untied network of depth 3; leave"),
        (lambda: surrogate(Network([[[1]]]), [1.0, 2.0], [1.0], 2), Invalid, r"x of a surrogate: shape \(2,\)"),
        (lambda: surrogate(Network([[[1]]]), [1.0], [1.0, 1.0], 2), Invalid, r"delta\^\(L\) of a surrogate: shape"),
        (lambda: surrogate(Network([[[1]]]), [1], [1], 2, over=RATIONALS), Undefined, "over RATIONALS: roots"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()
