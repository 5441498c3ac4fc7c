from math import asin, exp, pi

import numpy as np
import pytest
from scipy.linalg import expm, logm

from closedprop.approximations import APPROXIMATIONS, approximate
from closedprop.approximations.depth.magnus import angle, exponential_tail, logarithm_terms, magnus, magnus_bound
from closedprop.networks import Network, gaussian_network
from closedprop.networks.residual import ResidualNetwork, residual_backward
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Unable, Undefined

RNG = np.random.default_rng(8)
FACTORS = list(0.05 * RNG.normal(size=(4, 3, 3)))


def residual(depth=5, width=3, step=0.1, activation="tanh"):
    return ResidualNetwork(gaussian_network(np.random.default_rng(2), [width] * depth, 1.0, 0.2, activation), step)


def test_terms_sum_to_the_logarithm():
    product = np.eye(3)
    for factor in FACTORS:
        product = product @ (np.eye(3) + factor)
    assert sum(logarithm_terms(FACTORS, 14)) == pytest.approx(logm(product), abs=1e-12)


def test_the_second_term_is_half_the_commutators_less_half_the_squares():
    commutators = sum((a @ b - b @ a for l, a in enumerate(FACTORS) for b in FACTORS[l + 1 :]), start=np.zeros((3, 3)))
    expected = (commutators - sum(a @ a for a in FACTORS)) / 2
    assert logarithm_terms(FACTORS, 2)[1] == pytest.approx(expected, abs=1e-15)


def test_terms_have_their_degrees():
    once, twice = logarithm_terms(FACTORS, 4), logarithm_terms([2 * factor for factor in FACTORS], 4)
    for m, (a, b) in enumerate(zip(once, twice, strict=True), start=1):
        assert b == pytest.approx(2**m * a, abs=1e-15)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_it_is_near_the_recursion_within_its_bound(order):
    network, x, top = residual(), [0.3, -1.0, 0.8], [1.0, 2.0, -1.0]
    truth, rough = residual_backward(network, x, top).deltas[0], magnus(network, x, top, order)
    error = np.abs(truth - rough.value[0]).sum()
    assert rough.order == order + 1
    assert error <= rough.bound < 0.5 * 10.0 ** (1 - order)


def test_over_balls_it_encloses_what_it_is_over_floats():
    tied = Network.tied([["1/2", -1], ["1/3", "1/4"]], depth=4, activation="sin")
    rough, enclosed = (magnus(ResidualNetwork(tied, "1/10"), ["1/2", 1], [1, 2], 3, over) for over in (FLOATS, BALLS))
    assert [float(ball.mid()) for ball in enclosed.value[0]] == pytest.approx(rough.value[0], rel=1e-14)
    assert enclosed.bound == pytest.approx(rough.bound, rel=1e-9)


def test_tails():
    assert exponential_tail([0.3, 0.2], 0) == pytest.approx(exp(0.5) - 1, rel=1e-12)
    assert exponential_tail([0.3, 0.2], 2) == pytest.approx(exp(0.5) - 1 - 0.3 - 0.2 - 0.045, rel=1e-12)
    assert exponential_tail([1e-9], 1) == pytest.approx(5e-19, rel=1e-6)
    assert exponential_tail([0.0, 0.0], 2) == 0.0
    assert magnus_bound([0.2], [0.2, 0.0], omitted=0.0, top=3.0) >= 6 * 0.2**4 / 24


def test_the_angle_bounds_how_far_vectors_are_turned():
    vectors = RNG.normal(size=(3, 400))
    turned = vectors
    for factor in FACTORS:
        turned = turned + factor @ turned
    cosines = (vectors * turned).sum(axis=0) / np.linalg.norm(vectors, axis=0) / np.linalg.norm(turned, axis=0)
    assert (
        np.arccos(cosines).max()
        <= angle(FACTORS)
        == pytest.approx(sum(asin(np.linalg.norm(factor, 2)) for factor in FACTORS))
    )


def test_below_a_half_turn_the_sum_is_the_principal_logarithm():
    """One hundred equal rotations by pi (1 -+ 1/100) in all; beyond pi the sum is another logarithm."""
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])
    for turn, principal in ((pi * 0.99, True), (pi * 1.01, False)):
        steps = [turn / 100 * quarter] * 100
        product = np.linalg.matrix_power(np.eye(2) + steps[0], 100)
        total = sum(logarithm_terms(steps, 8))
        assert expm(total) == pytest.approx(product, abs=1e-9)
        assert (angle(steps) < pi) == principal == (np.abs(total - logm(product)).max() < 1e-9)


def test_refusals():
    plain, network, x = Network.tied([[1]], 3), residual(width=1), [0.1]
    for name, method in APPROXIMATIONS.items():
        if method.residual:
            with pytest.raises(
                Invalid, match=f"the approximation {name} of a plain network: it is for a residual network"
            ):
                approximate(plain, x, method=name)
        else:
            with pytest.raises(
                Invalid, match=f"the approximation {name} of a residual network: it is for a plain network"
            ):
                approximate(network, x, method=name)
    with pytest.raises(Invalid, match="the Magnus expansion: a network without residual connections; give a Residual"):
        magnus(plain, x, [1], 2)
    with pytest.raises(Invalid, match="a Magnus expansion of order 0: no terms"):
        magnus(network, x, [1], 0)
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(2,\); give it shape \(1,\)"):
        magnus(network, x, [1, 1], 2)
    with pytest.raises(Undefined, match="the exponential of a matrix over RATIONALS"):
        magnus(residual(width=1, activation="quadratic"), [1], [1], 2, over=RATIONALS)
    rotations = ResidualNetwork(Network.tied([[0, 1], [-1, 0]], 40, activation="identity"), 0.1)
    with pytest.raises(Unable, match=r"turn a vector by up to 3\.9.*convergence is proved below pi"):
        magnus(rotations, [0, 1], [1, 1], 2)
    with pytest.raises(Unable, match="turn a vector by up to inf"):
        magnus(ResidualNetwork(Network.tied([[1]], 3, activation="identity"), 1), [1], [1], 2)
