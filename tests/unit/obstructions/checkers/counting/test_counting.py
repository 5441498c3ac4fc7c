import copy
import json

import pytest

from closedprop.networks import activation
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.counting import sentence
from closedprop.obstructions.counting import certify_counting

ASKED = {
    "tanh": ("tanh", [1, 2, 1], "output"),
    "gradient": ("sigmoid", [2, 2, 1], "gradient"),
    "exp": ("exp", [1, 2, 1], "output"),
    "relu": ("relu", [1, 2, 1], "output"),
    "relu gradient": ("relu", [1, 2, 1], "gradient"),
    "quadratic": ("quadratic", [2, 2, 1], "gradient"),
    "two outputs": ("tanh", [1, 2, 2], "output"),
    "two outputs at points": ("identity", [2, 2, 2], "output"),
}


def record(case="tanh"):
    return json.loads(json.dumps(certify_counting(*ASKED[case]).record()))


@pytest.mark.parametrize("case", ASKED)
def test_accepted_after_json(case):
    assert check(record(case)) == "PROVED"


def _set(**changes):
    return lambda given: given.update(changes)


def _in(part, **changes):
    return lambda given: given[part].update(changes)


def _claimed(**changes):
    """Change the data, and the sentence with them."""

    def changed(given):
        given.update(changes)
        shape = given["network"]
        given["claim"] = sentence(
            activation(shape["activation"]), shape["widths"], given["of"], given["parameters"], given["rank"]
        )

    return changed


def _both(*changes):
    def changed(given):
        for change in changes:
            change(given)

    return changed


COMMON = {
    "the rank": _set(rank=8),
    "a smaller rank": _set(rank=6),
    "rank 0": _set(rank=0),
    "the parameters": _set(parameters=8),
    "the parameters, consistently": _claimed(parameters=8),
    "the symmetries": lambda given: given.update(symmetries=given["symmetries"] + 1),
    "of the gradient": _claimed(of="gradient", rows=[0] * 7),
    "of something": _set(of="deltas"),
    "another way": _set(way="values"),
    "a row twice": lambda given: given.update(rows=[given["rows"][0], *given["rows"][:-1]]),
    "a column twice": lambda given: given.update(columns=[given["columns"][0], *given["columns"][:-1]]),
    "a row that is not there": lambda given: given.update(rows=[*given["rows"][:-1], 10**5]),
    "a column that is not there": lambda given: given.update(columns=[*given["columns"][:-1], 99]),
    "a negative row": lambda given: given.update(rows=[*given["rows"][:-1], -1]),
    "rows as text": _set(rows="all"),
    "no terms": _set(terms=0),
    "a composite": _set(prime=2147483630),
    "a small prime": _set(prime=101),
    "other widths": _in("network", widths=[1, 3, 1]),
    "widths as text": _in("network", widths="1, 2, 1"),
    "huge widths": _in("network", widths=[1, 10**6, 1]),
    "another activation": _in("network", activation="softsign"),
    "an unknown activation": _in("network", activation="thanh"),
    "a network with weights": _in("network", weights=[]),
    "no witness": _set(witness={}),
    "a larger witness": _in("witness", note=[]),
    "the verdict": _set(verdict="REFUTED"),
    "the label": _set(paper="thm:order"),
    "the claim": lambda given: given.update(claim=given["claim"].replace("almost all", "all")),
    "a new field": _set(note=""),
}
JETS = {
    "by points": _set(way="points"),
    "all weights 0": _in("witness", weights=[[0, 0], [0, 0]]),
    "one neuron twice": _both(
        _in("witness", weights=[[3, 3], [5, 5]]), lambda given: given["witness"]["neurons"].__setitem__(1, [7, 7])
    ),
    "direction 0": _in("witness", direction=[0]),
    "two directions": _in("witness", direction=[1, 2]),
    "neurons at a fixed point": _in("witness", neurons=[[1], [1, 1]]),
    "too few neurons": _in("witness", neurons=[[2]]),
    "a residue too large": _in("witness", direction=[2**40]),
    "weights of another size": _in("witness", weights=[[1, 2], [3]]),
    "the terms": _set(terms=2),
    "another activation with a slope": _in("network", activation="exp"),
    "the rank of more, consistently": _claimed(rank=8, rows=list(range(8)), columns=list(range(8))),
}
POINTS = {
    "by jets": _set(way="jets"),
    "three terms": _set(terms=3),
    "all weights 0": _in("witness", weights=[[["0"], ["0"]], [["0", "0"]]]),
    "a point on a kink": lambda given: given["witness"]["points"].__setitem__(0, ["0"]),
    "one point for all": lambda given: given["witness"].update(points=[given["witness"]["points"][0]] * 5),
    "a point as a decimal": lambda given: given["witness"]["points"].__setitem__(0, [0.5]),
    "too few points": lambda given: given["witness"]["points"].pop(),
    "no directions": _in("witness", directions=[]),
    "no biases": _in("witness", biases=[]),
    "a bias that is no number": _in("witness", biases=[["x", "1"], ["1"]]),
}


def rejected(case, mutation):
    given = copy.deepcopy(record(case))
    mutation(given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize("mutation", COMMON | JETS)
def test_mutations_of_jets_are_rejected(mutation):
    rejected("tanh", (COMMON | JETS)[mutation])


@pytest.mark.parametrize("mutation", COMMON | POINTS)
def test_mutations_of_points_are_rejected(mutation):
    rejected("relu", (COMMON | POINTS)[mutation])


@pytest.mark.parametrize("name", sorted(set(record()) - {"kind"}))
def test_a_field_left_out(name):
    given = record()
    del given[name]
    with pytest.raises(InvalidCertificate):
        check(given)


def test_a_gradient_of_two_outputs():
    rejected("two outputs", _set(of="gradient"))


def test_the_claim_of_a_network_with_kinks_is_about_an_open_set():
    assert "almost all weights and biases of an open set" in record("relu")["claim"]
    assert "open set" not in record("tanh")["claim"]
