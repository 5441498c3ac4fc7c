"""Certificates of circuits and machines: accepted ones, and every change of every number, name and word rejected."""

import copy
import json

import pytest

from closedprop.errors import Invalid
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.integers import integer_network
from closedprop.obstructions.compilers.circuit_certificate import certify_circuit
from closedprop.obstructions.compilers.families import multiplier
from closedprop.obstructions.compilers.machine_certificate import certify_machine

ODD_NAMES = {"inputs": ["witch", "-x"], "gates": [{"name": "+", "op": "or", "of": ["witch", "-x"]}], "output": "+"}
CIRCUITS = {
    "an input": "a",
    "three gates": "a and b or not c",
    "parity": "(a or b) and not (a and b)",
    "operands twice": "a and a or a",
    "eighteen inputs": " and ".join(f"x{i}" for i in range(18)),
    "odd names": ODD_NAMES,
    "a digit of a product": multiplier(3, 3).record(),
}
MACHINES = {
    "addition": ("addition", {"a": 2, "b": 1}, 100),
    "multiplication": ("multiplication", {"a": 2, "b": 2}, 100),
    "too short": ("collatz", {"a": 7}, 60),
    "endless": ("endless", {}, 30),
    "halt at once": ("1: halt", {}, 5),
    "a counter called switch": ("1: dec switch 1 2\n2: halt", {"switch": 2}, 9),
}


def record_of(certificate):
    return json.loads(json.dumps(certificate.record()))


RECORDS = {name: record_of(certify_circuit(spec)) for name, spec in CIRCUITS.items()}
RECORDS |= {name: record_of(certify_machine(*given)) for name, given in MACHINES.items()}
SMALL = ["three gates", "odd names", "parity", "addition", "endless", "halt at once", "a counter called switch"]


@pytest.mark.parametrize("name", RECORDS)
def test_accepted(name):
    assert check(Certificate.of(RECORDS[name])) is Verdict.PROVED


def changed(value):
    """The other values that an entry might have: the neighbouring and the opposite number, a longer and an empty word."""
    if isinstance(value, bool) or value is None:
        return [not value, 1, "1"]
    if isinstance(value, int):
        return [value + 1, value - 1, *([-value] if value else []), None, float(value), [value]]
    number = value.lstrip("-").isdigit()
    others = [str(int(value) + 1), str(int(value) - 1), *([str(-int(value))] if int(value) else [])] if number else []
    return [*others, f"{value}x", "", None, 1.5, {}]


def mutations(value, path=()):
    """Yield the path and the new value of every change of one entry; ``...`` stands for leaving it out."""
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key), ...
            yield from mutations(entry, (*path, key))
    else:
        yield from ((path, new) for new in changed(value))


@pytest.mark.parametrize("name", SMALL)
def test_every_change_is_rejected(name):
    count = 0
    for path, new in mutations(RECORDS[name]):
        record = copy.deepcopy(RECORDS[name])
        place = record
        for key in path[:-1]:
            place = place[key]
        if new is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = new
        with pytest.raises(InvalidCertificate):
            check(record)
            raise AssertionError(f"accepted: {path} = {new!r}")
        count += 1
    assert count > 100


def with_(record, **entries):
    return {**copy.deepcopy(RECORDS[record]), **entries}


def edited(record, edit):
    result = copy.deepcopy(RECORDS[record])
    edit(result)
    return result


PROGRAM = RECORDS["addition"]["program"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (with_("three gates", extra=1), r"unknown \['extra'\]"),
        (with_("three gates", verdict="REFUTED"), "its data imply 'PROVED'"),
        (with_("three gates", paper="thm:undecidable"), "its data imply 'thm:p-complete'"),
        (with_("three gates", circuit=RECORDS["parity"]["circuit"]), "name the inputs, then the switch"),
        (with_("three gates", network=RECORDS["parity"]["network"]), "name each unit of each layer"),
        (with_("three gates", satisfying=None), "satisfying of a certificate: None"),
        (with_("three gates", satisfying=4), "it is 5"),
        (with_("eighteen inputs", satisfying=1), "it is None"),
        (with_("three gates", network={}), r"the network of a certificate: \{\}"),
        (with_("addition", program=PROGRAM.replace("inc b", "inc a")), "give natural numbers for"),
        (with_("addition", program=PROGRAM.replace("2 3", "3 2")), "in unit at 2 after 1"),
        (with_("addition", program=PROGRAM + "\n4: halt"), "name them"),
        (with_("addition", program="1: jump"), "the line '1: jump'"),
        (with_("addition", program="1: inc a 7"), "go to labels that exist"),
        (with_("addition", program=""), "no instructions"),
        (with_("addition", counters={"b": 1, "a": 2}), "give natural numbers for"),
        (with_("addition", halted_at=None), "the field halted_at"),
        (with_("endless", halted_at=30), "the field halted_at"),
        (with_("addition", entry={"layer": 1, "unit": 8}), "it is unit 7 of layer 1"),
        (with_("addition", output=1), "it is 9"),
    ],
)
def test_larger_changes_are_rejected(record, message):
    with pytest.raises(InvalidCertificate, match=message):
        check(record)


def test_a_switch_is_not_taken_for_a_value_called_witch():
    """The unit reads the switch where it should read the input "witch"; the label of the switch ends in that name."""
    record = copy.deepcopy(RECORDS["odd names"])
    record["network"]["weights"][0][0] = ["0", "-2", "-2"]
    with pytest.raises(InvalidCertificate, match="let it read its operands"):
        check(record)


def test_a_longer_run_than_the_halt_is_rejected():
    record = copy.deepcopy(RECORDS["addition"])
    record["steps"] += 1
    record["network"]["depth"] += 1
    with pytest.raises(InvalidCertificate, match="stop at the halt, 5"):
        check(record)


def test_a_network_that_is_right_at_some_assignments_only():
    """An "and" of two inputs that fires for either of them: wrong at two of four assignments, found at the first unit."""
    record = record_of(certify_circuit("a and b"))
    record["network"]["biases"][0][0] = "-1"
    with pytest.raises(InvalidCertificate, match=r"the unit \+g1 of layer 2 .*preactivation 3 where it is true"):
        check(record)


def test_a_network_that_is_wrong_at_assignments_that_are_not_run():
    """A "nor" of eighteen inputs with one wrong sign: right where all are false, wrong where that one is true."""
    record = record_of(certify_circuit(" or ".join(f"x{i}" for i in range(18))))
    assert record["network"]["weights"][0][0][7] == "-2"
    record["network"]["weights"][0][0][7] = "2"
    with pytest.raises(InvalidCertificate, match="a preactivation of up to 1 where it is false"):
        check(record)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"activation": "tanh"}, "activation 'tanh'; use relu"),
        ({"tied": 1}, "tied 1; give true or false"),
        ({"depth": 4}, "depth 4, 1 weights"),
        ({"weights": [[["1"], ["1"]]]}, "matrices and biases that do not fit"),
        ({"weights": [[["1/2"]]]}, "give an integer"),
        ({"weights": []}, "lists that are not empty"),
        ({"biases": [["0"], ["0"]]}, "1 weights, 2 biases"),
        ({"tied": True, "weights": [["1", "1"]], "biases": ["0"]}, "make it square"),
    ],
)
def test_networks_that_are_refused(change, message):
    record = {"weights": [[["1"]]], "biases": [["0"]], "activation": "relu", "tied": False, "depth": 2}
    assert integer_network(record).widths == (1, 1)
    with pytest.raises(InvalidCertificate, match=message):
        integer_network(record | change)


def test_finders_say_what_they_refuse():
    with pytest.raises(Invalid, match="-1 steps of a machine: a negative number; give at least 0"):
        certify_machine("1: halt", {}, -1)
    with pytest.raises(Invalid, match="is no Boolean operation"):
        certify_circuit("a + b")
    with pytest.raises(Invalid, match="give inputs, gates, output"):
        certify_circuit({"inputs": ["a"]})
