import json
from copy import deepcopy
from fractions import Fraction as Q

import pytest

from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.horseshoe import claim
from closedprop.obstructions.horseshoe.block import Block
from closedprop.obstructions.horseshoe.certify import certify_horseshoe
from closedprop.obstructions.horseshoe.crossings import isolated_crossings


def as_json(certificate):
    return json.loads(json.dumps(certificate.record()))


TANH = as_json(certify_horseshoe(crossings=3))
MAP = as_json(certify_horseshoe(map="4*z*(1-z)", most_iterates=2))
RELU = as_json(certify_horseshoe("relu", most_iterates=2, crossings=1))
FRACTIONS = as_json(
    certify_horseshoe(
        block=Block.of("tanh", [4, 4], [2, -2], [3, -3], "-17/6"), iterate=1, intervals=[["-1", "-1/3"], ["1/3", 1]]
    )
)


def rejected(record, match=None):
    with pytest.raises(InvalidCertificate, match=match):
        check(record)


@pytest.mark.parametrize("record", [TANH, MAP, RELU, FRACTIONS], ids=["tanh", "map", "relu", "fractions"])
def test_accepted(record):
    assert check(record) is Verdict.PROVED
    assert check(Certificate.of(record)) is Verdict.PROVED


def test_no_floats():
    assert "." not in json.dumps({key: value for key, value in TANH.items() if key != "claim"})


def setting(*path, to):
    """Return a mutation that replaces the entry at a path."""

    def mutate(record):
        part = record
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = to(part[path[-1]]) if callable(to) else to

    return mutate


def removing(*path):
    def mutate(record):
        part = record
        for key in path[:-1]:
            part = part[key]
        del part[path[-1]]

    return mutate


def moved(amount):
    return lambda text: str(Q(text) + Q(amount))


MUTATIONS = {
    **{f"without {name}": removing(name) for name in TANH if name != "kind"},
    "another kind": setting("kind", to="order"),
    "refuted": setting("verdict", to="REFUTED"),
    "unknown": setting("verdict", to="UNKNOWN"),
    "another label": setting("paper", to="prop:tanh-horseshoe"),
    "another claim": setting("claim", to=lambda text: text.replace("log(2)", "log(3)")),
    "more claimed": setting("claim", to=lambda text: text.replace("n = 1, 2, 3", "n = 1, 2, 3, 4")),
    "an extra field": lambda record: record.update(remark="trust me"),
    "another iterate": setting("iterate", to=2),
    "no iterate": setting("iterate", to=0),
    "a wider interval": setting("intervals", 0, 1, to="1/8"),
    "a narrower interval": setting("intervals", 0, 1, to="-1/2"),
    "a moved outer end": setting("intervals", 1, 1, to="3"),
    "an interval over another": setting("intervals", 0, 1, to="1/2"),
    "intervals in another order": setting("intervals", to=lambda value: value[::-1]),
    "an empty interval": setting("intervals", 0, to=["-1", "-1"]),
    "a reversed interval": setting("intervals", 0, to=lambda value: value[::-1]),
    "one interval": lambda record: (record["intervals"].pop(), record["images"].pop()),
    "a third interval": lambda record: (
        record["intervals"].append(["2", "3"]),
        record["images"].append(record["images"][0]),
    ),
    "an image too few": setting("images", to=lambda value: value[:1]),
    "a moved image": setting("images", 0, 1, to=lambda value: [moved("1/1000")(end) for end in value]),
    "an image of another sign": setting("images", 0, 0, to=lambda value: [end.lstrip("-") for end in value[::-1]]),
    "an image too wide": setting("images", 0, 0, 1, to="0"),
    "images exchanged": setting("images", 0, to=lambda value: value[::-1]),
    "an image that is a point": setting("images", 0, 0, to=lambda value: [value[0], value[0]]),
    "more entropy": setting("entropy", to="log(3)"),
    "entropy of a float": setting("entropy", to=0.69),
    "too few bits": setting("precision", to=2),
    "too many bits": setting("precision", to=2**20),
    "another weight": setting("block", "network", "weights", 0, 0, 1, to="-11"),
    "another bias": setting("block", "network", "biases", 0, 1, to="-13"),
    "other weights of one neuron": setting("block", "network", "weights", to=[[["12", "-11"], ["12", "-11"]]]),
    "a float weight": setting("block", "network", "weights", 0, 0, 1, to=-12.0),
    "another activation": setting("block", "network", "activation", to="sigmoid"),
    "no activation": setting("block", "network", "activation", to="nonsense"),
    "a deeper network": setting("block", "network", "depth", to=3),
    "another direction": setting("block", "direction", 0, to="5"),
    "no direction": setting("block", "direction", to=["0", "0"]),
    "a line in another dimension": setting("block", "direction", to=["4"]),
    "another shift": setting("block", "shift", 1, to="-1"),
    "a map beside the network": setting("block", "map", to="z"),
    "another map": setting("block", to={"map": "4*z*(1-z)"}),
    "no map": setting("block", to={"map": "import os"}),
    "an unknown function": setting("block", to={"map": "abs(z)"}),
    "a crossing less": removing("crossings", 2, "intervals", 0),
    "a crossing list less": removing("crossings", 2),
    "a depth twice": setting("crossings", 1, "depth", to=1),
    "a depth too large": setting("crossings", 2, "depth", to=4),
    "a depth that is no number": setting("crossings", 2, "depth", to="3"),
    "depth true": setting("crossings", 0, "depth", to=True),
    "depths in another order": setting("crossings", to=lambda value: value[::-1]),
    "a level outside": setting("crossings", 0, "level", to="2"),
    "another level": setting("crossings", 0, "level", to="9/10"),
    "a moved crossing": setting("crossings", 2, "intervals", 0, to=lambda ends: [moved("1/8")(end) for end in ends]),
    "a crossing twice": lambda record: record["crossings"][0].update(
        intervals=[record["crossings"][0]["intervals"][0]] * 2
    ),
    "a crossing outside": setting("crossings", 0, "intervals", 0, 0, to="-2"),
    "a crossing without an end": setting("crossings", 0, "intervals", 0, to=["-1"]),
    "a crossing of another form": setting("crossings", 0, to=["1"]),
    "an end that is a float": setting("intervals", 0, 0, to=-1.0),
    "an end that is no number": setting("intervals", 0, 0, to="one"),
    "an end over zero": setting("intervals", 0, 0, to="1/0"),
    "nested nonsense": setting("intervals", to=[[[]]]),
    "images of another form": setting("images", 0, to=7),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_rejected(name):
    touched = deepcopy(TANH)
    MUTATIONS[name](touched)
    assert json.dumps(touched) != json.dumps(TANH)
    rejected(touched)


def test_crossings_that_are_true_but_not_those_of_the_theorem():
    """A level outside the hull, intervals outside, and depths in another order, each with a sentence to match."""
    block, ends = Block.of("tanh", [4, 4], [2, -2], [3, -3], -3), [(Q(-1), Q(-1, 4)), (Q(1, 4), Q(1))]
    above = isolated_crossings(block, 1, ends, Q(2)).isolating
    touched = deepcopy(TANH)
    touched["crossings"][0] |= {"level": "2", "intervals": [[str(low), str(high)] for low, high in above]}
    rejected(touched, "the level 2; give a level between the outer ends")
    touched = deepcopy(TANH)
    touched["crossings"][0] |= {"level": "0", "intervals": [["-5/4", "0"], ["1/8", "1"]]}
    rejected(touched, "an interval outside; stay in the hull")
    touched = deepcopy(TANH)
    touched["crossings"].reverse()
    touched["claim"] = touched["claim"].replace("n = 1, 2, 3", "n = 3, 2, 1")
    rejected(touched, r"depths \[3, 2, 1\]; give increasing depths")


def test_a_layer_that_leaves_the_line():
    touched = deepcopy(TANH)
    touched["block"]["network"]["weights"][0][0][0] = "11"
    rejected(touched, "a layer that does not map the line to itself; give W = a v")


@pytest.mark.parametrize("text", ["10/z + 10/(z-2)", "20*tanh(9/z + 9/(z-2))"])
def test_a_pole_between_the_ends(text):
    """The images of the ends are right and lie on both sides, and the map is not continuous."""
    block = Block.of_map(text)
    intervals = [["-1", "1/2"], ["3/2", "3"]]
    images = [[_enclosed(block, end) for end in interval] for interval in intervals]
    data = {"block": {"map": text}, "iterate": 1, "intervals": intervals, "images": images, "entropy": "log(2)"}
    certificate = Certificate(
        "horseshoe", claim(text, 1, 2, []), Verdict.PROVED, "thm:horseshoe", data | {"precision": 64, "crossings": []}
    )
    rejected(certificate, "a map that may be undefined on it; use a map that is continuous there")


def _enclosed(block, end):
    value = float(block.samples([float(Q(end))])[0])
    return [str(Q(value) - Q(1, 1000)), str(Q(value) + Q(1, 1000))]


def test_messages():
    touched = deepcopy(TANH)
    touched["images"][0][1] = touched["images"][0][0]
    rejected(touched, r"the interval \[-1, -1/4\] of a horseshoe: the image of -1/4 is .*, not for certain in")
    touched = deepcopy(TANH)
    touched["crossings"][2]["intervals"] = touched["crossings"][2]["intervals"][:7]
    rejected(touched, r"a crossing of a horseshoe: 7 intervals; give 2\^3")
    touched = deepcopy(TANH)
    touched["entropy"] = "log(2)/2"
    rejected(touched, r"the entropy of a horseshoe: log\(2\)/2; it is log\(2\)")
