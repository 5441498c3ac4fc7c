from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from closedprop.approximations.depth.fixed_points import exact_layers, layer_fixed_point
from closedprop.networks import Network, backward, forward, gaussian_network
from closedprop.scalars import BALLS, Invalid, Unable, Undefined
from closedprop.validated.precision import precision


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "gelu", "sin"])
@pytest.mark.parametrize("width", [1, 3])
def test_the_ball_contains_a_point_that_the_layer_does_not_move(name, width):
    network = gaussian_network(np.random.default_rng(4), [width] * 2, 0.6, 0.2, name, tied=True)
    found = layer_fixed_point(network)
    image = forward(network, found.location).output
    assert image == pytest.approx(found.location, abs=1e-14)
    assert max(float(ball.rad()) for ball in found.point) < 1e-30
    slopes = np.array([float(slope.mid()) for slope in found.slopes])
    assert slopes == pytest.approx(network.activation.slope(found.location), rel=1e-14)


def test_zero_is_taken_where_it_is_fixed_and_another_one_where_it_is_asked_for():
    network = Network.tied([[2.0]], 2, activation="tanh")
    assert layer_fixed_point(network).location == [0.0]
    assert layer_fixed_point(network, fixed_point=[2.0]).location == pytest.approx([1.9150080], abs=1e-7)
    assert layer_fixed_point(network, fixed_point=[-2.0]).location == pytest.approx([-1.9150080], abs=1e-7)


def test_the_orbit_of_the_input_chooses_between_attracting_fixed_points():
    network = Network.tied([[2.0]], 2, [0.1], activation="tanh")
    right, left = (layer_fixed_point(network, x=[x]).location[0] for x in (3.0, -3.0))
    assert right > 1.5 and left < -1.5


def test_over_balls_the_precision_in_force_counts():
    network = Network.tied([[Fraction(1, 3)]], 2, [1], activation="softplus")
    with precision(400):
        assert float(layer_fixed_point(network, over=BALLS).point[0].rad()) < 1e-110


def test_exact_layers_are_the_recursion():
    network = gaussian_network(np.random.default_rng(1), [2] * 5, 0.9, 0.3, "tanh", tied=True)
    fixed, x, top = layer_fixed_point(network), np.array([0.3, -0.5]), np.array([1.0, 2.0])
    z, jacobian = next(islice(exact_layers(fixed, x), 4, None))
    assert z == pytest.approx(forward(network, x).output, rel=1e-13)
    assert jacobian.T @ top == pytest.approx(backward(network, x, top).deltas[0], rel=1e-13)


@pytest.mark.parametrize(
    ("network", "options", "error", "message"),
    [
        (Network([[[1]], [[2]]]), {}, Invalid, "the weights differ from layer to layer; use a weight-tied network"),
        (Network.tied([[1]], 2, [1], "exp"), {}, Unable, r"Newton's method from \(inf\) finds none; give fixed_point="),
        (Network.tied([[1]], 2, activation="relu"), {}, Undefined, "a kink of relu; choose another one"),
        (Network.tied([[1]], 2), {"fixed_point": [1, 2]}, Invalid, r"shape \(2,\); give it shape \(1,\)"),
    ],
)
def test_refusals(network, options, error, message):
    with pytest.raises(error, match=message):
        layer_fixed_point(network, **options)


def test_a_double_fixed_point_is_not_proved():
    """z^2 + 1/4 touches the diagonal at 1/2."""
    with pytest.raises(Unable, match=r"no proof at 128 bits|is 1 within the precision|finds none"):
        layer_fixed_point(Network.tied([[1]], 2, ["1/4"], "quadratic"), fixed_point=[0.6])


def test_a_coordinate_that_is_zero_by_accident():
    """Powers of balls around 0 are not numbers in arb; the slopes must be all the same."""
    found = layer_fixed_point(Network.tied([[0.5, 0.0], [0.0, 0.8]], 2, [0.1, 0.0]))
    assert [float(slope.mid()) for slope in found.slopes] == pytest.approx(1 - np.tanh(found.location) ** 2, rel=1e-14)
