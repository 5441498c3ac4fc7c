from functools import cache
from math import isinf

import flint
import numpy as np
import pytest

from closedprop.approximations import approximate
from closedprop.approximations.depth.critical import critical, critical_expansion
from closedprop.approximations.depth.critical_study import critical_constants, surrogate_orders
from closedprop.approximations.depth.parabolic import parabolic_layer
from closedprop.networks import Network
from closedprop.scalars import BALLS, RATIONALS, Invalid, Unable, Undefined
from closedprop.validated.precision import precision

LAYERS = {
    "tanh": (1, 0, "tanh", 0, 0.8),
    "sigmoid": (4, -2, "sigmoid", 0, -1.3),
    "minus tanh": (-1, 0, "tanh", 0, 1.5),
    "quadratic": (1, "1/4", "quadratic", "1/2", 0.2),
    "gelu": (2, 0, "gelu", 0, -0.4),
}


@cache
def expansion(name, order=8):
    weight, bias, act, center, _ = LAYERS[name]
    return critical_expansion(Network.tied([[weight]], 2, [bias], act), order, center)


@cache
def recursion(name, steps):
    """Delta by the chain rule, in 200-bit balls: an enclosure."""
    layer = expansion(name).layer
    with precision(200):
        z, delta = flint.arb(LAYERS[name][4]), flint.arb(1)
        for _ in range(steps):
            z, slope = layer.step(z)
            delta *= slope
        return delta


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("steps", [1, 7, 600])
def test_against_the_recursion(name, steps):
    found = expansion(name).truncation([LAYERS[name][4]], [2.0], steps + 1)
    error = abs(flint.arb(float(found.value[0][0])) / 2 - recursion(name, steps))
    assert error < flint.arb(found.bound) / 2
    assert found.bound < 1e-11 * abs(found.value[0][0])


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("order", [0, 4])
def test_the_bound_holds_where_the_error_is_large(name, order):
    """Few layers first: the error is far from rounding, below the bound, and the bound is not vacuous."""
    first = 4 if name in ("tanh", "sigmoid") else 16
    found = expansion(name, order).truncation([LAYERS[name][4]], [1.0], 601, first=first)
    error = float(abs(flint.arb(float(found.value[0][0])) - recursion(name, 600)).mid())
    assert 1e-14 * abs(found.value[0][0]) < error < found.bound < 100 * error


def test_measured_exponents_are_the_predicted_ones():
    layers = [
        {"activation": "tanh", "weight": "1", "bias": "0", "center": "0", "start": "1"},
        {"activation": "quadratic", "weight": "1", "bias": "1/4", "center": "1/2", "start": "0"},
    ]
    rows = surrogate_orders(["tanh", "arctan"], ["softplus"], layers, [0, 2])
    assert {row["at"] for row in rows} == {"one depth", "all depths"}
    assert len(rows) == 2 * 2 + 1 + 1 + 2 * 2 * 2
    for row in rows:
        assert row["measured"] == pytest.approx(row["predicted"], abs=0.1), row


def test_constants_of_different_orders_overlap():
    sharp, rough = (expansion("tanh", order).constant("4/5").value for order in (8, 4))
    assert sharp.overlaps(rough) and sharp.rad() < 1e-10 and rough.rad() < 1e-7


def test_the_constant_is_the_limit():
    scaled = recursion("tanh", 600) * 600**1.5
    assert float(expansion("tanh").constant(0.8).value.mid()) == pytest.approx(float(scaled.mid()), rel=1e-2)


def test_conjugate_layers_have_one_constant():
    """4 sigmoid - 2 is 2 tanh(z/2), and -tanh has the squared slopes of tanh."""
    cases = [("tanh", "1", "0", "4/5"), ("sigmoid", "4", "-2", "8/5"), ("tanh", "-1", "0", "-4/5")]
    keys = ("activation", "weight", "bias", "start")
    rows = critical_constants([dict(zip(keys, case, strict=True), center="0") for case in cases], 8)
    assert [row["constant"] for row in rows] == pytest.approx([rows[0]["constant"]] * 3, abs=1e-9)
    assert [row["solvable"] for row in rows] == pytest.approx([1.5**1.5 / 0.8**3] * 3)


def test_balls_contain_the_approximation_in_floats():
    with precision(200):
        ball = critical(Network.tied([[1]], 2), ["4/5"], [1], 4, 1001, first=5, over=BALLS).value[0][0]
    assert float(ball.mid()) == pytest.approx(
        critical(Network.tied([[1]], 2), [0.8], [1.0], 4, 1001, first=5).value[0][0], rel=1e-14
    )


def test_the_fixed_point_itself():
    for weight in (1, -1):
        found = critical(Network.tied([[weight]], 2), [0.0], [3.0], order=8, depth=6)
        assert found.value[0] == pytest.approx([3.0 * weight**5]) and found.bound < 1e-14


def test_a_rounded_multiplier_has_no_bound():
    weight = float(np.sqrt(np.pi) / 2)
    network = Network.tied([[weight]], 2, activation="erf")
    assert critical(network, [0.2], [1.0], 8, 101).bound is None
    with pytest.raises(Undefined, match="a rounded multiplier; give exact weights"):
        critical_expansion(network).constant(0.2)


def test_through_the_interface():
    found = approximate(Network.tied([[1]], 2), [0.8], method="critical", depth=10**6)
    assert found.order == 14 and found.value[0] * 10**9 == pytest.approx(3.348, rel=1e-3)


def tied(weight, bias=0, act="tanh"):
    return Network.tied([[weight]], 2, [bias], act)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: parabolic_layer(tied("1/2")), Unable, "z = 0: the multiplier is 0.5; use the amplitude"),
        (lambda: parabolic_layer(tied(1, "1/3")), Unable, r"no fixed point, F\(z\) - z = 0.333; give a fixed point"),
        (lambda: parabolic_layer(tied(1, act="relu")), Undefined, "relu: it has kinks"),
        (lambda: parabolic_layer(Network.tied(np.eye(2), 2)), Invalid, r"widths \(2, 2\); give a network of width 1"),
        (lambda: parabolic_layer(Network([[[1]], [[2]]])), Invalid, "an untied network; give one layer map"),
        (lambda: critical_expansion(tied(1), -1), Invalid, "order -1: negative"),
        (lambda: critical(tied(2, act="gelu"), [0.5], [1.0], 4, 9), Unable, "a repelling petal; start on the other"),
        (lambda: expansion("tanh").delta([1.4], [1.0], 99, first=0), Unable, "outside of their reach: 1.4 from the"),
        (lambda: expansion("tanh").delta([0.9, 1.0], [1.0], 99), Invalid, r"the input x: shape \(2,\)"),
        (lambda: expansion("tanh").delta([0.9], [1.0], 0), Invalid, "depth 0: no number of layers"),
        (lambda: expansion("tanh").delta([1], [1], 9, over=RATIONALS), Undefined, "over RATIONALS: a logarithm"),
        (lambda: expansion("tanh").constant(0), Undefined, "x is the fixed point; choose another x"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_no_bound_far_out_and_a_small_one_near():
    bound = expansion("tanh").right.bound
    assert isinf(bound.relative(1.4)) and bound.relative(0.1) < 1e-14
    assert bound.relative(0.3, steps=1) < bound.relative(0.3, steps=100) <= bound.relative(0.3)
