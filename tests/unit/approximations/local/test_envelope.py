import numpy as np
import pytest

from closedprop.approximations.local.envelope import envelope
from closedprop.networks import ACTIVATIONS, activation


@pytest.mark.parametrize("name", ["tanh", "softplus", "gelu", "sin", "quadratic", "isru", "elu", "hardtanh"])
def test_no_slope_and_no_curvature_exceeds_it(name):
    act, rng = activation(name), np.random.default_rng(3)
    low = np.concatenate([rng.uniform(-5, 5, 40), [-300.0, 120.0]])
    high = low + np.concatenate([rng.exponential(0.5, 40), [2.0, 400.0]])
    found = envelope(act, low, high)
    for i in range(len(low)):
        points = np.linspace(low[i], high[i], 201)
        slopes = act.slope(points)
        assert np.max(np.abs(slopes)) <= found.slope[i] * (1 + 1e-14)
        # what f' changes, its curvature and its jumps explain
        change = np.max(slopes) - np.min(slopes)
        assert change <= (found.curvature[i] * (high[i] - low[i]) + found.jump[i]) * (1 + 1e-12) + 1e-14


def test_it_is_sharp():
    points = np.linspace(-4, 4, 65)
    found = envelope(activation("tanh"), points, points + 0.01)
    assert np.all(found.slope <= 1.2 / np.cosh(np.abs(points) - 0.1 * (np.abs(points) > 0.1)) ** 2 + 0.02)
    far = envelope(activation("softplus"), np.array([50.0, 1e6]), np.array([51.0, 2e6]))
    assert np.all(far.slope < 1.0001) and np.all(far.curvature < 1e-15)


def test_jumps_and_infinity():
    relu = envelope(ACTIVATIONS["relu"], np.array([-1.0, 0.5, -2.0]), np.array([1.0, 0.7, -1.0]))
    assert relu.jump.round(9).tolist() == [1.0, 0.0, 0.0] and relu.curvature.tolist() == [0.0] * 3
    elu = envelope(ACTIVATIONS["elu"], np.array([-1.0]), np.array([1.0]))
    assert elu.jump[0] < 1e-20  # continuously differentiable at its kink
    lost = envelope(ACTIVATIONS["tanh"], np.array([0.0, np.nan, -1e13]), np.array([np.inf, 1.0, 0.0]))
    assert np.isinf(lost.slope).all() and np.isinf(lost.curvature).all()
