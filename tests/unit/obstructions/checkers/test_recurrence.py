import copy
import json

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.recurrence import recurrence_claim
from closedprop.obstructions.recurrence.certify import certify_recurrence

PRIME = 2147483629
SOURCES = {
    "orbit": {"layer": "7/2*z*(1-z)", "start": "1/3"},
    "delta": {"layer": "z^2+1", "start": "1/2", "of": "delta", "first": 50},
    "moebius": {"layer": "1/(1+z)", "start": 1},
    "found": {"layer": "z/(1+z)", "start": "1/2", "first": 7},
    "found delta": {"layer": "z/(1+z)", "start": "1/2", "of": "delta"},
    "network": {"weight": [["1/2", 1], [1, 0]], "top": [1, 0], "unit": 1},
    "nilpotent": {"weight": [[0, 1], [0, 0]], "top": [1, 1], "unit": 1, "first": 2},
    "coefficient": {"layer": "tanh(z)/2", "coefficient": 3},
    "terms": {"terms": [str(n * n + 2**n) for n in range(60)]},
    "no terms": {"terms": [str(n**n) for n in range(60)]},
}
VERDICTS = {"orbit": "PROVED", "delta": "PROVED", "moebius": "PROVED", "terms": "UNKNOWN", "no terms": "PROVED"}


def found(name, **options):
    return certify_recurrence(**SOURCES[name], **({"order": 3, "degree": 3, "prime": PRIME} | options)).record()


@pytest.mark.parametrize("name", SOURCES)
def test_accepted_after_json(name):
    record = json.loads(json.dumps(found(name)))
    assert check(record) == record["verdict"] == VERDICTS.get(name, "REFUTED")


def _set(**changes):
    return lambda record: record.update(changes)


def _drop(name):
    return lambda record: record.pop(name)


def _change(function):
    return lambda record: function(record) and None


COMMON = {
    "a bound on the order": _set(order=4),
    "a bound on the degree": _set(degree=2),
    "the first n": _set(first=1),
    "the columns": _set(columns=17),
    "the rank": _change(lambda r: r.update(rank=r["rank"] - 1)),
    "a composite modulus": _set(prime=2147483627),
    "a small prime": _set(prime=101),
    "the prime as text": _set(prime=str(PRIME)),
    "a bool for an integer": _set(first=True),
    "the claim": _change(lambda r: r.update(claim=r["claim"].replace("<= 3", "<= 4"))),
    "the claim about another start": _change(lambda r: r.update(claim=r["claim"].replace("1/", "2/"))),
    "the label": _set(paper="thm:not-p-recursive"),
    "a new field": _set(note="true"),
    "no sequence": _drop("sequence"),
    "a sequence of another kind": _set(sequence={"layer": "z"}),
    "a sequence that is text": _set(sequence="z/(1+z)"),
    "keys that are no text": _set(sequence={1: 2}),
}
FULL = COMMON | {
    "the verdict": _set(verdict="REFUTED"),
    "no rows": _drop("rows"),
    "a row twice": _change(lambda r: r["rows"].__setitem__(1, r["rows"][0])),
    "a row before the first": _change(lambda r: r["rows"].__setitem__(0, -1)),
    "one row fewer": _change(lambda r: r["rows"].pop()),
    "a row that is far": _change(lambda r: r["rows"].__setitem__(0, 10**12)),
    "another sequence": _change(lambda r: r["sequence"].update(start="1/7")),
    "a sequence with a recurrence": _change(lambda r: r["sequence"].update(layer="z/(1+z)")),
    "a layer that is no mathematics": _change(lambda r: r["sequence"].update(layer="import os")),
    "a layer with tanh": _change(lambda r: r["sequence"].update(layer="tanh(z)")),
    "a layer with a pole": _change(lambda r: r["sequence"].update(layer="1/(z-1/3)")),
    "another way to read it": _change(lambda r: r["sequence"].update(of="gradient")),
}
EQUATION = COMMON | {
    "the verdict": _set(verdict="PROVED"),
    "no equation": _drop("equation"),
    "an empty equation": _set(equation=[]),
    "the zero equation": _set(equation=[[0], [0]]),
    "a sign in the equation": _change(lambda r: r["equation"][0].__setitem__(0, -r["equation"][0][0])),
    "a coefficient of the equation": _change(lambda r: r["equation"][1].__setitem__(0, r["equation"][1][0] + 1)),
    "an equation in text": _set(equation="a_(n+1) = a_n"),
    "a float in the equation": _change(lambda r: r["equation"][0].__setitem__(0, 1.0)),
    "an equation of too large a degree": _change(lambda r: r["equation"].append([0, 0, 0, 0, 1])),
    "too few terms verified for all n": _set(verified=2),
    "none verified": _set(verified=0),
    "very many verified": _set(verified=10**9),
    "another start": _change(lambda r: r["sequence"].update(start="2/3")),
    "a layer whose digits explode": _change(lambda r: r["sequence"].update(layer="z^2+1")),
}


@pytest.mark.parametrize("mutation", FULL)
def test_mutations_of_a_full_rank_are_rejected(mutation):
    record = copy.deepcopy(found("orbit"))
    FULL[mutation](record)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


@pytest.mark.parametrize("mutation", EQUATION)
def test_mutations_of_an_equation_are_rejected(mutation):
    record = copy.deepcopy(found("found"))
    EQUATION[mutation](record)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


NETWORK = {
    "a weight": lambda s: s["weight"][0].__setitem__(0, "3/2"),
    "a weight that is no number": lambda s: s["weight"][0].__setitem__(0, "x"),
    "a float": lambda s: s["weight"][0].__setitem__(0, 0.5),
    "a ragged weight": lambda s: s["weight"][0].pop(),
    "no weight": lambda s: s.update(weight=[]),
    "a unit that is not there": lambda s: s.update(unit=2),
    "another unit": lambda s: s.update(unit=0),
    "delta at the top": lambda s: s.update(top=[1]),
}


@pytest.mark.parametrize("mutation", NETWORK)
def test_mutations_of_a_network_are_rejected(mutation):
    record = copy.deepcopy(found("network"))
    NETWORK[mutation](record["sequence"])
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


@pytest.mark.parametrize(
    ("layer", "coefficient"), [("tanh(z)/3", 3), ("tanh(z)/2", 4), ("tanh(z+1)", 3), ("exp(z)", 3), ("tanh(z)/2", 0)]
)
def test_mutations_of_a_coefficient_are_rejected(layer, coefficient):
    record = found("coefficient")
    record["sequence"] = {"layer": layer, "coefficient": coefficient}
    with pytest.raises(InvalidCertificate):
        check(record)


def test_a_relation_on_finitely_many_terms_refutes_nothing():
    record = found("terms")
    assert record["verdict"] == "UNKNOWN"
    with pytest.raises(InvalidCertificate, match="its data imply 'UNKNOWN'"):
        check(record | {"verdict": "REFUTED"})
    with pytest.raises(InvalidCertificate):
        check(record | {"verified": 60})  # there are not so many terms


def test_a_denominator_that_the_prime_divides():
    record = found("no terms")
    record["sequence"]["terms"][3] = f"1/{PRIME}"
    with pytest.raises(InvalidCertificate, match="divides a denominator"):
        check(record)


def test_the_bounds_that_prove_an_equation():
    """One term fewer than the bound is not a proof: 1/(n+2) with order and degree 1 needs six."""
    record = found("found")
    assert check(record | {"verified": 6}) == "REFUTED"
    with pytest.raises(InvalidCertificate, match="its data imply 'UNKNOWN'"):
        check(record | {"verified": 5})


def test_the_claim_says_what_is_bounded():
    claim = recurrence_claim("the sequence of squares", 2, 5, 10)
    assert "degree <= 5" in claim and "r <= 2" in claim and "n >= 10" in claim and claim.endswith("of squares.")
