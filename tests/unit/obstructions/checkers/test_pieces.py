import copy
import json

import pytest

from closedprop.networks import network_from
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.pieces import comparisons_needed, sentence
from closedprop.obstructions.pieces import certify_pieces

ASKED = {
    "sawtooth": {"depth": 3},
    "by ReLU": {"depth": 3, "activation": "relu"},
    "random": {"depth": 3, "width": 3, "activation": "leaky_relu", "start": -3, "stop": 3},
    "one piece": {"network": {"weights": [[[1]]], "activation": "relu"}, "start": 10, "stop": 20},
    "a dead neuron": {"network": {"weights": [[[0], [1]], [[1, 1]]], "activation": "relu"}, "start": -5, "stop": 5},
}


def record(case="sawtooth"):
    return json.loads(json.dumps(certify_pieces(**ASKED[case]).record()))


@pytest.mark.parametrize("case", ASKED)
def test_accepted_after_json(case):
    assert check(record(case)) == "PROVED"


def _set(**changes):
    return lambda given: given.update(changes)


def _counted(pieces):
    """Change the number of pieces and all that is said of it."""

    def changed(given):
        network = network_from(given["network"])
        given.update(pieces=pieces, comparisons=comparisons_needed(pieces))
        given["claim"] = sentence(network, given["start"], given["stop"], pieces)

    return changed


def _both(*changes):
    def changed(given):
        for change in changes:
            change(given)

    return changed


def _borders(change):
    return lambda given: given.update(borders=change(given["borders"]))


MUTATIONS = {
    "more pieces": _set(pieces=9),
    "more pieces, consistently": _counted(9),
    "fewer pieces, consistently": _counted(7),
    "more comparisons": _set(comparisons=4),
    "fewer comparisons": _set(comparisons=2),
    "other gates": _set(gates=2),
    "a border left out": _both(_borders(lambda b: b[:3] + b[4:]), _counted(7)),
    "the first border left out": _both(_borders(lambda b: b[1:]), _counted(7)),
    "a border moved": _borders(lambda b: ["-7/10", *b[1:]]),
    "a border without reason": _borders(lambda b: ["-9/10", *b]),
    "a border twice": _borders(lambda b: [b[0], *b]),
    "borders in another order": _borders(lambda b: b[::-1]),
    "no borders": _borders(lambda b: []),
    "a border as a decimal": _borders(lambda b: [-0.75, *b[1:]]),
    "a border that is no number": _borders(lambda b: ["half", *b[1:]]),
    "borders as text": _set(borders="1/2"),
    "a longer segment": _set(start="-2"),
    "a shorter segment": _set(start="-7/8"),
    "an empty segment": _set(stop="-1"),
    "a start that is no number": _set(start="left"),
    "the point": _set(point=["1/16"]),
    "the direction": _set(direction=["2"]),
    "direction 0": _set(direction=["0"]),
    "a point of another length": _set(point=["0", "0"]),
    "the depth": lambda given: given["network"].update(depth=5),
    "the weight": lambda given: given["network"].update(weights=[["-1"]]),
    "the sign of the weight": lambda given: given["network"].update(weights=[["2"]]),
    "the bias": lambda given: given["network"].update(biases=["2"]),
    "a smooth activation": lambda given: given["network"].update(activation="tanh"),
    "another activation": lambda given: given["network"].update(activation="leaky_relu"),
    "no network": _set(network={}),
    "the verdict": _set(verdict="UNKNOWN"),
    "the label": _set(paper="thm:degree"),
    "the claim": lambda given: given.update(claim=given["claim"].replace("8", "16")),
    "a new field": _set(note=""),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_are_rejected(mutation):
    given = copy.deepcopy(record())
    MUTATIONS[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize("name", sorted(set(record()) - {"kind"}))
def test_a_field_left_out(name):
    given = record()
    del given[name]
    with pytest.raises(InvalidCertificate):
        check(given)
