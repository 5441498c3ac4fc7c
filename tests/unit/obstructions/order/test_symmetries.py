"""Derivatives by symmetries: backward against forward, against the specification, and commuting with the derivative."""

import random

import flint
import pytest

from closedprop.networks import ACTIVATIONS, Activation, Network, backward, forward
from closedprop.networks.gates import GATES, gate_of
from closedprop.networks.line import Line
from closedprop.obstructions.order.hypotheses import hypotheses
from closedprop.obstructions.order.jets import _along
from closedprop.obstructions.order.joined import joined
from closedprop.obstructions.order.modular import modular, random_point, states_at
from closedprop.obstructions.order.symmetries import back_propagated, moved, output_moved
from closedprop.scalars import RATIONALS

P = 2147483629
NETWORK = [[[1, 2], [3, -1]], [["1/2", 4], [1, "1/3"], [2, 5]], [[1, 0, 2]]], [["1/2", 1], [0, 1, 2], [3]]
NAMES = ["tanh", "sigmoid", "exp", *(name for name in GATES if name != "cos")]


def _setting(name, direction="generic"):
    numbers = random.Random(name)
    draw = lambda: numbers.randrange(1, P)  # noqa: E731
    line = Line.of(Network(*NETWORK, ACTIVATIONS[name]), direction)
    gate, neurons = gate_of(line.activation), joined(line)
    found = hypotheses(line, gate, neurons)
    net, point = modular(line, neurons, P, draw), random_point(gate, found, neurons, draw)
    return gate, neurons, net, _along(gate, net, states_at(gate, found, point, P), point.t, 8)


@pytest.mark.parametrize("name", NAMES)
def test_the_output_moves_as_a_forward_pass_says(name):
    gate, _, net, (states, heights) = _setting(name)
    rows = output_moved(gate, net, states, heights)
    for l, layer in enumerate(states):
        for i in range(len(layer)):
            for s in range(gate.size):
                shifts = [0] * len(states[0])
                for m, (us, hs) in enumerate(zip(states, heights, strict=True)):
                    values = []
                    for k, (u, h) in enumerate(zip(us, hs, strict=True)):
                        motion = gate.moved(u, h, shifts[k], s if (m, k) == (l, i) else None)
                        values.append(gate.derivative(u, h, motion, shifts[k]))
                    weights = net.weights[m] if m < len(states) - 1 else [net.top]
                    shifts = [sum(v * w for v, w in zip(values, row, strict=True)) for row in weights]
                assert _coefficients(shifts[0]) == _coefficients(rows[l][i][s])


@pytest.mark.parametrize("name", NAMES)
def test_symmetries_commute_with_the_derivative(name):
    gate, neurons, net, (states, heights) = _setting(name)
    outputs = output_moved(gate, net, states, heights)
    derivatives = moved(gate, net, neurons, states, heights, "derivative", ())
    for output, derivative in zip(_flat(outputs), _flat(derivatives), strict=True):
        if isinstance(output, int):
            assert derivative == 0
        else:
            assert _coefficients(output.derivative()) == _coefficients(derivative)[:7]


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_of_the_series_is_that_of_the_network(name):
    """D y from the series of the output equals the sum of the first deltas along the direction."""
    gate, _, net, (states, heights) = _setting(name)
    values = [gate.value(u, h) for u, h in zip(states[-1], heights[-1], strict=True)]
    output = sum(v * w for v, w in zip(values, net.top, strict=True))
    _, deltas = back_propagated(gate, net, states, heights)
    along = sum(delta * a for delta, a in zip(deltas[0], net.direction, strict=True))
    assert _coefficients(output.derivative()) == _coefficients(along)[:7]


def test_back_propagation_is_that_of_the_specification():
    """Moebius neurons are rational, so the deltas can be compared exactly."""
    moebius = Activation("moebius", "1/(1 + z)")
    network = Network(*NETWORK, moebius)
    line = Line.of(network, [1, 2])
    x = RATIONALS.array([3, "1/2"])
    z = forward(network, x, RATIONALS).preactivations
    gate, neurons = gate_of(moebius), joined(line)
    net = modular(line, neurons, P, lambda: 1)
    modulo = lambda value: flint.nmod(int(value.p), P) / flint.nmod(int(value.q), P)  # noqa: E731
    heights = [[modulo(layer[i]) for i in kept] for layer, kept in zip(z, neurons, strict=False)]
    states = [[[1 / (1 + h)] for h in layer] for layer in heights]
    _, deltas = back_propagated(gate, net, states, heights)
    expected = backward(network, x, [1], RATIONALS).deltas
    for found, layer, kept in zip(deltas, expected, neurons, strict=False):
        assert [int(delta) for delta in found] == [int(modulo(layer[i])) for i in kept]


def _flat(rows):
    return [value for layer in rows for neuron in layer for value in neuron]


def _coefficients(value):
    return [value % P, *[0] * 7] if isinstance(value, int) else value.coefficients()
