import copy
import json
from fractions import Fraction

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.radicals import sentence
from closedprop.obstructions.radicals import certify_radicals

ASKED = {
    "output": {"depth": 3},
    "delta": {"weight": "2", "bias": "-1/2", "depth": 3, "of": "delta"},
    "one layer without bias": {"bias": 0, "depth": 1},
    "without bias": {"bias": 0, "depth": 3},
    "delta without bias": {"weight": "1/3", "bias": 0, "depth": 3, "of": "delta"},
}
VERDICTS = {"without bias": "REFUTED", "delta without bias": "REFUTED"}


def record(case="output"):
    return json.loads(json.dumps(certify_radicals(**ASKED[case]).record()))


@pytest.mark.parametrize("case", ASKED)
def test_accepted_after_json(case):
    assert check(record(case)) == VERDICTS.get(case, "PROVED")


def _set(**changes):
    return lambda given: given.update(changes)


def _claimed(**changes):
    """Change the data, and the sentence with them."""

    def changed(given):
        given.update(changes)
        w, b = Fraction(given["weight"]), Fraction(given["bias"])
        given["claim"] = sentence(w, b, given["layers"], given["of"])

    return changed


PROVED = {
    "the degree": _set(degree=16),
    "a smaller degree": _set(degree=4),
    "the roots": _set(roots=4),
    "fewer roots": _set(roots=2),
    "the layers": _set(layers=4),
    "the layers, consistently": _claimed(layers=4, degree=16, roots=4),
    "no layers": _claimed(layers=0, degree=1, roots=0),
    "more layers than can be checked": _claimed(layers=12, degree=4096, roots=12),
    "without bias, consistently": _claimed(bias="0"),
    "the bias": _set(bias="2"),
    "the weight": _set(weight="-1"),
    "weight 0": _claimed(weight="0"),
    "a weight that is no number": _set(weight="w"),
    "a weight as a decimal": _set(weight=1.0),
    "of delta": _set(of="delta"),
    "of something": _set(of="weights"),
    "a point at which it has factors": _set(irreducible_at=2),
    "a point beyond the prime": _set(irreducible_at=2147483629 + 10),
    "the root": lambda given: given.update(root=given["root"] + 1),
    "the point of the root": lambda given: given.update(root_at=given["root_at"] + 1),
    "a composite": _set(prime=2147483627 * 1),
    "a small prime": _set(prime=13),
    "another prime": _set(prime=2147483647),
    "the verdict": _set(verdict="REFUTED"),
    "the label": _set(paper="thm:degree"),
    "the claim": lambda given: given.update(claim=given["claim"].replace("8", "9")),
    "a new field": _set(note=""),
}
REFUTED = {
    "with bias": _set(bias="1"),
    "with bias, consistently": _claimed(bias="1"),
    "the degree": _set(degree=8),
    "the roots": _set(roots=2),
    "a prime": _set(prime=2147483629),
    "a point": _set(irreducible_at=3),
    "weight 0": _claimed(weight="0"),
    "one layer": _claimed(layers=1),
    "the verdict": _set(verdict="PROVED"),
    "undecided": _set(verdict="UNKNOWN"),
}


@pytest.mark.parametrize("mutation", PROVED)
def test_mutations_of_a_proof_are_rejected(mutation):
    given = copy.deepcopy(record())
    PROVED[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize("mutation", REFUTED)
def test_mutations_of_a_refutation_are_rejected(mutation):
    given = copy.deepcopy(record("without bias"))
    REFUTED[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize("name", sorted(set(record()) - {"kind"}))
def test_a_field_left_out(name):
    given = record()
    del given[name]
    with pytest.raises(InvalidCertificate):
        check(given)


def test_a_double_root_is_no_simple_root():
    """At z = 0 both signs of the root give x_1 = b = 1."""
    given = certify_radicals(depth=1).record() | {"root_at": 0, "root": 1}
    with pytest.raises(InvalidCertificate, match="which is no simple root"):
        check(given)
