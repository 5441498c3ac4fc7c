import numpy as np
import pytest

from closedprop.approximations.comparison.problems import Kind, draw
from closedprop.networks import ACTIVATIONS, backward, forward
from closedprop.networks.residual import ResidualNetwork, residual_backward

KINDS = (
    Kind(True, 3, 0.9, 0.1),
    Kind(False, 2, 1.2),
    Kind(True, 2, 0.9, residual=True),
    Kind(False, 3, 1.0, 0.1, True),
)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", ["tanh", "sigmoid", "erf"])
def test_true_deltas_are_those_of_back_propagation(kind, name):
    ensemble = draw(ACTIVATIONS[name], kind, 6, 3, seed=1)
    x = ensemble.inputs(0.1)
    truths = ensemble.truths(x, 5)
    for index in range(3):
        network = ensemble.network(index, 5)
        assert isinstance(network, ResidualNetwork) == kind.residual and network.depth == 5
        gradients = (residual_backward if kind.residual else backward)(network, x[index], ensemble.tops[index])
        assert truths[index] == pytest.approx(gradients.deltas[0], rel=1e-12)


@pytest.mark.parametrize("name", ["tanh", "softplus", "erf", "quadratic"])
def test_the_center_is_fixed_and_one_is_critical(name):
    act = ACTIVATIONS[name]
    ensemble = draw(act, Kind(True, 3, 0.9), 2, 4, seed=2)
    for index in range(4):
        network, center = ensemble.network(index, 2), ensemble.centers[index]
        assert forward(network, center).output == pytest.approx(center, abs=1e-14)
        jacobian = network.weights[0].astype(float) * act.slope(center)
        assert np.abs(np.linalg.eigvals(jacobian)).max() == pytest.approx(0.9)


def test_with_noise_the_center_is_the_limit_of_the_orbit():
    ensemble = draw(ACTIVATIONS["tanh"], Kind(True, 2, 0.8, 0.2), 2, 5, seed=3)
    for index in range(5):
        center = ensemble.centers[index]
        assert forward(ensemble.network(index, 2), center).output == pytest.approx(center, abs=1e-8) and center.any()


def test_a_weight_of_one_neuron_is_the_scale_itself():
    ensemble = draw(ACTIVATIONS["tanh"], Kind(True, 1, 1.0), 2, 5, seed=3)
    assert (ensemble.weights[0] == 1.0).all()


def test_networks_that_run_away_have_no_delta():
    ensemble = draw(ACTIVATIONS["quadratic"], Kind(True, 2, 0.9), 2, 6, seed=4)
    assert np.isnan(ensemble.truths(ensemble.inputs(100.0), 30)).all()
    assert np.isfinite(ensemble.truths(ensemble.inputs(0.01), 30)).all()


def test_depths_and_amplitudes_share_networks():
    first, second = (draw(ACTIVATIONS["tanh"], Kind(False, 2, 1.0), depth, 3, seed=5) for depth in (4, 9))
    assert all((a == b).all() for a, b in zip(first.weights, second.weights, strict=False))
    assert (first.inputs(2.0) == 2 * second.inputs(1.0)).all()
