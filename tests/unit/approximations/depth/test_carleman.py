from fractions import Fraction
from math import log2

import flint
import numpy as np
import pytest
import sympy as sp

from closedprop.approximations import approximate
from closedprop.approximations.depth.amplitude import amplitude_expansion
from closedprop.approximations.depth.carleman import carleman, carleman_linearization
from closedprop.networks import Activation, Network, backward
from closedprop.scalars import BALLS, RATIONALS, Exact, Invalid, Truncation, Unable, Undefined
from closedprop.validated.precision import precision


def distance(a, b):
    return float(sum((abs(u - v) for u, v in zip(a, b, strict=True)), flint.arb(0)).mid())


def test_it_is_the_gradient_of_the_taylor_polynomial_of_the_iterate():
    """SymPy composes tanh three times and expands it by itself; over RATIONALS the two are equal."""
    z, w = sp.Symbol("z"), sp.Rational(2, 3)
    series = z - z**3 / 3 + 2 * z**5 / 15
    iterate = z
    for _ in range(3):
        iterate = sp.series(w * series.subs(z, iterate), z, 0, 6).removeO()
    slope = sp.diff(iterate, z).subs(z, sp.Rational(1, 5))
    network = Network.tied([["2/3"]], depth=4)
    value = carleman(network, ["1/5"], [1], order=5, depth=4, over=RATIONALS, bounded=False).value[0][0]
    assert sp.Rational(str(value)) == slope


def test_it_is_exact_where_the_iterate_is_a_polynomial_of_the_degree():
    network = Network.tied([["1/2", 1], [0, "1/3"]], depth=3, activation="quadratic")
    exact = carleman(network, ["1/7", 2], [1, -1], order=4, depth=3, over=RATIONALS)
    assert isinstance(exact, Exact)
    assert exact.value[0].tolist() == backward(network, ["1/7", 2], [1, -1], over=RATIONALS).deltas[0].tolist()
    assert isinstance(carleman(network, ["1/7", 2], [1, -1], order=3, depth=3, over=RATIONALS), Truncation)


@pytest.mark.parametrize("order", [2, 3])
def test_a_resonance_is_no_obstacle(order):
    """The multipliers are 1/2 and 1/4 = (1/2)^2: the amplitude expansion divides by their difference, Carleman does not."""
    network = Network.tied([["1/2", 0], ["1/8", "1/4"]], 6, activation=Activation("bent", "z + z**2"))
    with pytest.raises(Unable, match="resonan"):
        amplitude_expansion(network, order)
    errors = []
    with precision(300):
        linearization = carleman_linearization(network, order, over=BALLS)
        for bits in (20, 21):
            x = [Fraction(1, 2**bits), Fraction(-1, 2**bits)]
            errors.append(
                distance(linearization.delta(x, [1, 1], 6), backward(network, x, [1, 1], over=BALLS).deltas[0])
            )
    assert log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.1)


def test_at_multiplier_one_the_terms_grow_with_the_depth():
    """tanh^n z = z - n z^3 / 3 + ..: order 3 gives 1 - n z^2 at every depth, good for n z^2 << 1 only."""
    network = Network.tied([[1.0]], depth=2)
    short, long = (carleman(network, [0.01], [1.0], order=3, depth=n + 1) for n in (10, 4000))
    assert (short.value[0][0], long.value[0][0]) == pytest.approx((1 - 10e-4, 1 - 4000e-4), rel=1e-12)
    truth = backward(Network.tied([[1.0]], depth=11), [0.01], [1.0]).deltas[0]
    assert abs(short.value[0] - truth).sum() <= short.bound < 2e-6
    assert carleman(network, [0.01], [1.0], order=3, depth=10**5).bound is None


def test_it_agrees_with_the_amplitude_expansion_to_its_order():
    """The gradients differ by O(h^k); each is wrong by as much."""
    network = Network.tied([["1/2", "1/8"], ["-1/4", "1/3"]], 7, ["1/16", "-1/8"], "sigmoid")
    for order in (1, 2, 3):
        gaps = []
        with precision(300):
            carlemans, koenigs = (
                build(network, order, over=BALLS) for build in (carleman_linearization, amplitude_expansion)
            )
            for bits in (20, 21):
                x = [
                    value.mid() + flint.arb(sign) / 2**bits
                    for value, sign in zip(carlemans.fixed_point, (1, -1), strict=True)
                ]
                gaps.append(distance(carlemans.delta(x, [1, 2], 7), koenigs.delta(x, [1, 2], 7)))
        expected = np.inf if order == 1 else order  # at order 1 both are the linearization
        assert (gaps[0] < 1e-60) if order == 1 else log2(gaps[0] / gaps[1]) == pytest.approx(expected, abs=0.1)


def test_any_depth_takes_a_matrix_power():
    """A multiplier of 1 - 2^-20 at depth 2^20 + 1: order 3 of the solvable z / sqrt(1 + z^2)."""
    w, n = 1 - 2.0**-20, 2**20
    network = Network.tied([[w]], depth=2, activation="isru")
    sums = (w ** (2 * n) - 1) / (w**2 - 1)
    value = approximate(network, [1e-5], [1.0], method="carleman", order=3, depth=n + 1).value[0][0]
    assert value == pytest.approx(w**n * (1 - 1.5 * sums * 1e-10), rel=1e-9)
    assert value == pytest.approx(w**n * (1 + sums * 1e-10) ** -1.5, rel=1e-7)


@pytest.mark.parametrize("over", [RATIONALS, BALLS])
def test_order_one_is_the_linearization(over):
    network = Network.tied([["1/2", "1/3"], [0, "1/4"]], depth=5)
    value = carleman(network, ["1/9", 0], [1, 1], order=1, depth=5, over=over).value[0]
    power = np.linalg.matrix_power(np.array([[1 / 2, 1 / 3], [0, 1 / 4]]), 4)
    assert [float(BALLS.convert(entry)) for entry in value] == pytest.approx(power.T @ np.ones(2), rel=1e-12)


def test_without_layers_nothing_is_lost():
    assert carleman(Network.tied([[2]], depth=2), [3], [5], order=1, depth=1) == Exact(([5],))


@pytest.mark.parametrize(
    ("network", "options", "kind", "message"),
    [
        (Network([[[1]], [[2]]]), {}, Invalid, "the Carleman linearization: weights that are not tied"),
        (Network.tied([[1]], 3, activation="relu"), {}, Undefined, "the Taylor series of relu: it has kinks"),
        (Network.tied([[1]], 3), {"order": 0}, Invalid, "a Carleman linearization of order 0: no monomials"),
        (
            Network.tied(np.eye(6, dtype=int), 3),
            {"order": 7},
            Unable,
            "the Carleman matrix of order 7 at width 6 over FLOATS: 1715 monomials, above 1000; lower the order",
        ),
        (Network.tied([[0.5]], 3), {"x": [1.6]}, Unable, r"distance of 1.6 from the fixed point.*within 1.571 only"),
        (Network.tied([[2.0]], 3), {"depth": 10**4}, Unable, r"delta\^\(1\) at depth 10000 over FLOATS: overflow"),
        (Network.tied([[2.0]], 3), {"depth": 0}, Invalid, "a network of depth 0: no layer"),
        (Network.tied([[2.0]], 3), {"x": [1.0, 2.0]}, Invalid, r"the input x: shape \(2,\); give it shape \(1,\)"),
        (
            Network.tied([[2]], 3, [1]),
            {"x": [0], "over": RATIONALS},
            Invalid,
            r"the fixed point \[0\] over RATIONALS: the layer moves it; give one, or use over=BALLS",
        ),
        (Network.tied([[1]], 3, activation="softplus"), {}, Unable, "a fixed point of the layer map"),
    ],
)
def test_refusals(network, options, kind, message):
    arguments = {"x": [0.1] * network.widths[0], "order": 2, "depth": 3} | options
    with pytest.raises(kind, match=message):
        carleman(network, delta_top=[1] * network.widths[0], **arguments)
