"""The checker of order certificates: what is right survives JSON, and whatever is changed is rejected."""

import copy
import json

import pytest

from closedprop.networks import Activation, Network
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.order import FIELDS
from closedprop.obstructions.order.certify import certify_order
from closedprop.obstructions.order.reduced import Reduction

DEPENDENT = Network([[[1, 2], [3, -1]], [[2, 5]]], [["1/2", "-1/3"], [0]])
BOTTLENECK = Network([[[1, 2]], [[1], [-2]], [[3, 5]]], [["1/2"], ["1/3", 0], [1]], "sigmoid")
RECORDS = {
    name: certificate.record()
    for name, certificate in {
        "scalar": certify_order(depth=3, tied=True),
        "wide": certify_order(width=2, depth=3),
        "delta": certify_order(width=2, depth=3, of="delta", index=(3, 1)),
        "weight": certify_order(width=2, depth=2, of="weight", index=(1, 0, 1)),
        "dependent": certify_order(DEPENDENT, direction=(1, 2), base=("1/5", 1), of="derivative"),
        "bottleneck": certify_order(BOTTLENECK),
        "dead": certify_order(Network([[[1, 2], [3, 1]], [[1, 0], [2, 0]], [[1, 1]]]), of="output"),
        "softplus": certify_order(activation="softplus", weights="generic", width=2, depth=2),
        "tied generic": certify_order(activation="arctan", weights="generic", depth=3, tied=True),
        "erf": certify_order(activation="erf", depth=2, of="derivative"),
        "user": certify_order(activation=Activation("mine", "2/(1 + exp(-z)) - 1"), depth=2),
        "refused": certify_order(activation=Activation("moebius", "1/(1 + z)"), depth=4),
        "constant": certify_order(depth=2, of="delta", index=(3, 0)),
    }.items()
}


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_found_is_accepted_after_json(name):
    record = json.loads(json.dumps(RECORDS[name]))
    assert check(record) is Verdict(record["verdict"])
    assert set(record) == {"kind", "claim", "verdict", "paper", *FIELDS}


def _set(*path, to):
    def change(record):
        for key in path[:-1]:
            record = record[key]
        record[path[-1]] = to(record[path[-1]]) if callable(to) else to

    return change


def _more(value):
    return value + 1


MUTATIONS = [
    ("wide", "a larger order", _set("order", to=_more)),
    ("wide", "no order", _set("order", to=None)),
    ("wide", "order as text", _set("order", to="6")),
    ("wide", "order as a truth value", _set("order", to=True)),
    ("scalar", "fewer neurons", _set("neurons", to=2)),
    ("scalar", "the claim of more neurons", _set("claim", to=lambda text: text.replace("3 hidden", "4 hidden"))),
    ("scalar", "another activation in the claim", _set("claim", to=lambda text: text.replace("tanh", "sigmoid"))),
    ("scalar", "refuted", _set("verdict", to="REFUTED")),
    ("scalar", "unknown", _set("verdict", to="UNKNOWN")),
    ("refused", "proved", _set("verdict", to="PROVED")),
    ("refused", "the rank as an order", _set("order", to=3)),
    ("refused", "a span", _set("span", to=4)),
    ("refused", "a transcendental gate", _set("hypotheses", "transcendental gate", to=True)),
    ("refused", "a larger rank", _set("jet_rank", to=4)),
    ("refused", "another expression", _set("network", "activation", "expression", to="tanh(z)")),
    ("scalar", "the label of another theorem", _set("paper", to="thm:order-rational")),
    ("dependent", "the label of another theorem", _set("paper", to="thm:order")),
    ("erf", "the label of another theorem", _set("paper", to="thm:order")),
    ("softplus", "the label of scalar networks", _set("paper", to="thm:order-gates")),
    ("scalar", "a composite modulus", _set("prime", to=_more)),
    ("scalar", "a small prime", _set("prime", to=1000003)),
    ("scalar", "a smaller prime than the residues", _set("prime", to=2147483629)),
    ("wide", "another gate", _set("hypotheses", "gate", to="f' = f - f^2")),
    ("wide", "another condition", _set("hypotheses", "condition", to="distinct")),
    ("wide", "a smaller rank over Q", _set("hypotheses", "ranks", 1, to=1)),
    ("wide", "dependent rows", _set("hypotheses", "independent", to=False)),
    ("wide", "reduced variables", _set("hypotheses", to=lambda h: {**h, "reduced": True})),
    ("dependent", "a full rank over Q", _set("hypotheses", "ranks", 0, to=2)),
    ("dependent", "not reduced", _set("hypotheses", "reduced", to=False)),
    ("wide", "fewer joined neurons in the hypotheses", _set("hypotheses", "joined", 0, to=1)),
    ("wide", "a dead neuron", _set("network", "weights", 2, 0, 0, to="0")),
    ("wide", "a singular layer", _set("network", "weights", 0, to=[["1", "2"], ["2", "4"]])),
    ("wide", "another activation", _set("network", "activation", to="sigmoid")),
    ("wide", "an activation without a gate", _set("network", "activation", to="relu")),
    ("wide", "no exact weight", _set("network", "weights", 0, 0, 0, to=0.5)),
    ("wide", "no weights", _set("network", "weights", to=[])),
    ("wide", "another depth", _set("network", "depth", to=3)),
    ("wide", "a rational direction", _set("direction", to=["1", "2"])),
    ("dependent", "a generic direction", _set("direction", to="generic")),
    ("dependent", "a shorter direction", _set("direction", to=["1"])),
    ("dependent", "a constant neuron", _set("direction", to=["1", "0"])),
    ("dependent", "a base for which the unit is wrong", _set("base", 1, to="1/7")),
    ("dependent", "another bias with the old claim", _set("network", "weights", 0, to=[["1", "0"], ["0", "0"]])),
    ("wide", "no output", _set("output", 0, to="0")),
    ("wide", "two outputs", _set("output", to=["1", "1"])),
    ("wide", "another quantity", _set("of", to="derivative")),
    ("wide", "an unknown quantity", _set("of", to="loss")),
    ("wide", "an index of the output", _set("index", to=[1])),
    ("delta", "a delta of another layer", _set("index", 0, to=1)),
    ("delta", "another delta", _set("index", 1, to=0)),
    ("delta", "a delta outside the network", _set("index", 1, to=2)),
    ("delta", "a negative index", _set("index", 1, to=-1)),
    ("weight", "an index without a neuron", _set("index", to=[1, 0])),
    ("weight", "a weight outside the network", _set("index", 2, to=2)),
    ("delta", "all neurons joined", _set("joined", to=[[0, 1], [0, 1], [0, 1]])),
    ("dead", "the dead neuron joined", _set("joined", 1, to=[0, 1])),
    ("wide", "more variables", _set("variables", to=_more)),
    ("wide", "fewer variables", _set("variables", to=5)),
    ("wide", "a smaller basis", _set("basis", 0, to=[0])),
    ("dependent", "a larger basis", _set("basis", 0, to=[0, 1])),
    ("dependent", "another basis with the old unit", _set("basis", 0, to=[1])),
    ("dependent", "no basis", _set("basis", 0, to=[])),
    ("dependent", "a basis outside the layer", _set("basis", 0, to=[5])),
    ("bottleneck", "a repeated basis", _set("basis", 1, to=[0, 0])),
    ("wide", "no residues for the direction", _set("generic", "direction", to=None)),
    ("wide", "a residue too few", _set("generic", "direction", to=lambda values: values[:1])),
    ("wide", "residues for given weights", _set("generic", "weights", to=[[[1, 2], [3, 4]]])),
    ("dependent", "residues for a given direction", _set("generic", "direction", to=[1, 2])),
    ("softplus", "the direction zero", _set("generic", "direction", to=[0, 0])),
    ("softplus", "a missing layer of residues", _set("generic", "weights", to=lambda values: values[:1])),
    ("softplus", "no weights", _set("generic", "weights", 0, to=[[0, 0], [0, 0]])),
    ("softplus", "rational weights", _set("network", to={"weights": [[["1", "2"], ["3", "4"]], [["1", "1"]]]})),
    ("tied generic", "two layers of residues", _set("generic", "weights", to=lambda values: values * 2)),
    ("scalar", "an unknown generic number", _set("generic", to=lambda given: {**given, "bias": None})),
    ("scalar", "a negative residue", _set("point", "layers", 0, 0, 0, to=-1)),
    ("scalar", "a neuron at 1, where tanh does not move", _set("point", "layers", 0, 0, 0, to=1)),
    ("scalar", "a residue too large", _set("point", "layers", 0, 0, 0, to=2**63)),
    ("scalar", "a missing layer", _set("point", "layers", to=lambda layers: layers[:2])),
    ("scalar", "a state too many", _set("point", "layers", 0, 0, to=lambda states: states * 2)),
    ("scalar", "a unit without offsets", _set("point", "unit", to="1")),
    ("scalar", "no t", _set("point", to=lambda point: {k: v for k, v in point.items() if k != "t"})),
    ("dependent", "a wrong unit", _set("point", "unit", to="1/3")),
    ("dependent", "a zero unit", _set("point", "unit", to="0")),
    ("dependent", "no constant", _set("point", "constant", to=None)),
    ("dependent", "a zero constant", _set("point", "constant", to=0)),
    ("dependent", "a pole", _set("point", "layers", 0, 0, 0, to=0)),
    ("wide", "a smaller rank", _set("jet_rank", to=5)),
    ("wide", "other orders of jets", _set("jets", to=[0, 1, 2, 3, 4, 6])),
    ("wide", "fewer orders of jets", _set("jets", to=[0, 1, 2, 3, 4])),
    ("wide", "a smaller span", _set("span", to=5)),
    ("wide", "no span", _set("span", to=None)),
    ("constant", "a positive order", _set("order", to=1)),
    ("constant", "a constant that depends on neurons", _set("joined", 0, to=[0])),
]


@pytest.mark.parametrize(("name", "change", "mutate"), MUTATIONS, ids=[f"{n}: {c}" for n, c, _ in MUTATIONS])
def test_mutations_are_rejected(name, change, mutate):
    record = copy.deepcopy(RECORDS[name])
    mutate(record)
    assert record != RECORDS[name]
    with pytest.raises(InvalidCertificate):
        check(record)


@pytest.mark.parametrize("name", ["wide", "dependent", "softplus", "refused"])
@pytest.mark.parametrize("field", FIELDS)
def test_fields_that_are_missing_or_of_another_type_are_rejected(name, field):
    record = copy.deepcopy(RECORDS[name])
    del record[field]
    with pytest.raises(InvalidCertificate, match=rf"missing \['{field}'\]"):
        check(record)
    for junk in (None, 0, -1, "x", [], {}, True, 0.5, [[]], [None], {"t": 1}):
        if json.dumps(junk) != json.dumps(RECORDS[name][field]):
            with pytest.raises(InvalidCertificate):
                check({**RECORDS[name], field: junk})


def _leaves(value, path=()):
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, key))
    else:
        yield path


@pytest.mark.parametrize("name", ["dependent", "softplus"])
def test_junk_anywhere_inside_is_rejected_and_never_another_error(name):
    for path in _leaves({field: RECORDS[name][field] for field in FIELDS}):
        for junk in ("x", -1, [], {}, 0.5):
            record = copy.deepcopy(RECORDS[name])
            _set(*path, to=junk)(record)
            if record != RECORDS[name]:
                with pytest.raises(InvalidCertificate):
                    check(record)


@pytest.mark.parametrize(
    ("rows", "biases"), [([[1], [-1]], [2, -2]), ([[1], [1]], [2, 2]), ([[1], [0]], [0, 1])], ids=str
)
def test_layers_that_are_not_reduced_are_seen_by_the_checker(monkeypatch, rows, biases):
    """A finder that takes every layer for reduced finds certificates that are rejected."""
    monkeypatch.setattr(Reduction, "is_reduced", property(lambda self: True))
    certificate = certify_order(Network([[[1]], rows, [[1, 2]]], [[0], biases, [0]]))
    assert certificate.data["hypotheses"]["reduced"]
    with pytest.raises(InvalidCertificate, match="the field hypotheses"):
        check(certificate)


def test_another_point_is_another_proof():
    record = copy.deepcopy(RECORDS["wide"])
    record["point"]["layers"][0][0][0] += 1
    record["generic"]["direction"][0] += 1
    assert check(record) is Verdict.PROVED


def test_unknown_fields_are_rejected():
    with pytest.raises(InvalidCertificate, match=r"missing \[\], unknown \['note'\]"):
        check({**RECORDS["scalar"], "note": "trust me"})


def test_a_certificate_object_is_checked_like_its_record():
    assert check(Certificate.of(RECORDS["scalar"])) is Verdict.PROVED
