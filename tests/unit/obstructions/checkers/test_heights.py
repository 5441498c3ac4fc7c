import copy
import json

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.recurrence.heights import certify_heights

LAYERS = [
    ("7/2*z*(1-z)", "1/3"),
    ("4*z*(1-z)", "1/3"),
    ("z^2-1", "1/2"),
    ("(z+2/z)/2", "1"),
    ("(z^3-2)/(z^2+5)", "-3/4"),
    ("z^2+1", "0"),
]


@pytest.mark.parametrize(("layer", "start"), LAYERS)
def test_accepted_after_json(layer, start):
    record = json.loads(json.dumps(certify_heights(layer=layer, start=start).record()))
    assert check(record) == "PROVED"
    assert record["of"] == ("iterate" if start == "0" else "iterate and delta")


def _set(**changes):
    return lambda record: record.update(changes)


MUTATIONS = {
    "the layer": _set(layer="3*z*(1-z)"),
    "a layer that is not rational": _set(layer="tanh(z)"),
    "a layer with an irrational number": _set(layer="sqrt(2)*z*(1-z)"),
    "a layer that is no text": _set(layer=3),
    "a periodic start": _set(start="5/7"),
    "a start that is no number": _set(start="x"),
    "another start": _set(start="1/5"),
    "too few steps": _set(steps=0),
    "very many steps": _set(steps=10**6),
    "steps that explode": _set(steps=50),
    "the numerator": _set(numerator=[0, 7, -6]),
    "the denominator": _set(denominator=[3]),
    "a denominator of zero": _set(denominator=[]),
    "a numerator of text": _set(numerator=["0", "7"]),
    "a resultant of zero": _set(resultant=0),
    "the resultant": _set(resultant=28),
    "a cofactor": lambda record: record["cofactors"][0].__setitem__(0, 5),
    "a sign in a cofactor": lambda record: record["cofactors"][3].__setitem__(0, -record["cofactors"][3][0]),
    "a cofactor of high degree": lambda record: record["cofactors"][2].extend([0, 0, 1]),
    "no cofactor": lambda record: record["cofactors"].pop(),
    "what it is of": _set(of="iterate"),
    "something else": _set(of="gradient"),
    "the verdict": _set(verdict="UNKNOWN"),
    "the label": _set(paper="thm:not-p-recursive"),
    "the claim": _set(claim="There is no recurrence."),
    "a new field": _set(extra=1),
    "no steps": lambda record: record.pop("steps"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_are_rejected(mutation):
    record = copy.deepcopy(certify_heights(layer="7/2*z*(1-z)", start="1/3").record())
    MUTATIONS[mutation](record)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


def test_a_layer_of_degree_one():
    """A Moebius layer has a recurrence, and identities that hold; the degree is what fails."""
    record = certify_heights(layer="z^2-1", start="1/2").record()
    record |= {"layer": "z/(1+z)", "numerator": [0, 1], "denominator": [1, 1], "resultant": 1, "steps": 3}
    record |= {"cofactors": [[1], [0], [-1], [1]]}
    with pytest.raises(InvalidCertificate, match="the degree of a layer"):
        check(record)


def test_a_delta_that_is_zero():
    record = certify_heights(layer="z^2+1", start="0").record()
    record |= {"of": "iterate and delta"}
    with pytest.raises(InvalidCertificate, match="a delta of a certificate"):
        check(record)


def test_a_pole_on_the_way():
    record = certify_heights(layer="(z+2/z)/2", start="1").record()
    with pytest.raises(InvalidCertificate, match="a pole"):
        check(record | {"start": "0"})


def test_a_height_that_has_not_passed_the_bound():
    """At the critical point 1/2 the height is 2, and 2 <= B = 7: nothing forces it to grow."""
    record = certify_heights(layer="7/2*z*(1-z)", start="1/2").record()
    with pytest.raises(InvalidCertificate, match="the height of an orbit"):
        check(record | {"steps": 0})


def test_cofactors_of_too_high_a_degree():
    """Adding (z^2 g, -z^2 f) leaves the identity true, but the bound on the heights does not follow from it."""
    record = certify_heights(layer="7/2*z*(1-z)", start="1/3").record()
    (u_1, v_1, u_2, v_2), f, g = record["cofactors"], record["numerator"], record["denominator"]
    higher = [[*u_2, *g], [*v_2, *(-c for c in f)]]
    with pytest.raises(InvalidCertificate, match="an identity fails"):
        check(record | {"cofactors": [u_1, v_1, *higher]})
