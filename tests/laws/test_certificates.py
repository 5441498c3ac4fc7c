"""Laws of certificates, over every kind: what a checker accepts, and that it rejects what was touched."""

import json
import sys
from copy import deepcopy
from types import ModuleType

import pytest

from closedprop.errors import Unable
from closedprop.obstructions.certificate import InvalidCertificate, Verdict
from closedprop.obstructions.checkers import CHECKERS, check
from closedprop.obstructions.finders import CERTIFIERS, certify

#: A small certificate of each kind.
EXAMPLES = {
    "ade": {"layer": "tanh(z)/2", "order": 1, "degree": 2, "coefficient_degree": 2},
    "circuit": {"spec": "a and not b"},
    "counting": {"activation": "tanh", "widths": [1, 2, 1]},
    "degree": {"depth": 3},
    "heights": {"layer": "3*z*(1-z)", "start": "1/5"},
    "horseshoe": {"activation": "tanh", "crossings": 2},
    "machine": {"program": "addition", "counters": {"a": 2, "b": 1}},
    "order": {"activation": "tanh", "depth": 2, "width": 2},
    "pieces": {"depth": 2},
    "poincare": {"layer": "tanh(z)/2", "order": 2},
    "radicals": {"depth": 2},
    "recurrence": {"layer": "3*z*(1-z)", "start": "1/5", "order": 2, "degree": 2},
    "skolem": {"weight": [[1, 1], [-1, 0]], "top": [1, 0]},
}


@pytest.fixture(scope="module", params=EXAMPLES)
def record(request):
    return json.loads(json.dumps(certify(request.param, **EXAMPLES[request.param]).record()))


def rejected(record):
    with pytest.raises(InvalidCertificate):
        check(record)


def test_every_kind_has_an_example():
    assert set(EXAMPLES) == set(CERTIFIERS)


def test_accepted_after_json(record):
    assert check(record) == record["verdict"]


def test_no_float_inside(record):
    def floats(value):
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(record)


def test_another_verdict(record):
    for verdict in set(Verdict) - {record["verdict"]}:
        rejected(record | {"verdict": str(verdict)})


def test_another_claim_or_label(record):
    rejected(record | {"claim": record["claim"].replace("is", "is not", 1) + " Moreover P = NP."})
    rejected(record | {"claim": ""})
    rejected(record | {"paper": "thm:another"})


def test_a_field_that_is_missing_or_unknown(record):
    for name in record:
        rejected({key: value for key, value in record.items() if key != name})
    rejected(record | {"remark": "trust me"})


@pytest.mark.parametrize("value", [None, "", "x", -1, [], {}, [[]], True, 0.5])
def test_a_field_of_another_kind(record, value):
    """A field replaced by nonsense is rejected, and never by another exception; unless it reads as that value."""
    for name in record:
        if str(record[name]) != str(value):
            rejected(record | {name: value})


#: What may change without harm, since the claim does not depend on it: any prime, point or seed that works proves it.
FREE = {
    "ade": {"prime", "terms", "seed"},
    "counting": {"prime", "witness", "terms", "rows", "columns"},
    "degree": {"prime", "point"},
    "heights": {"steps"},
    "horseshoe": {"precision"},
    "order": {"point", "base", "prime", "generic"},
    "radicals": {"prime", "irreducible_at"},
    "recurrence": {"prime", "rows"},
}


def integers(value, path=()):
    """Yield the places of the integers in a JSON value."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from integers(part, (*path, key))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path


def test_an_integer_that_is_one_more(record):
    """Each integer of the certificate, one by one; those at the top level and in short lists."""
    free = FREE.get(record["kind"], set())
    places = [place for place in integers(record) if place[0] not in free]
    accepted = []
    for place in places[:60]:
        touched = deepcopy(record)
        part = touched
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] += 1
        try:
            check(touched)
            accepted.append(place)
        except InvalidCertificate:
            pass
    assert accepted == []


def test_the_recipe_for_a_new_kind(recipe, monkeypatch):
    """The two files of CONTRIBUTING.md, as they stand there: found, accepted, and rejected when touched."""
    checker, finder = recipe("A certificate")
    module = ModuleType("closedprop.obstructions.checkers.nilpotent")
    exec(checker, vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(CHECKERS, "nilpotent", "nilpotent")
    namespace = {}
    exec(finder, namespace)
    record = namespace["certify_nilpotent"]([[0, 1, "1/2"], [0, 0, 3], [0, 0, 0]]).record()
    assert check(record) == Verdict.PROVED and record["steps"] == 3
    for touched in ({"steps": 2}, {"steps": 4}, {"weight": [["1"]]}, {"claim": "P = NP."}, {"verdict": "REFUTED"}):
        rejected(record | touched)
    with pytest.raises(Unable, match="eigenvalue that is not 0"):
        namespace["certify_nilpotent"]([[1]])
