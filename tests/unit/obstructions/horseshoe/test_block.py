from fractions import Fraction as Q

import flint
import numpy as np
import pytest

from closedprop.networks import ACTIVATIONS, backward, forward
from closedprop.obstructions.horseshoe.block import TANH_BLOCK, Block
from closedprop.scalars import BALLS, Invalid, Undefined

BLOCKS = {
    "tanh": TANH_BLOCK,
    "relu": Block.of("relu", [1, -1], [0, 0], ["-5/2", "-5/2"], 1),
    "gelu": Block.of("gelu", [2, 0, -3], ["1/3", 1, 0], [1, 5, 2], "1/7"),
    "logistic": Block.of("logistic", [1], [0], [1]),
    "map": Block.of_map("4*z*(1-z)"),
}


def test_the_formula_of_the_paper():
    for x in (-1, -0.25, 0.1, 2):
        truth = 3 * (np.tanh(4 * x + 2) - np.tanh(4 * x - 2)) - 3
        assert float(TANH_BLOCK.value(flint.arb(x))) == pytest.approx(truth, rel=1e-14)
        assert float(TANH_BLOCK.samples(np.array([x]))[0]) == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize("name", BLOCKS)
def test_the_network_is_the_block_along_its_line(name):
    block, x = BLOCKS[name], flint.arb(3) / 7
    network = block.network(5)
    line = [
        flint.fmpq(a.numerator, a.denominator) * x + BALLS.convert(b)
        for a, b in zip(block.inner, block.shifts, strict=True)
    ]
    z = forward(network, line, BALLS).preactivations
    assert network.is_tied
    for layer in range(5):
        state = block.value(x, layer)
        for i, (a, b) in enumerate(zip(block.inner, block.shifts, strict=True)):
            assert z[layer][i].overlaps(BALLS.convert(a) * state + BALLS.convert(b))
            assert float(z[layer][i].rad()) < 1e-8


@pytest.mark.parametrize("name", BLOCKS)
def test_delta_along_the_line_is_the_slope_of_the_iterate(name):
    block, x = BLOCKS[name], flint.arb(3) / 7
    a = [BALLS.convert(entry) for entry in block.inner]
    line = [entry * x + BALLS.convert(b) for entry, b in zip(a, block.shifts, strict=True)]
    top = [0] * len(a)
    top[0] = 1 / block.inner[0]  # the loss is the state x at the last layer
    deltas = backward(block.network(4), line, top, BALLS).deltas
    for n in range(4):
        along = sum((entry * delta for entry, delta in zip(a, deltas[3 - n], strict=True)), BALLS.zero)
        assert along.overlaps(block.slope(block.value(x, 3 - n), n)) and float(along.rad()) < 1e-8


@pytest.mark.parametrize("name", BLOCKS)
def test_the_slope_encloses_difference_quotients(name):
    block = BLOCKS[name]
    a, b = flint.arb(0.3125), flint.arb(0.3127)
    quotient = (block.value(b, 2) - block.value(a, 2)) / (b - a)
    assert block.slope(a.union(b), 2).overlaps(quotient)
    assert block.value(a.union(b), 2).contains(block.value((a + b) / 2, 2).mid())


@pytest.mark.parametrize("name", BLOCKS)
def test_samples_are_the_values(name):
    points = np.linspace(-0.9, 0.9, 7)
    values = BLOCKS[name].samples(points, 3)
    for x, value in zip(points, values, strict=True):
        assert float(BLOCKS[name].value(flint.arb(x), 3)) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_a_kink_inside_a_ball_gives_both_slopes():
    slopes = BLOCKS["relu"].slope(flint.arb(0, 0.1))
    assert slopes.contains(BALLS.convert("5/2")) and slopes.contains(BALLS.convert("-5/2"))


def test_orbits_that_escape_stay_finite():
    assert np.isfinite(BLOCKS["logistic"].samples(np.array([-50.0, 50.0]), 12)).all()


def test_the_record():
    record = TANH_BLOCK.record()
    assert record["direction"] == ["4", "4"] and record["shift"] == ["2", "-2"]
    assert record["network"]["weights"] == [[["12", "-12"], ["12", "-12"]]]
    assert record["network"]["biases"] == [["-10", "-14"]]
    assert BLOCKS["map"].record() == {"map": "4*z*(1-z)"}


def test_text():
    assert str(BLOCKS["relu"]) == "-5/2*relu(z) - 5/2*relu(-z) + 1"
    assert str(BLOCKS["gelu"]) == "gelu(2*z + 1/3) + 5*gelu(1) + 2*gelu(-3*z) + 1/7"
    other = ACTIVATIONS["logistic"].with_parameters(r=3)
    assert str(Block.of(other, [1], [0], [1], Q(1, 2))) == "3*z*(1 - z) + 1/2"


def test_messages():
    with pytest.raises(Invalid, match=r"a block: vectors of lengths \[1, 2\]; give a, b, v of one length"):
        Block.of("tanh", [1, 2], [0], [1, 1])
    with pytest.raises(Invalid, match="with some a_i v_i not 0"):
        Block.of("tanh", [1, 0], [0, 0], [0, 1])
    with pytest.raises(Undefined, match=r"the float 0\.1 over RATIONALS"):
        Block.of("tanh", [0.1], [0], [1])
