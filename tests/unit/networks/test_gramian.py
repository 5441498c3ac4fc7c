"""Stein doubling."""

import numpy as np
import pytest

from closedprop.networks.gramian import ray_doubling, stein_doubling
from closedprop.scalars import FLOATS, RATIONALS


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 7, 12])
def test_the_gramian_is_the_sum_and_solves_stein(steps):
    W = RATIONALS.array([["1/2", 1, 0], [0, "1/3", 2], [1, 0, -1]])
    M = RATIONALS.array([[2, 1, 0], [1, 3, 0], [0, 0, 1]])
    total, gramian = stein_doubling(W, M, steps, RATIONALS)
    power, truth = RATIONALS.array(np.eye(3, dtype=int)), 0 * M
    for _ in range(steps):
        truth = truth + power.T @ M @ power
        power = W @ power
    assert (total == power).all() and (gramian == truth).all()
    assert (gramian - W.T @ gramian @ W == M - power.T @ M @ power).all()


@pytest.mark.parametrize("scale", [0.3, 1.0, 4.0])
def test_rays_in_floats(scale):
    rng = np.random.default_rng(7)
    W, x = scale * np.linalg.qr(rng.standard_normal((4, 4)))[0], rng.standard_normal(4)
    for steps in (1, 2, 5, 30):
        state, squared = ray_doubling(W, np.eye(4), x, steps)
        total, gramian = stein_doubling(W, np.eye(4), steps, FLOATS)
        assert state / np.sqrt(squared) == pytest.approx(total @ x / np.sqrt(1 + x @ gramian @ x), rel=1e-12)


def test_cancellation_is_refused():
    assert ray_doubling(np.diag([1e3, 1.0]), np.eye(2), np.array([0.0, 1.0]), 4) is None
