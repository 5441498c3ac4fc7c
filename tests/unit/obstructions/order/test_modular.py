"""Points of the reduced state space: neurons fed by multiples of one number obey the addition theorem of tanh."""

import random
from fractions import Fraction

import pytest

from closedprop.networks import Network
from closedprop.networks.gates import gate_of
from closedprop.networks.line import Line
from closedprop.obstructions.checkers.order.jets import Chain, initial_states
from closedprop.obstructions.checkers.order.structure import over_basis
from closedprop.obstructions.order.hypotheses import hypotheses
from closedprop.obstructions.order.joined import joined
from closedprop.obstructions.order.modular import mixing, modular, random_point, states_at

P = 2147483629


def _setting(network, direction, base=None, seed=0):
    numbers = random.Random(seed)
    draw = lambda: numbers.randrange(1, P)  # noqa: E731
    line = Line.of(network, direction, base)
    gate, neurons = gate_of(line.activation), joined(line)
    found = hypotheses(line, gate, neurons)
    return line, gate, neurons, found, random_point(gate, found, neurons, draw), modular(line, neurons, P, draw)


def test_double_and_triple_arguments():
    network = Network([[[1, 1, 1]]])
    _, gate, _, found, point, _ = _setting(network, [1, 2, -3])
    (t,), (double,), (triple,) = states_at(gate, found, point, P)[0]
    assert double * (1 + t * t) % P == 2 * t % P
    assert triple * (1 + 3 * t * t) % P == -(t**3 + 3 * t) % P


def test_offsets_are_powers_of_one_constant():
    """tanh(t + 1/2), tanh(t + 3/2) and tanh(2 t) are linked by tanh(1), by the addition theorem."""
    network = Network([[[1, 1, 1]]])
    _, gate, _, found, point, _ = _setting(network, [1, 1, 2], ["1/2", "3/2", 0])
    (first,), (second,), (double,) = states_at(gate, found, point, P)[0]
    assert point.unit == 1
    one = (point.constant - 1) * pow(point.constant + 1, -1, P)  # the constant stands for exp(2)
    assert second * (1 + first * one) % P == (first + one) % P
    shifted = 2 * first * pow(1 + first * first, -1, P)  # tanh(2 t + 1)
    assert double * (1 - shifted * one) % P == (shifted - one) % P


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_finder_and_checker_have_the_same_states_and_slopes(activation):
    network = Network([[[1, 2, 5], [3, -1, 1]], [[2, 5]]], [["1/2", "-1/3"], [0]], activation)
    line, gate, neurons, found, point, net = _setting(network, [1, 2, "1/2"], ["1/5", 1, 0])
    lists = [list(layer) for layer in neurons]
    basis = [[layer[j] for j in r.basis] for layer, r in zip(lists, found.reductions, strict=True)]
    layers = [
        over_basis(line, l, lists, chosen) if chosen != layer else None
        for l, (chosen, layer) in enumerate(zip(basis, lists, strict=True), start=1)
    ]
    chain = Chain(P, gate, list(net.weights), list(net.biases), net.direction, net.base, net.top, layers)
    powers = [
        [] if layer is None else [pow(point.constant, int(offset / point.unit), P) for offset in layer.offsets]
        for layer in layers
    ]
    states, variables = initial_states(chain, point.layers, powers)
    expected = states_at(gate, found, point, P)
    assert states == expected
    # a shift of the basic preactivation by s multiplies e by exp(lambda s / q): slope = lambda e / q * d/de
    first, second = (int(root * 2) * pow(2, -1, P) for root in gate.riccati.roots)
    rate = int(gate.riccati.square) * (first - second)
    e, q = point.layers[0][0][0], found.reductions[0].denominator
    for i, share in enumerate(mixing(found, neurons, P)[0][0]):
        slope = gate.field([states[0][i][0]], 0)[0] * share
        assert slope % P == rate * e * pow(q, -1, P) * variables[0].slopes[i][0] % P


def test_full_layers_are_not_mixed():
    _, _, neurons, found, _, _ = _setting(Network([[[1, 2], [3, 4]], [[1, 1]]]), [1, 2])
    assert mixing(found, neurons, P)[1] == [[1, 0], [0, 1]] and mixing(found, neurons, P)[0] == [[1, 2]]
    assert found.reductions[0].offsets == (Fraction(0), Fraction(0))
