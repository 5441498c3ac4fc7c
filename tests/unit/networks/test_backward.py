"""The recursion against four independent routes: by hand, complex step, high precision, and another implementation."""

import autograd
import autograd.numpy as anp
import autograd.scipy.special as aspecial
import flint
import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from closedprop.networks import ACTIVATIONS, Network, backward, forward, gaussian_network, stream
from closedprop.scalars import BALLS, EXPRESSIONS, FLOATS, PRIME, RATIONALS, Invalid, Unable, Undefined

# Written without this library, for the independent implementation.
AUTOGRAD = {
    "identity": lambda z: z,
    "relu": lambda z: anp.maximum(0, z),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "abs": anp.abs,
    "hardtanh": lambda z: anp.clip(z, -1, 1),
    "tanh": anp.tanh,
    "sigmoid": lambda z: 0.5 * (1 + anp.tanh(z / 2)),
    "erf": aspecial.erf,
    "arctan": anp.arctan,
    "sin": anp.sin,
    "exp": anp.exp,
    "softplus": lambda z: anp.logaddexp(0, z),
    "elu": lambda z: anp.where(z > 0, z, anp.expm1(anp.minimum(z, 0))),
    "selu": lambda z: 1.0507009873554805 * anp.where(z > 0, z, 1.6732632423543772 * anp.expm1(anp.minimum(z, 0))),
    "gelu": lambda z: z * aspecial.erfc(-z / np.sqrt(2)) / 2,
    "silu": lambda z: z / (1 + anp.exp(-z)),
    "softsign": lambda z: z / (1 + anp.abs(z)),
    "isru": lambda z: z / anp.sqrt(1 + z**2),
    "quadratic": lambda z: z**2,
    "logistic": lambda z: 4 * z * (1 - z),
}


def test_every_registered_activation_has_an_independent_twin():
    assert set(AUTOGRAD) == set(ACTIVATIONS)


def relative(computed, expected):
    return np.abs(computed - expected).max() / max(np.abs(expected).max(), 1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(seed=st.integers(0, 2**32), widths=st.lists(st.integers(1, 5), min_size=2, max_size=6), tied=st.booleans())
@settings(max_examples=20, deadline=None)
def test_gradients_agree_with_autograd(name, seed, widths, tied):
    rng = np.random.default_rng(seed)
    widths = [widths[0]] * len(widths) if tied else widths
    # exp and the quadratics grow doubly exponentially: keep them small, so that conditioning does not decide.
    sigma_w = 0.3 if name in ("exp", "quadratic", "logistic") else 1.2
    network = gaussian_network(rng, widths, sigma_w, 0.1, name, tied)
    x, top = 0.5 * rng.standard_normal(widths[0]), rng.standard_normal(widths[-1])
    activation = AUTOGRAD[name]

    def loss(x, weights, biases):
        z = x
        for weight, bias in zip(weights, biases, strict=True):
            z = weight @ activation(z) + bias
        return anp.dot(top, z)

    floats = [[FLOATS.array(array) for array in arrays] for arrays in (network.weights, network.biases)]
    delta, weights, biases = (autograd.grad(loss, i)(x, *floats) for i in range(3))
    gradients = backward(network, x, top)
    assert relative(gradients.deltas[0], delta) <= 1e-12
    for computed, expected in zip((*gradients.weights, *gradients.biases), (*weights, *biases), strict=True):
        assert relative(computed, expected) <= 1e-12


def test_deltas_by_hand():
    # z1 = (1, 2), f = z^2: f(z1) = (1, 4); z2 = (1*1 + 4/2, 4 - 1) = (3, 3) with bias -1; f(z2) = (9, 9); z3 = 9/3 + 18.
    network = Network([[[1, "1/2"], [0, 1]], [["1/3", 2]]], [[0, -1], [0]], "quadratic")
    assert [z.tolist() for z in forward(network, [1, 2], RATIONALS).preactivations] == [[1, 2], [3, 3], [21]]
    gradients = backward(network, [1, 2], [1], RATIONALS)
    # delta2 = (1/3, 2) * 2 z2 = (2, 12); delta1 = W1^T delta2 * 2 z1 = (2, 1 + 12) * (2, 4).
    assert [d.tolist() for d in gradients.deltas] == [[4, 52], [2, 12], [1]]
    assert gradients.weights[0].tolist() == [[2, 8], [12, 48]]
    assert gradients.weights[1].tolist() == [[9, 9]]
    assert gradients.biases[0].tolist() == [2, 12]


def test_tied_gradient_is_the_sum_over_layers():
    w = sp.Symbol("w", real=True)
    network = Network.tied([[w]], depth=4, bias=[1], activation="quadratic")
    output = forward(network, [2], EXPRESSIONS).output[0]
    gradient = backward(network, [2], [1], EXPRESSIONS).tied_weight[0, 0]
    assert sp.expand(gradient - sp.diff(output, w)) == 0


@pytest.mark.parametrize("name", [name for name, act in ACTIVATIONS.items() if act.is_analytic])
def test_delta_is_the_complex_step_derivative(name):
    """Im J(x + ih)/h at 60 digits: no cancellation, error O(h^2)."""
    rng = np.random.default_rng(4)
    network = gaussian_network(rng, [3, 2, 3, 1], 0.7, 0.2, name).exactly()
    x = [0.5, -0.25, 0.75]
    delta = backward(network, x, [1]).deltas[0]
    act = sp.lambdify(sp.Symbol("z", real=True), ACTIVATIONS[name].expression, "mpmath")
    with mpmath.workdps(60):
        h = mpmath.mpf(10) ** -25
        for j in range(3):
            z = [mpmath.mpc(value, h if i == j else 0) for i, value in enumerate(x)]
            for weight, bias in zip(network.weights, network.biases, strict=True):
                hidden = [act(value) for value in z]
                z = [
                    sum(mpmath.mpf(w.numerator) / w.denominator * v for w, v in zip(row, hidden, strict=True))
                    + float(b)
                    for row, b in zip(weight, bias, strict=True)
                ]
            assert abs(delta[j] - z[0].imag / h) <= 1e-12 * np.abs(delta).max()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_balls_enclose_the_floats(name):
    rng = np.random.default_rng(8)
    network = gaussian_network(rng, [3, 3, 2], 0.8, 0.1, name).exactly()
    x = np.array([0.5, -0.375, 0.25])
    floats = backward(network, x, [1, -1]).deltas[0]
    balls = backward(network, [flint.arb(value) for value in x], [1, -1], BALLS).deltas[0]
    for ball, value in zip(balls, floats, strict=True):
        assert ball.rad() < 1e-12 and abs(float(ball.mid()) - value) < 1e-12 * max(1, abs(value))


def test_balls_contain_the_exact_rationals():
    network = Network([[["1/3", 2], [1, "-2/7"]], [[1, "3/5"]]], [["1/9", 0], [0]], "softsign")
    exact = backward(network, ["1/7", "-2/3"], [1], RATIONALS).deltas[0]
    balls = backward(network, ["1/7", "-2/3"], [1], BALLS).deltas[0]
    assert all(ball.contains(value) for ball, value in zip(balls, exact, strict=True))


def test_residues_are_the_rationals_modulo_p():
    over = PRIME(2147483629)
    network = Network([[["1/3", 2], [1, "-2/7"]], [[1, "3/5"]]], activation="quadratic")
    exact = backward(network, [1, 2], [1], RATIONALS).deltas[0]
    assert (backward(network, [1, 2], [1], over).deltas[0] == over.array(exact)).all()


def test_a_kink_hit_exactly_takes_the_documented_slope():
    network = Network([[[1]], [[1]]], activation="relu")
    assert backward(network, [0.0], [1.0]).deltas[0][0] == 0
    assert backward(network, [0], [1], RATIONALS).deltas[0][0] == 0


@pytest.mark.parametrize(
    ("run", "error", "message"),
    [
        (lambda n: forward(n, [1, 2]), Invalid, r"the input x: shape \(2,\); give it shape \(1,\)"),
        (lambda n: forward(n, [float("nan")]), Invalid, "a number over FLOATS: NaN"),
        (lambda n: backward(n, [1], [1, 2]), Invalid, r"delta\^\(L\): shape \(2,\); give it shape \(1,\)"),
        (lambda n: forward(n, [1], RATIONALS), Undefined, "exp over RATIONALS: not defined there; use over=BALLS"),
        (lambda n: forward(n, [1e3]), Unable, r"z\^\(2\) over FLOATS: overflow; use over=BALLS, or smaller weights"),
    ],
)
def test_messages(run, error, message):
    with pytest.raises(error, match=message):
        run(Network([[[1]], [[1]]], activation="exp"))


def test_stream_is_used_by_the_sampler():
    first, second = (gaussian_network(stream(1, "random", 2), [2, 2], 1.0).weights[0] for _ in range(2))
    assert (first == second).all()
