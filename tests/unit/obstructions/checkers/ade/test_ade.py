import copy
import json

import pytest

from closedprop.obstructions.certificate import InvalidCertificate, Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.ade import PAPER, claim
from closedprop.obstructions.differential.certify import certify_ade
from closedprop.obstructions.differential.functional import PRIME

SMALL = {"order": 1, "degree": 2, "coefficient_degree": 3}
GELU = "z*erfc(-z/sqrt(2))/2"
KINDS = {
    "full rank": ("tanh(z)/2", "PROVED"),
    "at a repelling point": ("3*z*(1 - z)", "PROVED"),
    "with constants": (GELU, "PROVED"),
    "parabolic": ("sin(z)", "PROVED"),
    "an equation": ("2*z*(1 - z)", "REFUTED"),
    "an equation without proof": ("log((1 + exp(z))/2)", "UNKNOWN"),
    "no equation found": ("log(1 + exp(z)) - log(2)", "UNKNOWN"),
}


def record(kind):
    return json.loads(json.dumps(certify_ade(KINDS[kind][0], **SMALL).record()))


@pytest.mark.parametrize("kind", KINDS)
def test_accepted_after_json(kind):
    given = record(kind)
    assert check(given) == given["verdict"] == KINDS[kind][1]


def test_what_the_sentences_say():
    assert claim(record("an equation"), Verdict.REFUTED) == (
        "The Poincare function P (F(P(t)) = P(2 t), P = t + ...) of F(z) = 2*z*(1 - z) at the fixed point 0 solves no "
        "algebraic differential equation of order <= 1 and degree <= 2 in the function and its derivatives, whose "
        "coefficients are complex polynomials in t of degree <= 3."
    )
    assert record("an equation without proof")["claim"].endswith(
        "undecided, since the equation given holds up to x^46, without proof."
    )
    assert record("no equation found")["claim"].endswith("undecided, since the rank modulo the prime is 12 of 24.")
    assert record("with constants")["hypotheses"] == [
        "the residue for sqrt(2) is a root of x^2 - 2",
        "sqrt(pi) is transcendental (Lindemann), so any residue but 0 may stand for it",
    ]


def _set(**changes):
    return lambda given: given.update(changes)


def _shift(name, by=1):
    return lambda given: given.update({name: given[name] + by})


def _constant(name, change):
    return lambda given: given["constants"].update({name: change(given["constants"][name])})


def _relabelled(verdict):
    def changed(given):
        label = Verdict(verdict)
        given.update(verdict=verdict, paper=PAPER[label], claim=claim(given, label))

    return changed


MUTATIONS = {
    "another map": _set(map="sin(z)/2"),
    "a map that is not mathematics": _set(map="open(z)"),
    "a map with a kink": _set(map="Abs(z)/2"),
    "a map with a parameter": _set(map="a*z"),
    "a map that is no text": _set(map=3),
    "no map": lambda given: given.pop("map"),
    "the fixed point": _set(fixed_point="1"),
    "a fixed point not in lowest terms": _set(fixed_point="0/2"),
    "a fixed point as a number": _set(fixed_point=0),
    "the function": _set(function="poincare"),
    "a function that is not there": _set(function="itlog"),
    "a function without name": _set(function="boettcher"),
    "the multiplier": _set(multiplier="1/3"),
    "its sign": _set(multiplier="-1/2"),
    "the order": _shift("order"),
    "a smaller order": _shift("order", -1),
    "a negative order": _set(order=-1),
    "a huge order": _set(order=10**9),
    "the degree": _shift("degree"),
    "the degree of the coefficients": _shift("coefficient_degree"),
    "the columns": _shift("columns"),
    "the terms": _shift("terms"),
    "too few terms": _set(terms=10),
    "huge terms": _set(terms=10**12),
    "a composite": _shift("prime"),
    "another prime": _set(prime=2147483629),
    "a Mersenne prime": _set(prime=2**31 - 1),
    "constants that are not there": _set(constants={"sqrt(pi)": 2}),
    "constants as a list": _set(constants=[]),
    "hypotheses that are not there": _set(hypotheses=["the hypothesis of the continuum"]),
    "the digest": lambda given: given.update(digest=given["digest"][::-1]),
    "no digest": _set(digest=None),
    "the rank": _shift("rank", -1),
    "a rank as text": _set(rank="24"),
    "an equation beside full rank": _set(equation=[["1", 0, [1, 0]]], verified=4),
    "verified terms without an equation": _set(verified=4),
    "an equation as text": _set(equation="K = x"),
    "the verdict": _set(verdict="REFUTED"),
    "a consistent REFUTED": _relabelled("REFUTED"),
    "a consistent UNKNOWN": _relabelled("UNKNOWN"),
    "the label": _set(paper="thm:order"),
    "the claim": _set(claim="It solves none."),
    "a larger claim": lambda given: given.update(claim=given["claim"].replace("order <= 1", "order <= 2")),
    "a new field": _set(extra=1),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_of_full_rank_are_rejected(mutation):
    given = copy.deepcopy(record("full rank"))
    MUTATIONS[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(json.loads(json.dumps(given)))


CONSTANTS = {
    "no root": _constant("sqrt(2)", lambda residue: residue + 1),
    "the other root": _constant("sqrt(2)", lambda residue: PRIME - residue),
    "another residue": _constant("sqrt(pi)", lambda residue: residue + 1),
    "zero": _constant("sqrt(pi)", lambda residue: 0),
    "a residue as text": _constant("sqrt(pi)", str),
    "beyond the prime": _constant("sqrt(pi)", lambda residue: residue + PRIME),
    "one missing": lambda given: given["constants"].pop("sqrt(2)"),
    "no hypotheses": _set(hypotheses=[]),
    "one hypothesis": lambda given: given["hypotheses"].pop(),
}


@pytest.mark.parametrize("mutation", CONSTANTS)
def test_mutations_of_constants_are_rejected(mutation):
    given = copy.deepcopy(record("with constants"))
    CONSTANTS[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize(
    ("kind", "mutation", "message"),
    [
        ("full rank", MUTATIONS["an equation beside full rank"], "one although the rank is full; leave it empty"),
        ("full rank", MUTATIONS["huge terms"], "use smaller bounds"),
        ("full rank", MUTATIONS["a function that is not there"], "itlog at the multiplier 1/2; use itlog for"),
        (
            "full rank",
            MUTATIONS["the fixed point"],
            r"the field fixed_point of a certificate: 1, which goes to tanh\(1\)/2",
        ),
        ("full rank", MUTATIONS["the digest"], "the field digest of a certificate"),
        ("with constants", CONSTANTS["no root"], r"for sqrt\(2\); give a square root"),
        ("with constants", CONSTANTS["beyond the prime"], "give an integer from 1 to"),
    ],
)
def test_what_is_said_of_a_mutation(kind, mutation, message):
    given = copy.deepcopy(record(kind))
    mutation(given)
    with pytest.raises(InvalidCertificate, match=message):
        check(given)


def _term(change):
    return lambda given: change(given["equation"])


EQUATIONS = {
    "a coefficient": _term(lambda terms: terms[0].__setitem__(0, "7")),
    "a sign": _term(lambda terms: terms[0].__setitem__(0, str(-int(terms[0][0])))),
    "a coefficient as a float": _term(lambda terms: terms[0].__setitem__(0, 1.0)),
    "a power": _term(lambda terms: terms[0].__setitem__(1, 1)),
    "a negative power": _term(lambda terms: terms[0].__setitem__(1, -1)),
    "a power beyond the bounds": lambda given: given["equation"].append(["1", 4, [0, 0]]),
    "an exponent": _term(lambda terms: terms[1][2].__setitem__(0, 2)),
    "exponents of another order": _term(lambda terms: terms[1][2].append(0)),
    "exponents as text": _term(lambda terms: terms[1].__setitem__(2, "10")),
    "a term without exponents": _term(lambda terms: terms[1].pop()),
    "a term less": _term(lambda terms: terms.pop()),
    "a term twice": _term(lambda terms: terms.append(terms[0])),
    "a zero": lambda given: given["equation"].append(["0", 2, [0, 0]]),
    "no equation": _set(equation=[], verified=0),
    "too few terms verified": _set(verified=0),
    "negative terms": _set(verified=-1),
    "a consistent PROVED": _relabelled("PROVED"),
    "a consistent UNKNOWN": _relabelled("UNKNOWN"),
    "full rank": _set(rank=24),
}


@pytest.mark.parametrize("mutation", EQUATIONS)
def test_mutations_of_equations_are_rejected(mutation):
    given = copy.deepcopy(record("an equation"))
    EQUATIONS[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


@pytest.mark.parametrize("mutation", sorted(EQUATIONS.keys() - {"a consistent UNKNOWN"}))
def test_mutations_of_equations_without_proof_are_rejected(mutation):
    kind = "an equation without proof"
    given = copy.deepcopy(record(kind))
    EQUATIONS[mutation](given)
    with pytest.raises(InvalidCertificate):
        check(given)


def test_an_equation_without_proof_is_no_refutation():
    given = record("an equation without proof")
    _relabelled("REFUTED")(given)
    with pytest.raises(InvalidCertificate, match="the claim of a certificate"):
        check(given)


def test_the_resonance_of_a_mersenne_prime_is_seen():
    """A certificate as a careless program would write it; the digest is never reached."""
    given = certify_ade("2*z*(1 - z)", function="koenigs", **SMALL).record()
    given |= {"prime": 2**31 - 1, "rank": 24, "equation": [], "verified": 0}
    _relabelled("PROVED")(given)
    with pytest.raises(InvalidCertificate, match=r"the resonance multiplier\^32 = multiplier modulo 2147483647"):
        check(given)
