from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize

from closedprop.approximations.depth.amplitude import amplitude, amplitude_expansion
from closedprop.approximations.depth.koenigs import koenigs_expansion
from closedprop.networks import Activation, Network, backward
from closedprop.scalars import BALLS, Exact, Invalid, Unable, Undefined
from closedprop.validated.precision import precision

#: Activations with a weight and a bias that make them contract.
LAYERS = [
    ("tanh", 0.5, 0.0),
    ("tanh", -0.7, 0.3),
    ("sigmoid", 2.0, -0.5),
    ("erf", 0.5, 0.1),
    ("softplus", 0.8, -0.3),
    ("gelu", 1.0, 0.0),
    ("silu", 1.0, -0.1),
    ("sin", 0.6, 0.2),
    ("quadratic", 0.6, 0.1),
]


def tied(name, weight, bias, depth=2):
    return Network.tied([[weight]], depth, [bias], name)


@pytest.mark.parametrize(("name", "weight", "bias"), LAYERS)
def test_a_high_order_is_the_recursion(name, weight, bias):
    """Convergence: order 60 leaves rounding only, deep inside the disc."""
    expansion = amplitude_expansion(tied(name, weight, bias), order=60)
    for share, depth in ((0.1, 12), (-0.1, 30)):
        x = expansion.fixed.location + share * min(expansion.radius, expansion.bounds.reach)
        truth = backward(tied(name, weight, bias, depth), x, [2.0]).deltas[0]
        assert expansion.delta(x, [2.0], depth) == pytest.approx(truth, rel=1e-12)


@pytest.mark.parametrize(("name", "weight", "bias"), LAYERS)
def test_the_bound_holds_up_to_the_edge_of_the_disc(name, weight, bias):
    for order in (1, 2, 5):
        expansion = amplitude_expansion(tied(name, weight, bias), order)
        checked = 0
        for share in (-0.95, -0.6, -0.2, 0.2, 0.6, 0.95):
            for depth in (3, 30):
                x = expansion.fixed.location + share * expansion.radius
                try:
                    rough = expansion.delta(x, [1.0], depth)
                except Unable:  # outside the disc of the inverse
                    continue
                truth = backward(tied(name, weight, bias, depth), x, [1.0]).deltas[0]
                bound = expansion.bound(x, [1.0], depth)
                assert abs(rough - truth)[0] <= bound + 1e-13 * abs(truth)[0]
                if abs(share) <= 0.2:
                    assert bound <= 1.01 * abs(rough - truth)[0] + 1e-13 * abs(truth)[0]
                checked += 1
        assert checked >= 6


def test_the_terms_sum_to_delta_at_every_depth():
    expansion = amplitude_expansion(tied("silu", 1.0, -0.1), order=4)
    x = expansion.fixed.location + 0.2
    rate, terms = float(expansion.multiplier.mid()), expansion.terms(x)
    for depth in (2, 5, 40):
        total = sum(term * rate ** (j * (depth - 1)) for j, term in enumerate(terms, start=1))
        assert expansion.delta(x, [1.0], depth)[0] == pytest.approx(total, rel=1e-12)


def test_series_that_are_known():
    """The layer whose Poincare function is t + t^2, and the inverse square root, P = t (1 - a t^2 / (1 - w^2))^(-1/2)."""
    root = Activation("root", "z/4 + (sqrt(1 + 4*z) - 1)/8")  # lambda = 1/2
    poincare = [float(value.mid()) for value in amplitude_expansion(tied(root, 1, 0), 5).poincare]
    assert poincare[:6] == pytest.approx([0, 1, 1, 0, 0, 0], abs=1e-25)
    isru = amplitude_expansion(Network.tied([["1/2"]], 2, activation="isru"), 5)
    assert [float(value.mid()) for value in isru.poincare[:6]] == pytest.approx([0, 1, 0, 2 / 3, 0, 2 / 3], rel=1e-14)


def test_the_koenigs_function_is_the_limit_of_rescaled_iterates():
    expansion = amplitude_expansion(tied("tanh", 0.5, 0.0), order=60)
    with precision(128):
        value = expansion._koenigs_at(BALLS.convert("1/4"), 60)[0]
    z = 0.25
    for _ in range(30):
        z = 0.5 * np.tanh(z)
    assert float(value.mid()) == pytest.approx(z * 2**30, rel=1e-13)


def test_the_disc_of_tanh_ends_at_the_singularity():
    """tan y = y / w: the fixed point on the imaginary axis, where the Koenigs function is singular."""
    for w in (0.5, 0.75, 0.9):
        edge = optimize.brentq(lambda y, w=w: w * np.sin(y) - y * np.cos(y), 1e-3, np.pi / 2)
        assert 0.998 * edge < amplitude_expansion(tied("tanh", w, 0.0), 3).radius < edge


def test_the_error_is_uniform_in_depth():
    network, errors = Network.tied([[Fraction(9, 10)]], 2, activation="tanh"), []
    for depth in (50, 100, 200):
        with precision(256):
            deep = Network.tied([[Fraction(9, 10)]], depth, activation="tanh")
            truth = backward(deep, ["1/5"], [1], over=BALLS).deltas[0][0]
            rough = amplitude(network, ["1/5"], [1], order=3, depth=depth, over=BALLS).value[0][0]
            errors.append(float(abs(rough / truth - 1).mid()))
    assert max(errors) < 0.05 and max(errors) - min(errors) < 1e-4 * max(errors)


def test_a_repelling_fixed_point_at_fixed_depth():
    network, errors = Network.tied([[2]], 4, activation="tanh"), []
    for bits in (30, 31):
        with precision(300):
            x = [Fraction(1, 2**bits)]
            rough = amplitude(network, x, [1], order=3, depth=4, over=BALLS)
            truth = backward(network, x, [1], over=BALLS).deltas[0][0]
            errors.append(float(abs(rough.value[0][0] - truth).mid()))
            assert errors[-1] <= rough.bound <= 1.01 * errors[-1]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(rough.order, abs=0.01)


def test_phi_may_turn_back_on_the_way_to_the_input():
    """z/5 - z^3 maps 0.852 to a zero of phi other than 0, where P(phi) is not the identity."""
    expansion = amplitude_expansion(tied(Activation("cubic", "z/5 - z**3"), 1, 0), 5)
    assert expansion._is_monotone(0.25) and not expansion._is_monotone(0.27)  # f' vanishes at 0.258
    half = BALLS.convert("1/2")
    assert 0.2 * abs(expansion._koenigs_at(half, 63)[0]) < expansion.bounds.reach  # and yet
    assert expansion._trouble(half, 1) and not expansion._trouble(half, 2)
    with pytest.raises(Unable, match="the argument of the Poincare function may be"):
        expansion.delta([0.852], [1.0], 2)


def test_iterating_first():
    network = Network.tied([[0.5]], 12, activation="tanh")
    x, truth = [4.0], backward(network, [4.0], [1.0]).deltas[0]
    with pytest.raises(Unable, match=r"converge has radius 1.164; iterate first: first=1 does so many layers exactly"):
        amplitude(network, x, [1.0], order=5, depth=12)
    result = amplitude(network, x, [1.0], order=5, depth=12, first=1)
    assert abs(result.value[0] - truth)[0] <= result.bound < 0.05 * truth[0]


def test_an_affine_layer_is_exact():
    result = amplitude(Network.tied([[0.5]], 2, [1.0], "identity"), [3.0], [1.0], order=3, depth=5)
    assert isinstance(result, Exact) and result.value[0] == [0.0625]


def test_at_depth_a_million_there_is_a_number_over_balls():
    with precision(128):
        value = amplitude(Network.tied([["1/2"]], 2), ["1/10"], [1], order=3, depth=10**6 + 1, over=BALLS).value[0][0]
        assert float((value * BALLS.convert(2) ** (10**6)).mid()) == pytest.approx(0.98668, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tied("tanh", 1.0, 0.0), Unable, "the resonant multiplier 1; .*critical"),
        (lambda: tied("tanh", -1.0, 0.0), Unable, "the resonant multiplier -1"),
        (lambda: tied("quadratic", 1.0, 0.0), Unable, "the multiplier 0; choose another fixed point"),
        (lambda: tied("softsign", 0.5, 0.1), Undefined, "the Taylor series of softsign: it has kinks"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        amplitude_expansion(call(), order=3)


def test_refusals_of_an_input():
    expansion = amplitude_expansion(tied("tanh", 0.5, 0.0), order=3)
    with pytest.raises(Invalid, match="depth 3 after 2 layers: no layer map is left; iterate fewer"):
        expansion.delta([0.1], [1.0], 3, first=2)
    with pytest.raises(Invalid, match=r"the input x: shape \(2,\)"):
        expansion.delta([0.1, 0.2], [1.0], 3)
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(2,\)"):
        expansion.delta([0.1], [1.0, 1.0], 3)
    with pytest.raises(Invalid, match="order 0: not between 1 and 63"):
        koenigs_expansion(expansion.fixed, 0)
    with pytest.raises(Unable, match=r"the argument of the Poincare function .*; take a smaller depth or amplitude"):
        amplitude(tied("tanh", 2.0, 0.0), [0.1], [1.0], order=3, depth=12)
