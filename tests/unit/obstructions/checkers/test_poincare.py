import copy
import json

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.recurrence.poincare import certify_poincare

LAYERS = {
    "tanh(z)/2": "PROVED",
    "1/(1+exp(-z))-1/2": "PROVED",
    "-sin(z)/3": "PROVED",
    "z/(2*sqrt(1+z^2))": "PROVED",
    "z/(2*(1+z))": "PROVED",
    "z/4+(sqrt(1+4*z)-1)/8": "UNKNOWN",
    "z/2": "UNKNOWN",
}


@pytest.mark.parametrize("layer", LAYERS)
def test_accepted_after_json(layer):
    record = json.loads(json.dumps(certify_poincare(layer=layer, order=3).record()))
    assert check(record) == record["verdict"] == LAYERS[layer]


def _set(**changes):
    return lambda record: record.update(changes)


MUTATIONS = {
    "the layer": _set(layer="tanh(z)/3"),
    "another layer with this multiplier": _set(layer="sin(z)/2"),
    "a layer that moves 0": _set(layer="tanh(z)/2+1"),
    "a layer without rational series": _set(layer="tanh(z+1)"),
    "a layer that is no mathematics": _set(layer="z.real"),
    "the multiplier": _set(multiplier="1/3"),
    "a repelling multiplier": _set(multiplier="2"),
    "a multiplier of zero": _set(multiplier="0"),
    "a float": _set(multiplier=0.5),
    "a higher order": _set(order=4),
    "another count": _set(nonzero=5),
    "a coefficient": lambda record: record["coefficients"].__setitem__(2, "4/8"),
    "a sign of a coefficient": lambda record: record["coefficients"].__setitem__(2, "-4/9"),
    "another scale": lambda record: record.update(coefficients=["2", *record["coefficients"][1:]]),
    "fewer coefficients": lambda record: record.update(coefficients=record["coefficients"][:4], nonzero=2),
    "no coefficients": _set(coefficients=[], nonzero=0),
    "very many coefficients": lambda record: record.update(coefficients=["1", *["0"] * 1000], nonzero=1),
    "the verdict": _set(verdict="UNKNOWN"),
    "the label": _set(paper="prop:recurrence-certificate"),
    "the claim": lambda record: record.update(claim=record["claim"].replace("3", "4")),
    "a new field": _set(degree=3),
    "no order": lambda record: record.pop("order"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_are_rejected(mutation):
    record = copy.deepcopy(certify_poincare(layer="tanh(z)/2", order=3).record())
    MUTATIONS[mutation](record)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


def test_a_polynomial_series_proves_nothing():
    record = certify_poincare(layer="z/4+(sqrt(1+4*z)-1)/8", order=2).record()
    with pytest.raises(InvalidCertificate, match="its data imply 'UNKNOWN'"):
        check(record | {"verdict": "PROVED"})
