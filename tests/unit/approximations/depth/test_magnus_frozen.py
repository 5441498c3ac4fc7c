import numpy as np
import pytest
from scipy.linalg import expm

from closedprop.approximations import approximate
from closedprop.approximations.depth.magnus_frozen import magnus_frozen
from closedprop.networks import Network, gaussian_network
from closedprop.networks.residual import ResidualNetwork, residual_backward
from closedprop.scalars import RATIONALS, Invalid, Undefined

X, TOP = np.array([0.3, -0.8]), np.array([1.0, 0.5])


def residual(depth, total, activation="tanh", sign=1):
    tied = gaussian_network(np.random.default_rng(6), [2] * depth, 1.2, 0.3, activation, tied=True)
    return ResidualNetwork(tied, sign * total / (depth - 1))


def test_order_one_is_the_exponential_of_the_first_matrix():
    network = residual(9, 0.2)
    weight = network.network.weights[0].astype(float)
    frozen = (1 - np.tanh(X) ** 2)[:, None] * weight.T
    assert magnus_frozen(network, X, TOP, 1, 9).value[0] == pytest.approx(expm(0.2 * frozen) @ TOP, rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("activation", ["tanh", "silu", "quadratic"])
@pytest.mark.parametrize("order", [1, 2])
def test_it_is_near_the_recursion_within_its_bound_at_every_depth(order, activation, sign):
    for depth in (2, 11, 101):
        network = residual(depth, 0.1, activation, sign)
        truth, rough = residual_backward(network, X, TOP).deltas[0], magnus_frozen(network, X, TOP, order, depth)
        error = np.abs(truth - rough.value[0]).sum()
        assert error <= rough.bound < 0.2 * np.abs(truth).sum()


def test_the_error_is_uniform_in_the_depth():
    """At a fixed total time it tends to a limit."""
    errors = []
    for depth in (101, 401):
        network = residual(depth, 0.3)
        gap = residual_backward(network, X, TOP).deltas[0] - magnus_frozen(network, X, TOP, 2, depth).value[0]
        errors.append(np.abs(gap).sum())
    assert errors[0] == pytest.approx(errors[1], rel=0.1)


def test_the_depth_is_an_option():
    short, long = residual(2, 1e-5), ResidualNetwork(residual(1001, 1).network, 1e-5)
    value = approximate(short, X, TOP, method="magnus_frozen", depth=1001).value[0]
    assert value == pytest.approx(residual_backward(long, X, TOP).deltas[0], rel=1e-6)


def test_no_bound_where_the_path_may_run_away():
    assert magnus_frozen(residual(11, 5.0, "quadratic"), X, TOP, 2, 11).bound is None


@pytest.mark.parametrize(
    ("network", "options", "kind", "message"),
    [
        (Network.tied([[1]], 3), {}, Invalid, "a network without residual connections"),
        (ResidualNetwork(Network([[[1]], [[2]]])), {}, Invalid, "weights that are not tied; use method='magnus'"),
        (
            ResidualNetwork(Network.tied([[1]], 3, activation="relu")),
            {},
            Undefined,
            "the path through relu layers: it has",
        ),
        (
            ResidualNetwork(Network.tied([[1]], 3)),
            {"order": 3},
            Invalid,
            "order 3: not worked out; ask for order 1 or 2",
        ),
        (ResidualNetwork(Network.tied([[1]], 3)), {"depth": 0}, Invalid, "a network of depth 0: no layer"),
        (ResidualNetwork(Network.tied([[1]], 3)), {"x": [0, 1]}, Invalid, r"the input x: shape \(2,\)"),
        (
            ResidualNetwork(Network.tied([[1]], 3)),
            {"over": RATIONALS},
            Undefined,
            "exponential of a matrix over RATIONALS",
        ),
    ],
)
def test_refusals(network, options, kind, message):
    with pytest.raises(kind, match=message):
        magnus_frozen(network, **{"x": [0], "delta_top": [1], "order": 1, "depth": 3} | options)
