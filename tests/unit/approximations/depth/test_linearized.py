from fractions import Fraction

import numpy as np
import pytest

from closedprop.approximations import approximate
from closedprop.approximations.depth.eigenbasis import schur_basis
from closedprop.approximations.depth.fixed_points import layer_fixed_point
from closedprop.approximations.depth.linearized import linearization, linearized
from closedprop.networks import Network, backward, gaussian_network
from closedprop.scalars import BALLS, Exact, Invalid, Unable
from closedprop.validated.precision import precision

DEFECTIVE = np.array([[0.6, 1.0, 0.0], [0.0, 0.6, 1.0], [0.0, 0.0, 0.6]])


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "erf", "softplus", "gelu", "silu", "sin", "quadratic"])
def test_measured_order_and_bound(name):
    rng = np.random.default_rng(3)
    for bias in (None, [Fraction(-1, 5), Fraction(1, 7)]):
        if bias is None and name == "quadratic":  # the slopes at 0 are 0
            continue
        weight = [[Fraction(int(rng.integers(-5, 6)), 16) for _ in range(2)] for _ in range(2)]
        network, errors = Network.tied(weight, 6, bias, name), []
        with precision(300):
            expansion = linearized(network, over=BALLS)
            for bits in (30, 31):
                x = expansion.fixed.point + BALLS.array([Fraction(1, 2**bits), Fraction(-3, 2**bits)])
                truth = backward(network, x, [1, 2], over=BALLS).deltas[0]
                rough = expansion.delta(x, [1, 2], 6)
                errors.append(sum(float(abs(a - b).mid()) for a, b in zip(rough, truth, strict=True)))
                assert errors[-1] <= expansion.bound(x, [1, 2], 6) <= 5 * errors[-1]
        assert np.log2(errors[0] / errors[1]) == pytest.approx(expansion.exponent, abs=0.01)


def test_the_order_is_two_without_quadratic_terms():
    orders = [
        linearized(Network.tied([[0.5]], 2, [bias], name)).exponent
        for name, bias in (("tanh", 0.0), ("tanh", 0.1), ("sin", 0.0), ("gelu", 0.0), ("identity", 1.0))
    ]
    assert orders == [2, 1, 2, 1, None]


def test_a_defective_jacobian_is_bounded_uniformly_in_depth():
    x, top = np.array([0.01, -0.02, 0.01]), np.array([1.0, 1.0, 1.0])
    bounds = []
    for depth in (10, 40, 80):
        result = linearization(Network.tied(DEFECTIVE, 2), x, top, depth)
        truth = backward(Network.tied(DEFECTIVE, depth), x, top).deltas[0]
        assert np.abs(result.value[0] - truth).sum() <= result.bound < 0.5 * np.abs(truth).sum()
        bounds.append(result.bound)
    assert linearization(Network.tied(DEFECTIVE, 2), x, top, 10**6).bound < 1e-300


def test_the_schur_basis_brings_the_norm_near_the_spectral_radius():
    basis = schur_basis(layer_fixed_point(Network.tied(DEFECTIVE, 2)))
    assert np.abs(basis.triangular).sum(axis=1).max() < 0.65
    product = basis.vectors @ basis.triangular @ basis.inverse
    assert product == pytest.approx(DEFECTIVE, abs=1e-10)
    assert basis.vectors @ basis.power(5) @ basis.inverse == pytest.approx(
        np.linalg.matrix_power(DEFECTIVE, 5), abs=1e-10
    )


def test_random_networks_the_bound_holds():
    """The bound is a theorem, so there is no false alarm."""
    rng, bounded = np.random.default_rng(11), 0
    for _ in range(20):
        width = int(rng.integers(1, 4))
        network = gaussian_network(rng, [width] * 16, 0.5, 0.3, "tanh", tied=True)
        expansion = linearized(network)
        for size in (0.01, 0.1, 0.5):
            x, top = expansion.fixed.location + size * rng.uniform(-1, 1, width), rng.standard_normal(width)
            truth = backward(network, x, top).deltas[0]
            bound = expansion.bound(x, top, 16)
            if bound is not None:
                error = np.abs(expansion.delta(x, top, 16) - truth).sum()
                assert error <= bound + 1e-13 * np.abs(truth).sum()
                bounded += 1
    assert bounded > 40


def test_kinks_elsewhere_are_allowed_and_leave_no_bound():
    network = Network.tied([[0.5, 0.1], [0.2, 0.4]], 6, [1.0, 1.0], "relu")
    result = linearization(network, [1.5, 1.6], [1.0, 1.0], depth=6)
    assert result.bound is None
    assert result.value[0] == pytest.approx(backward(network, [1.5, 1.6], [1.0, 1.0]).deltas[0], rel=1e-13)


def test_at_a_critical_point_there_is_a_value_and_no_bound_at_depth():
    result = approximate(Network.tied([[1.0]], 2), [0.3], [1.0], method="linearization", depth=10**5)
    assert result.value[0] == [1.0] and result.bound is None and result.order == 2


def test_an_affine_layer_is_exact_and_first_is_exact():
    assert isinstance(linearization(Network.tied([[0.5]], 2, [1], "identity"), [3.0], [1.0], 5), Exact)
    network = Network.tied([[0.8]], 30, [0.1])
    truth = backward(network, [2.0], [1.0]).deltas[0]
    errors = [abs(linearization(network, [2.0], [1.0], 30, first=first).value[0] - truth)[0] for first in (0, 4, 20)]
    assert errors[2] < 1e-2 * errors[1] < 1e-2 * errors[0]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: linearization(Network([[[1]], [[2]]]), [1.0], [1.0], 3), Invalid, "use a weight-tied network"),
        (lambda: linearization(Network.tied([[1]], 2), [1.0, 2.0], [1.0], 3), Invalid, r"the input x: shape \(2,\)"),
        (lambda: linearization(Network.tied([[1]], 2), [1.0], [1.0], 1), Invalid, "a linearization at depth 1 after 0"),
        (lambda: linearization(Network.tied([[1]], 2, [1], "exp"), [1.0], [1.0], 3), Unable, "a fixed point"),
        (
            lambda: approximate(Network.tied([[1]], 2), [1.0], [1.0], method="linearization", order=3),
            Invalid,
            "order 3 of the approximation linearization: it has no order; leave it out",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()
