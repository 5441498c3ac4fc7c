import json
from fractions import Fraction

import pytest

from closedprop.networks import Activation, Network
from closedprop.networks.line import Line
from closedprop.scalars import Invalid, Undefined

NETWORK = Network([[[1, "1/2"], [0, 2]], [[0.5, 3]]], [[0, 1], ["1/3"]], Activation("bipolar", "2/(1 + exp(-z)) - 1"))


def test_defaults():
    line = Line.of(NETWORK)
    assert line.direction is None and line.base == (0, 0) and line.output == (1,)
    assert (line.layers, line.neurons, line.tied) == (2, 4, False)
    assert line.weights[1] == ((Fraction(1, 2), Fraction(3)),)
    assert Line.of(Network([[[2]]])).direction == (1,)


@pytest.mark.parametrize(
    "line",
    [
        Line.of(NETWORK, ["1/3", 2], [1, 0], ["-2"]),
        Line.of(Network.tied([[1, 2], [3, 4]], 4, [1, 1], "sigmoid")),
        Line.of({"widths": [2, 2, 1], "activation": "softplus", "tied": False}, "generic", ["1/2", 0]),
        Line.of({"widths": [1, 1, 1], "tied": True}),
    ],
)
def test_records_survive_json(line):
    record = json.loads(json.dumps(line.record()))
    again = Line.from_record(record)
    assert again.record() == record
    assert (again.widths, again.weights, again.biases, again.direction) == (
        line.widths,
        line.weights,
        line.biases,
        line.direction,
    )


def test_a_record_of_a_network_is_a_network():
    assert Line.of({"weights": [[["1/2"]]], "activation": "tanh"}).weights == (((Fraction(1, 2),),),)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"direction": [1]}, r"the direction of a line: \[1\]; give 2 numbers"),
        ({"direction": "genric"}, "the direction of a line: 'genric'; give 2 numbers"),
        ({"base": 3}, "the base of a line: 3; give 2 numbers"),
        ({"output": [1, 2]}, r"the output of a line: \[1, 2\]; give 1 numbers"),
    ],
)
def test_wrong_vectors(arguments, message):
    with pytest.raises(Invalid, match=message):
        Line.of(NETWORK, **arguments)


def test_wrong_networks():
    with pytest.raises(Invalid, match=r"a network with generic weights: widths \[2, 1\]; give two or more; equal ones"):
        Line.of({"widths": [2, 1], "tied": True})
    with pytest.raises(Invalid, match="a network: a int; give a Network or its record"):
        Line.of(3)
    with pytest.raises(Undefined, match="not a rational number"):
        Line.of(NETWORK, direction=["x", 1])
