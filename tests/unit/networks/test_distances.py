import numpy as np
import pytest

from closedprop.networks.distances import angles, norm_errors, quantiles, relative_errors

TRUTH = np.array([[3.0, 4.0], [1.0, 0.0]])


def test_distances_of_a_turned_and_a_stretched_delta():
    rough = np.array([[-4.0, 3.0], [2.0, 0.0]])
    assert relative_errors(rough, TRUTH) == pytest.approx([np.sqrt(2), 1.0])
    assert norm_errors(rough, TRUTH) == pytest.approx([0.0, 1.0])
    assert angles(rough, TRUTH) == pytest.approx([np.pi / 2, 0.0])


def test_small_angles_keep_their_digits():
    assert angles(np.array([[1.0, 1e-12]]), TRUTH[1:]) == pytest.approx([1e-12], rel=1e-3)


def test_an_overflow_is_an_infinite_error_and_a_right_angle():
    rough = np.array([[np.nan, 1.0], [np.inf, -np.inf]])
    assert np.isinf(relative_errors(rough, TRUTH)).all() and np.isinf(norm_errors(rough, TRUTH)).all()
    assert angles(rough, TRUTH) == pytest.approx([np.pi / 2] * 2)


def test_quantiles_pick_samples():
    row = quantiles("error", np.array([np.inf] * 3 + [1.0] * 97))
    assert row == {"error_median": 1.0, "error_p05": 1.0, "error_p95": 1.0}
