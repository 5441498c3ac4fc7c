import copy
import json
from functools import cache

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.skolem import skolem_claim
from closedprop.obstructions.skolem.certify import certify_skolem

NETWORKS = {
    "zero": ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 1], 0),
    "geometric": ([["1/2", "1/2"], ["1/2", "1/2"]], [1, 0], 0),
    "double root": ([[2, 0], [1, 2]], [-10, 1], 0),
    "root of unity": ([[1, 1], [-1, 0]], [1, 0], 0),
    "size": ([[1, 1], [1, 0]], [-55, 89], 1),
    "denominator": ([[0, -5], [1, 2]], [139, 110], 0),
    "isolation": ([[0, 0, 4], [1, 0, -4], [0, 1, 2]], [0, 0, 1], 0),
    "isolation with progressions": ([[0, 1, 0], [0, 0, 1], [2, 0, 0]], [1, 0, 0], 0),
    "sieve": ([[2, 0, 0], [1, 2, 0], [0, 1, 2]], [9, -10, 8], 0),
    "sieve with a progression": (
        [[0, 1, 0, 0], [2, 0, 0, 0], [1, 0, 0, 1], [0, 1, 2, 0]],
        [0, 0, 0, 1],
        0,
    ),
}


@cache
def found(name):
    weight, top, unit = NETWORKS[name]
    return certify_skolem(weight=weight, top=top, unit=unit, bound=2000).record()


@pytest.mark.parametrize("name", NETWORKS)
def test_accepted_after_json(name):
    record = json.loads(json.dumps(found(name)))
    assert check(record) == record["verdict"] == ("UNKNOWN" if name.startswith("sieve") else "PROVED")
    assert record.get("case", record["method"]) == name.split(" with")[0]


def _set(**changes):
    return lambda record: record.update(changes)


def _flip(name):
    return lambda record: record[name].__setitem__(0, str(-int(record[name][0])))


COMMON = {
    "a weight": lambda record: record["weight"][0].__setitem__(0, "7"),
    "delta at the top": lambda record: record["top"].__setitem__(0, "7"),
    "the unit": lambda record: record.update(unit=1 - record["unit"]),
    "a unit that is not there": _set(unit=9),
    "a coefficient": _flip("coefficients"),
    "a coefficient fewer": lambda record: record["coefficients"].pop(),
    "too many coefficients": lambda record: record["coefficients"].extend(["0"] * 9),
    "a zero more": lambda record: record["zeros"].append(77),
    "zeros out of order": lambda record: record.update(zeros=[5, 3]),
    "a zero that is text": _set(zeros=["0"]),
    "a negative zero": _set(zeros=[-1]),
    "a zero beyond reach": _set(zeros=[10**18]),
    "a progression beyond reach": _set(progressions=[[10**18, 10**18]]),
    "a progression more": _set(progressions=[[1, 2]]),
    "a progression that is no pair": _set(progressions=[[1]]),
    "a step of zero": _set(progressions=[[1, 0]]),
    "another method": _set(method="guess"),
    "no method": lambda record: record.pop("method"),
    "the verdict": lambda r: r.update(verdict="PROVED" if r["verdict"] == "UNKNOWN" else "UNKNOWN"),
    "the label": _set(paper="thm:cayley-hamilton"),
    "the claim": lambda record: record.update(claim=record["claim"].replace("Component", "No component")),
    "a new field": _set(note=1),
}
ORDER = COMMON | {
    "a zero fewer": _set(zeros=[]),
    "the case": _set(case="double root"),
    "the ratio": _set(ratio="-7"),
    "a ratio that is no number": _set(ratio=""),
    "the target": _set(target="7"),
    "the candidate": _set(candidate=5),
    "no candidate": _set(candidate=""),
}
ISOLATION = COMMON | {
    "a zero fewer": lambda record: record["zeros"].pop(),
    "an isolated zero fewer": lambda record: record["all_zeros"].pop(),
    "an isolated zero more": lambda record: record["all_zeros"].append(60),
    "a zero far away": lambda record: record["all_zeros"].append(10**6),
    "zeros as text": _set(all_zeros=["0"]),
    "a prime that does not isolate": _set(prime=167, period=166),
    "a composite number": _set(prime=161),
    "the prime 2": _set(prime=2),
    "no period": _set(period=54),
    "a long period": _set(period=162 * 10**5),
}
SIEVE = COMMON | {
    "a zero fewer": _set(zeros=[]),
    "a farther bound": _set(bound=10**8),
    "no moduli": _set(moduli=[]),
    "one modulus": lambda record: record.update(moduli=record["moduli"][:1]),
    "a wrong period": lambda record: record["moduli"][0].__setitem__(1, 7),
    "a composite modulus": lambda record: record["moduli"][0].__setitem__(0, 15),
    "a modulus that divides": lambda record: record["moduli"].append([2, 1]),
    "a modulus that is no pair": lambda record: record["moduli"].append([3]),
    "a modulus of text": lambda record: record["moduli"].append(["3", "6"]),
}


@pytest.mark.parametrize(
    ("name", "mutation", "change"),
    [("size", *item) for item in ORDER.items()]
    + [("denominator", *item) for item in ORDER.items()]
    + [("isolation", *item) for item in ISOLATION.items()]
    + [("sieve", *item) for item in SIEVE.items()],
)
def test_mutations_are_rejected(name, mutation, change):
    record = copy.deepcopy(found(name))
    change(record)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(record)))


@pytest.mark.parametrize("name", ["zero", "geometric", "double root", "root of unity"])
@pytest.mark.parametrize("field", ["case", "ratio", "candidate", "progressions", "zeros", "coefficients"])
def test_witnesses_of_the_simple_cases(name, field):
    record = dict(found(name))
    record[field] = {"case": "size", "ratio": "5", "candidate": 3, "progressions": [[0, 1]], "zeros": [0, 1, 2, 3]}.get(
        field, ["1", "1"]
    )
    with pytest.raises(InvalidCertificate):
        check(record)


def _claimed(record, **changes):
    """The record with changes, and with the sentence that belongs to them."""
    changed = record | changes
    names = ("weight", "top", "unit", "zeros", "progressions")
    return changed | {"claim": skolem_claim(*(changed[name] for name in names))}


def test_a_longer_recurrence_hides_no_zero():
    """The sequence 0, 0, 0, ... satisfies every recurrence; only the shortest one decides."""
    record = certify_skolem(weight=[[2, 0], [0, 3]], top=[1, 0], unit=0).record()
    with pytest.raises(InvalidCertificate, match="a geometric tail"):
        check(_claimed(record, top=[0, 0]))
    witness = {"case": "denominator", "ratio": "13/6", "target": "2", "candidate": ""}
    with pytest.raises(InvalidCertificate, match="a tail of order 2"):
        check(_claimed(record, coefficients=["5", "-6"], **witness))


def test_a_recurrence_that_does_not_hold():
    with pytest.raises(InvalidCertificate, match="it fails at m = 0"):
        check(found("geometric") | {"coefficients": ["1/3"]})


def test_a_progression_that_does_not_vanish():
    """Instead of the zero at 52, all of its residue class."""
    record = found("isolation")
    changed = _claimed(record, zeros=record["zeros"][:-1], progressions=[[52, 162]], all_zeros=record["all_zeros"][:-1])
    with pytest.raises(InvalidCertificate, match=r"not zero on 52 \+ 162 k"):
        check(changed)


def test_a_residue_class_of_which_nothing_is_known():
    """Modulo this prime a term vanishes that is no zero; the period is right."""
    with pytest.raises(InvalidCertificate, match="nothing is known about"):
        check(found("isolation") | {"prime": 199, "period": 198})


def test_a_period_that_is_none():
    """It is longer than the bound, so that every term up to there is right."""
    record = found("sieve")
    with pytest.raises(InvalidCertificate, match="2003 is no period modulo 5"):
        check(record | {"moduli": [*record["moduli"], [5, 2003]]})


def test_a_progression_is_listed_once():
    record = found("isolation with progressions")
    assert record["progressions"] == [[1, 3], [2, 3]]
    for progressions in ([[1, 3], [1, 3], [2, 3]], [[1, 3], [2, 3], [4, 3]], [[2, 3], [1, 3]]):
        with pytest.raises(InvalidCertificate):
            check(record | {"progressions": progressions})


def test_isolation_needs_the_square_of_the_prime():
    """A double zero, as of (m - 3)^2 2^m, is never isolated in this way."""
    record = found("sieve")
    changed = {key: value for key, value in record.items() if key not in ("bound", "moduli")}
    changed |= {"method": "isolation", "prime": 11, "period": 110, "all_zeros": [3], "paper": "prop:isolated-zero"}
    with pytest.raises(InvalidCertificate, match=r"is not isolated modulo 11\^2"):
        check(changed | {"verdict": "PROVED"})
