import numpy as np
import pytest

from closedprop.networks import Network, backward, forward
from closedprop.scalars import Invalid
from closedprop.simulation import BLOCK, Ensemble, sample, sample_block
from closedprop.simulation.sampled_gradients import sampled_gradients


@pytest.mark.parametrize("tied", [False, True])
def test_a_block_is_what_the_specification_says(tied):
    ensemble = Ensemble("tanh", (4, 4, 4, 4) if tied else (3, 5, 2, 4), 1.3, 0.4, input_variance=2.0, tied=tied)
    block = sample_block(ensemble, seed=3, case=1, block=2)
    for i in range(0, BLOCK, 5):
        network = Network([w[i] for w in block.weights], [b[i] for b in block.biases], "tanh")
        assert network.is_tied == tied
        z = forward(network, block.x[i]).preactivations
        deltas = backward(network, block.x[i], block.delta_top[i]).deltas
        assert block.variances[i] == pytest.approx([np.mean(values**2) for values in z], rel=1e-12)
        assert block.gradients[i] == pytest.approx([np.sum(delta**2) for delta in deltas], rel=1e-12)


def test_blocks_in_any_order_give_the_same_bits():
    ensemble = Ensemble("relu", (6, 6, 6), 1.4)
    assert sample(ensemble, 4 * BLOCK, 1, 0) == sample(ensemble, 4 * BLOCK, 1, 0, blocks=[3, 1, 0, 2])
    assert sample(ensemble, 4 * BLOCK, 1, 0) != sample(ensemble, 4 * BLOCK, 1, 1)


def test_weights_have_the_stated_variance():
    block = sample_block(Ensemble("tanh", (40, 60, 40), sigma_w=1.5, sigma_b=0.5), 1, 0, 0)
    squares = [np.mean(block.weights[0] ** 2) * 40 / 1.5**2, np.mean(block.weights[1] ** 2) * 60 / 1.5**2]
    for square, count in zip(squares, (block.weights[0].size, block.weights[1].size), strict=True):
        assert abs(square - 1) < 5 * np.sqrt(2 / count)  # false alarm 6e-7: the variance of z^2 is 2


@pytest.mark.parametrize(("name", "factor"), [("relu", 0.5), ("identity", 1.0), ("abs", 1.0)])
def test_mean_squared_gradient_is_exact_at_any_width(name, factor):
    """Without bias E|delta^(l)|^2 = factor sw2 E|delta^(l+1)|^2 holds at finite width; for relu up to dead layers, 2^-20."""
    ensemble = Ensemble(name, (24, 20, 30, 25), sigma_w=1.2)
    for statistics in sample(ensemble, 100 * BLOCK, seed=2, case=0):
        truth = (factor * 1.44) ** (4 - statistics.layer)
        assert abs(statistics.gradient.z_score(truth)) < 5  # false alarm 6e-7


def test_dead_networks_are_counted():
    """Three relu layers of width 1: alive with probability 1/8; a mean of the logarithm needs the survivors."""
    bottom, *_, top = sample(Ensemble("relu", (1, 1, 1, 1), 1.4), 40 * BLOCK, seed=5, case=0)
    n = 40 * BLOCK
    assert abs(bottom.survivors - n / 8) < 5 * np.sqrt(n * 7 / 64)  # false alarm 6e-7
    assert top.survivors == n == bottom.gradient.n and bottom.log_gradient.n == bottom.survivors


def test_study_rows():
    regime = {"activation": "tanh", "phase": "ordered", "sigma_w": 0.9, "sigma_b": 0.1, "input_variance": 1.0}
    predicted = [regime | {"layer": layer} for layer in (1, 2, 3)]
    rows = sampled_gradients(predicted, width=8, samples=2 * BLOCK, seed=1)
    assert [(row["tied"], row["layer"]) for row in rows] == [(t, l) for t in (0, 1) for l in (1, 2, 3)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Ensemble("tanh", (), 1.0), "no layer or an empty one"),
        (lambda: Ensemble("tanh", (3, 4), 1.0, tied=True), r"tied ensemble of widths \(3, 4\): unequal"),
        (lambda: Ensemble("tahn", (3, 3), 1.0), "did you mean tanh"),
        (lambda: sample(Ensemble("tanh", (3, 3), 1.0), 17, 1, 0), "17 sampled networks: not a multiple of 16"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(Invalid, match=message):
        call()
