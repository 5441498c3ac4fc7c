from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from closedprop.scalars import BALLS, EXPRESSIONS, RATIONALS, Invalid, Undefined
from closedprop.solvable.training import deep_linear_flow, least_squares_descent, saxe_mode, two_layer_flow


def descended(X, y, w, rate, steps):
    for _ in range(steps):
        w = w - rate * (X.T @ (X @ w - y))
    return w


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("steps", [0, 1, 2, 7, 1000])
def test_least_squares_is_gradient_descent(seed, steps):
    rng = np.random.default_rng(seed)
    X, y, w0 = rng.standard_normal((6, 4)), rng.standard_normal(6), rng.standard_normal(4)
    if seed == 3:
        X[:, 3] = X[:, 0]  # a singular H
    rate = [0.3, 1.0, 1.9, 1.5][seed] / np.linalg.norm(X, 2) ** 2
    assert least_squares_descent(X, y, w0, rate, steps) == pytest.approx(descended(X, y, w0, rate, steps), rel=1e-11)


def test_least_squares_is_exact_over_the_rationals():
    rng = np.random.default_rng(0)
    X = RATIONALS.array(rng.integers(-3, 4, (5, 3)).tolist())
    y, w0 = RATIONALS.array(rng.integers(-3, 4, 5).tolist()), RATIONALS.array(["1/2", 0, "-2/3"])
    rate = RATIONALS.convert("1/20")
    for steps in (0, 1, 5, 12):
        assert list(least_squares_descent(X, y, w0, rate, steps, RATIONALS)) == list(descended(X, y, w0, rate, steps))
    ball = least_squares_descent(X, y, w0, rate, 12, BALLS)
    exact = least_squares_descent(X, y, w0, rate, 12, RATIONALS)
    assert all(b.contains(e) for b, e in zip(ball, exact, strict=True))


def test_a_wrong_rate_is_noticed():
    X, y, w0 = np.eye(2), np.ones(2), np.zeros(2)
    assert abs(least_squares_descent(X, y, w0, 0.1, 9) - descended(X, y, w0, 0.11, 9)).max() > 1e-3


def test_small_eigenvalues_and_long_times():
    # 1 - (1 - 1e-14)^(10^6) = 1e-8 - 5e-17 + .., of which the naive power keeps two digits
    X, steps = np.array([[1e-7]]), 10**6
    weight = least_squares_descent(X, [1e-7], [0.0], 1.0, steps)[0]
    assert weight == pytest.approx(1e-8 - 5e-17, rel=1e-14)
    assert least_squares_descent([[1.0]], [1.0], [0.0], 2.0, 10**6)[0] == 0  # the rate 2: a cycle of two


def test_the_limit_is_the_nearest_minimizer():
    X, y, w0 = np.array([[1.0, 1.0]]), np.array([2.0]), np.array([3.0, 1.0])
    assert least_squares_descent(X, y, w0, 0.3, 10**4) == pytest.approx([2.0, 0.0])


def test_the_reference_values_of_the_sigmoid():
    """Saxe, McClelland & Ganguli, arXiv:1312.6120: s = 3, a_0 = 1e-3, tau = 1."""
    values = [saxe_mode(t, strength=3, initial=1e-3) for t in (0.5, 1.0, 1.5)]
    assert values == pytest.approx([0.0199586, 0.3557125, 2.1896116], abs=5e-8)


@pytest.mark.parametrize("strength", [3.0, 0.2, 0.0, 1e-13, -1e-13, -1.0])
def test_the_sigmoid_solves_its_equation(strength):
    tau, initial = 1.7, 0.4
    flow = solve_ivp(lambda t, a: 2 * a * (strength - a) / tau, (0, 3), [initial], rtol=1e-11, atol=1e-13)
    assert saxe_mode(3.0, strength, initial, tau) == pytest.approx(flow.y[0, -1], rel=1e-8)


def test_the_sigmoid_does_not_overflow():
    assert saxe_mode(1e6, 3.0, 1e-3) == pytest.approx(3.0, rel=1e-15)
    assert saxe_mode(1e6, -3.0, 1e-3) == 0.0
    assert saxe_mode(1e6, 0.0, 1.0) == pytest.approx(1 / (1 + 2e6))
    assert saxe_mode(1e6, 3.0, 0.0) == 0.0
    x = 1e-9  # continuous in s at 0
    assert saxe_mode(1.0, x, 0.5) == pytest.approx(saxe_mode(1.0, 0.0, 0.5), rel=1e-8)


def test_deep_linear_networks_follow_the_flow():
    rng = np.random.default_rng(5)
    U, V = (np.linalg.qr(rng.standard_normal((n, 2)))[0] for n in (4, 3))
    S, A, R = np.array([2.0, 0.7]), np.array([0.01, 0.2]), np.linalg.qr(rng.standard_normal((5, 2)))[0]
    sigma = (U * S) @ V.T
    first, second = R @ (np.sqrt(A)[:, None] * V.T), (U * np.sqrt(A)) @ R.T

    def velocity(t, weights):
        W1, W2 = weights[:15].reshape(5, 3), weights[15:].reshape(4, 5)
        error = sigma - W2 @ W1
        return np.concatenate([(W2.T @ error).ravel(), (error @ W1.T).ravel()]) / 1.3

    flow = solve_ivp(velocity, (0, 1.5), np.concatenate([first.ravel(), second.ravel()]), rtol=1e-11, atol=1e-13)
    W1, W2 = deep_linear_flow(U, S, V, A, time=1.5, tau=1.3)
    assert pytest.approx(flow.y[:15, -1].reshape(5, 3), abs=1e-8) == R @ W1
    assert pytest.approx(flow.y[15:, -1].reshape(4, 5), abs=1e-8) == W2 @ R.T


@pytest.mark.parametrize("u0, v0", [(0.3, 0.1), (-0.5, 1.2), (0.7, -0.7), (0.2, 0.2), (1.0, 0.0), (-2.0, -0.1)])
@pytest.mark.parametrize("strength", [1.0, -0.8, 0.0])
def test_two_neurons_follow_the_flow(u0, v0, strength):
    def velocity(t, w):
        return np.array([w[1], w[0]]) * (strength - w[0] * w[1]) / 0.6

    flow = solve_ivp(velocity, (0, 1.1), [u0, v0], rtol=1e-11, atol=1e-13)
    assert two_layer_flow(u0, v0, strength, 1.1, tau=0.6) == pytest.approx(flow.y[:, -1], abs=1e-8)


def test_two_neurons_stay_at_a_minimum_and_agree_with_the_sigmoid():
    u, v = two_layer_flow(3.0, 0.5, 2.0, 1e5)
    assert u * v == pytest.approx(2.0, rel=1e-14) and u**2 - v**2 == pytest.approx(3.0**2 - 0.5**2, rel=1e-14)
    u, v = two_layer_flow(0.1, 0.1, 3.0, 0.8)
    assert u * v == pytest.approx(saxe_mode(0.8, 3.0, 0.01), rel=1e-13)


def test_messages():
    with pytest.raises(Invalid, match=r"X, y and w_0: shapes \(1, 2\), \(1,\) and \(1,\); give shapes"):
        least_squares_descent([[1, 2]], [1], [0], Fraction(1, 2), 1)
    with pytest.raises(Invalid, match="gradient descent over -1 steps: a negative number; give at least 0"):
        least_squares_descent([[1]], [1], [0], 1, -1)
    with pytest.raises(Undefined, match="gradient descent over EXPRESSIONS: not defined there"):
        least_squares_descent([[1]], [1], [0], 1, 1, EXPRESSIONS)
    with pytest.raises(Invalid, match=r"the mode with a_0 = -1 at t = 0, tau = 1.0: a negative number"):
        saxe_mode(0, 1, -1)
    with pytest.raises(Invalid, match=r"the columns of V: not orthonormal, off by 3\.0e"):
        deep_linear_flow([[1.0]], [1.0], [[2.0]], [0.1], 1.0)
    with pytest.raises(Invalid, match=r"gradient flow at t = -1, tau = 1\.0: a negative number"):
        two_layer_flow(1, 1, 1, -1)
