import numpy as np
import pytest

from closedprop.networks import Network, backward, forward
from closedprop.scalars import Invalid
from closedprop.simulation import Ensemble, draw, lengths, sample
from closedprop.simulation import ensembles as module


@pytest.mark.parametrize("tied", [False, True])
def test_lengths_are_those_of_the_recursion(tied):
    widths = (4, 4, 4, 4) if tied else (3, 5, 2, 4)
    ensemble = Ensemble("tanh", widths, 1.3, 0.4, input_variance=2.0, tied=tied, inputs=2, tops=3)
    stack = draw(ensemble, seed=3, case=1, numbers=[5, 2, 9])
    found = lengths(stack)
    assert found.variances.shape == (3, 2, 4) and found.gradients.shape == (3, 2, 3, 4)
    for i, input_, top in ((0, 0, 0), (1, 1, 2), (2, 0, 1)):
        weights = [1.3 / np.sqrt(n) * w[i] for w, n in zip(stack.weights, widths, strict=False)]
        network = Network(weights, [0.4 * b[i] for b in stack.biases], "tanh")
        z = forward(network, stack.x[i, input_]).preactivations
        deltas = backward(network, stack.x[i, input_], stack.delta_top[i, top]).deltas
        expected = [np.mean(values**2) for values in z]
        assert found.variances[i, input_] == pytest.approx(expected, rel=1e-12)
        assert found.gradients[i, input_, top] == pytest.approx([np.sum(delta**2) for delta in deltas], rel=1e-12)
    assert all(w is stack.weights[0] for w in stack.weights) == tied


@pytest.mark.parametrize("width", [3, 17, 40])
def test_a_network_does_not_depend_on_those_drawn_with_it(width):
    ensemble = Ensemble("tanh", (width,) * 4, 1.5, 0.1, inputs=2, tops=5)
    together = lengths(draw(ensemble, 1, 0, range(7)))
    for i in (0, 3, 6):
        alone = lengths(draw(ensemble, 1, 0, [i]))
        assert (alone.gradients[0] == together.gradients[i]).all()
        assert (alone.variances[0] == together.variances[i]).all()


def test_more_inputs_keep_the_weights():
    one, many = (draw(Ensemble("relu", (3, 4), 1.0, inputs=k), 1, 0, [0]) for k in (1, 5))
    assert (one.weights[0] == many.weights[0]).all() and (one.x[0, 0] == many.x[0, 0]).all()


def test_memory_is_bounded():
    wide, narrow = Ensemble("relu", (4000,) * 6, 1.0), Ensemble("relu", (20,) * 30, 1.0)
    assert wide.at_once == 1 and narrow.at_once == 1024
    middle = Ensemble("relu", (200,) * 30, 1.0, inputs=4, tops=64)
    assert 1 < middle.at_once < module.MEMORY / (8 * 29 * 200**2)


def test_weights_have_the_stated_variance():
    stack = draw(Ensemble("tanh", (40, 60, 40), sigma_w=1.5, sigma_b=0.5), 1, 0, range(16))
    for weight in stack.weights:
        assert abs(np.mean(weight**2) - 1) < 5 * np.sqrt(2 / weight.size)  # false alarm 6e-7: the variance of z^2 is 2


@pytest.mark.parametrize(("name", "factor"), [("relu", 0.5), ("identity", 1.0), ("abs", 1.0)])
def test_mean_squared_gradient_is_exact_at_any_width(name, factor):
    """Without bias E|delta^(l)|^2 = factor sw2 E|delta^(l+1)|^2 holds at finite width; for relu up to dead layers, 2^-20."""
    ensemble = Ensemble(name, (24, 20, 30, 25), sigma_w=1.2)
    for layer, statistics in enumerate(sample(ensemble, 1600, seed=2, case=0), start=1):
        truth = (factor * 1.44) ** (4 - layer)
        assert abs(statistics.gradient.estimate(2).z_score(truth)) < 5  # false alarm 6e-7


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Ensemble("tanh", (), 1.0), "no layer or an empty one"),
        (lambda: Ensemble("tanh", (3, 4), 1.0, tied=True), r"tied ensemble of widths \(3, 4\): unequal"),
        (lambda: Ensemble("tahn", (3, 3), 1.0), "did you mean tanh"),
        (lambda: Ensemble("tanh", (3, 3), 1.0, tops=0), "1 inputs with 0 tops: fewer than one"),
        (lambda: sample(Ensemble("tanh", (3, 3), 1.0), 0, 1, 0), "no network; ask for at least one"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(Invalid, match=message):
        call()
