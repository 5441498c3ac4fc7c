import copy
import json

import pytest

from closedprop.networks import Network, network_from
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.degree import operations_needed, sentence
from closedprop.obstructions.degree import certify_degree, random_polynomial_network

CANCELLING = Network([[[1, 1], [1, 1]], [[1, -1], [2, 1]], [[1, 0], [0, 1]]], [[0, 1], [1, 3], [0, 0]], "quadratic")
ASKED = {
    "output": {"depth": 5},
    "delta": {"depth": 5, "of": "delta"},
    "several neurons": {"depth": 3, "width": 3, "of": "delta", "component": 2},
    "logistic": {"depth": 4, "activation": "logistic"},
    "cubic": {"network": {"weights": [[2]], "activation": {"expression": "z**3 - z"}, "tied": True, "depth": 4}},
    "cancelling": {"network": CANCELLING},
    "cancelling cubes": {
        "network": {
            "weights": [[[1, 1], [1, 1]], [[1, -1]]],
            "biases": [[0, 1], [5]],
            "activation": {"expression": "z**3 + z"},
        }
    },
    "cancelling delta": {"network": CANCELLING, "of": "delta"},
}


def record(case="several neurons"):
    return json.loads(json.dumps(certify_degree(**ASKED[case]).record()))


@pytest.mark.parametrize("case", ASKED)
def test_accepted_after_json(case):
    assert check(record(case)) == "PROVED"


def test_the_checker_goes_where_the_finder_cannot():
    """Highest coefficients only: 2^60, without a polynomial of that degree."""
    given = record("output")
    network = random_polynomial_network(0, 1, 60, "quadratic")
    given["network"]["depth"] = 61
    given |= {"formal": 2**60, "degree": 2**60, "operations": 60, "claim": sentence(network, "output", 0, 2**60, 2**60)}
    assert check(given) == "PROVED"


def _set(**changes):
    return lambda given: given.update(changes)


def _claimed(**changes):
    """Change the degree, and what is said of it, consistently."""

    def changed(given):
        given.update(changes, operations=operations_needed(changes["degree"]))
        network = network_from(given["network"])
        given["claim"] = sentence(network, given["of"], given["component"], given["formal"], given["degree"])

    return changed


MUTATIONS = {
    "a larger degree": _set(degree=8),
    "a smaller degree": _set(degree=6),
    "a smaller degree, consistently": _claimed(degree=6),
    "a formal degree": _set(formal=8),
    "the formal degree as degree": _claimed(degree=8, formal=8),
    "degree 0": _set(degree=0),
    "more operations": _set(operations=4),
    "fewer operations": _set(operations=2),
    "the component": _set(component=1),
    "no component": _set(component=3),
    "of the output": _set(of="output"),
    "of something": _set(of="weights"),
    "no top": _set(top=[]),
    "top 0": _set(top=["0", "0", "0"]),
    "a short point": _set(point=["1"]),
    "a short direction": _set(direction=["1", "2"]),
    "direction 0": _set(direction=["0", "0", "0"]),
    "a decimal": _set(direction=[0.5, "1", "2"]),
    "a composite": _set(prime=2147483630),
    "a small prime": _set(prime=101),
    "another depth": lambda given: given["network"].update(depth=5),
    "another activation": lambda given: given["network"].update(activation="tanh"),
    "an activation with a kink": lambda given: given["network"].update(activation="relu"),
    "an unknown activation": lambda given: given["network"].update(activation="cube"),
    "a weight of 0": lambda given: given["network"].update(weights=[["0"] * 3] * 3),
    "a singular shape": lambda given: given["network"].update(weights=[["1", "2"]]),
    "a weight as text": lambda given: given["network"].update(weights=[["x"] * 3] * 3),
    "no network": _set(network="quadratic"),
    "the verdict": _set(verdict="REFUTED"),
    "the label": _set(paper="thm:pieces"),
    "the claim": lambda given: given.update(claim=given["claim"].replace("exactly 7", "exactly 8")),
    "the kind": _set(kind="pieces"),
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


def test_where_cubes_cancel():
    """u^3 + u - (u + 1)^3 - (u + 1) has degree 2 in u, and u has degree 3."""
    given = record("cancelling cubes")
    assert (given["formal"], given["degree"]) == (9, 6)


def test_a_degree_below_the_formal_one_is_not_exact():
    given = record("cancelling")
    given["claim"] = given["claim"].replace("at least 4;", "exactly 4;")
    with pytest.raises(InvalidCertificate, match="the claim of a certificate"):
        check(given)
