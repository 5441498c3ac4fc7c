import json

import numpy as np
import pytest

from closedprop.networks import (
    ACTIVATIONS,
    Activation,
    Network,
    backward,
    load_network,
    network_from,
    network_record,
    save_network,
)
from closedprop.scalars import RATIONALS, Invalid, Undefined

UNTIED = Network([[["1/2", 1], [0, 3]], [[1, "-2/3"]]], [[1, 0], ["1/7"]], "relu")
TIED = Network.tied([["1/2", 1], [0, 3]], 4, [1, "1/9"], "quadratic")


def same(a, b):
    x, top = [2] * a.widths[0], [1] * a.widths[-1]
    one, other = (backward(network, x, top, over=RATIONALS).deltas for network in (a, b))
    return a.is_tied == b.is_tied and all(np.array_equal(p, q) for p, q in zip(one, other, strict=True))


@pytest.mark.parametrize("network", [UNTIED, TIED], ids=["untied", "tied"])
def test_a_network_survives_a_file(network, tmp_path):
    save_network(network, tmp_path / "n.json")
    assert same(network, load_network(tmp_path / "n.json"))


def test_one_matrix_if_tied():
    record = network_record(TIED)
    assert record["weights"] == [["1/2", "1"], ["0", "3"]] and record["tied"] and record["depth"] == 4
    assert network_record(UNTIED)["tied"] is False


@pytest.mark.parametrize(
    "act",
    [
        ACTIVATIONS["logistic"],
        ACTIVATIONS["logistic"].with_parameters(r="7/2"),
        ACTIVATIONS["leaky_relu"].with_parameters(a="1/5"),
        Activation("own", "max(-1, z)", kinks={-1: "1/2"}),
    ],
    ids=["registered", "other parameter", "kink at a parameter", "own"],
)
def test_an_activation_survives(act):
    restored = network_from(json.loads(json.dumps(network_record(Network([[[1]]], activation=act))))).activation
    assert restored.expression == act.expression
    points = RATIONALS.array([-3, -1, 0, "1/3"])
    assert np.array_equal(restored.slope(points, RATIONALS), act.slope(points, RATIONALS))


def test_an_archive_of_arrays(tmp_path):
    weight, bias = np.array([[0.1, 2.0]]), np.array([0.25])
    np.savez(tmp_path / "n.npz", weight_1=weight, bias_1=bias, activation="relu")
    network = load_network(tmp_path / "n.npz")
    assert network.activation.name == "relu"
    assert network.weights[0][0, 0] == 3602879701896397 / 2**55 and str(network.biases[0][0]) == "1/4"
    np.savez(tmp_path / "t.npz", weight_1=np.eye(2), tied=True, depth=5)
    assert load_network(tmp_path / "t.npz").depth == 5


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([], "a list; give a JSON object"),
        ({}, "no weights"),
        ({"wieghts": []}, "did you mean weights"),
        ({"weights": [[1]], "tied": True}, "depth None"),
        ({"weights": [[[1]]], "depth": 5}, "its depth is 2"),
        ({"weights": [[[1]]], "activation": 3}, "give a name or a mapping"),
        ({"weights": [[[1]]], "activation": "tahn"}, "did you mean tanh"),
    ],
)
def test_what_is_refused(record, message):
    with pytest.raises(Invalid, match=message):
        network_from(record)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "broken.json").write_text("{")
    for name in ("broken.json", "missing.json"):
        with pytest.raises(Invalid, match="the network file"):
            load_network(tmp_path / name)
    np.savez(tmp_path / "gap.npz", weight_2=np.eye(1))
    with pytest.raises(Invalid, match="name them weight_1"):
        load_network(tmp_path / "gap.npz")


def test_floats_are_not_written_silently():
    with pytest.raises(Undefined, match="call"):
        network_record(Network([[[0.1]]]))
