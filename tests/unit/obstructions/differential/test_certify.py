import flint
import pytest
import sympy as sp

from closedprop.networks import activation
from closedprop.obstructions.checkers import check
from closedprop.obstructions.differential.certify import certify_ade
from closedprop.obstructions.differential.fixed_points import fixed_point
from closedprop.obstructions.differential.functional import koenigs_series
from closedprop.obstructions.differential.monomials import Bounds, coefficient_matrix
from closedprop.obstructions.differential.reconstruct import rational, smallest_equation
from closedprop.obstructions.differential.study import CASES, ade_study
from closedprop.obstructions.differential.written import written
from closedprop.reports.tables.ade import typeset
from closedprop.scalars import Invalid, Unable, Undefined

SMALL = {"order": 2, "degree": 3, "coefficient_degree": 5}
TINY = {"order": 1, "degree": 1, "coefficient_degree": 1}


@pytest.mark.parametrize(
    ("layer", "rank", "equation"),
    [
        ("tanh(z)/2", 120, ""),
        ("z*(1 - z)/2", 120, ""),
        ("3*z*(1 - z)", 120, ""),
        ("4*z*(1 - z)", 66, "(x - x^2) K'^2 - K = 0"),
        ("2*z*(1 - z)", 36, "(1 - 2 x) K' - 1 = 0"),
        ("(2*z + 3)/(z + 4)", 15, "(4 + x) K - 4 x = 0"),
        ("z/(2*sqrt(1 + z**2))", 37, "(3 + 4 x^2) K^2 - 3 x^2 = 0"),
    ],
)
def test_reference_ranks(layer, rank, equation):
    """The ranks at order 2, degree 3, coefficient degree 5 that were seen before this code was written."""
    certificate = certify_ade(layer, function="koenigs", **SMALL)
    assert (certificate.data["rank"], certificate.data["columns"]) == (rank, 120)
    assert written(certificate.data) == equation
    assert certificate.verdict == ("REFUTED" if equation else "PROVED")


@pytest.mark.parametrize(
    ("layer", "equation", "verdict"),
    [
        ("4*z*(1 - z)", "t P'^2 + P^2 - P = 0", "REFUTED"),
        ("2*z*(1 - z)", "P' + 2 P - 1 = 0", "REFUTED"),
        ("z**2 - 2", "3 P'^2 + P^2 - 2 P - 3 = 0", "REFUTED"),
        ("z/(1 + z)", "f - x^2 = 0", "REFUTED"),
        ("z/sqrt(1 + z**2)", "f - x^3 = 0", "REFUTED"),
        ("2*z/(1 + z**2)", "P' + P^2 - 1 = 0", "REFUTED"),  # tanh
        ("log((1 + exp(z))/2)", "K' - K - 1 = 0", "UNKNOWN"),
        ("log((1 + exp(z))/2)/2", "2 K K'' + K'^3 - K'^2 - 2 K K' = 0", "UNKNOWN"),
        ("-log((1 + exp(z))/2)", "9 K' + 2 K^2 - 3 K - 9 = 0", "UNKNOWN"),
        ("tanh(z)", "", "PROVED"),
        ("z + z**2", "", "PROVED"),
        ("3*log((1 + exp(z))/2)", "", "PROVED"),
        ("erf(z)", "", "PROVED"),
        ("1/(1 + exp(-z)) - 1/2", "", "PROVED"),
        ("z/sqrt(1 + z**2) + 3/20", "", "PROVED"),
    ],
)
def test_the_usual_function(layer, equation, verdict):
    certificate = certify_ade(layer, **SMALL)
    assert (written(certificate.data), certificate.verdict) == (equation, verdict)


@pytest.mark.parametrize(
    ("layer", "closed"), [("log((1 + exp(z))/2)", "exp(x) - 1"), ("log((1 + exp(z))/2)/2", "acosh(exp(x))**2/2")]
)
def test_the_equations_of_softplus_hold(layer, closed):
    """They are not proved by covariance; this is the proof by the closed form, in SymPy."""
    x = sp.Symbol("x", positive=True)
    K = [sp.exp(x) - 1, sp.acosh(sp.exp(x)) ** 2 / 2][closed.startswith("acosh")]
    equation = certify_ade(layer, **SMALL).data["equation"]
    total = sum(int(c) * x**i * sp.prod(K.diff(x, j) ** e for j, e in enumerate(es)) for c, i, es in equation)
    assert abs(total.subs(x, sp.Rational(2, 3)).evalf(60)) < 1e-50
    assert certify_ade(layer, **SMALL).data["multiplier"] == {"e": "1/2", "a": "1/4"}[closed[0]]


@pytest.mark.long
def test_the_bounds_of_the_study_are_reached():
    certificate = certify_ade("z*erfc(-z/sqrt(2))/2")
    assert (certificate.verdict, certificate.data["rank"]) == ("PROVED", 1386)
    assert check(certificate) == "PROVED"


def test_a_false_certificate_without_the_assertion(monkeypatch):
    """Modulo 2^31 - 1 and with 1/0 = 0, as Fermat's theorem has it, a solvable map seems to have no equation."""
    p = 2**31 - 1
    layer = flint.nmod_poly([0, 2, p - 2], p)
    functional = "closedprop.obstructions.differential.functional"
    monkeypatch.setattr(f"{functional}.nonresonant", lambda *_: None)
    monkeypatch.setattr(f"{functional}._inverted", lambda values, prime: [pow(v, prime - 2, prime) for v in values])
    bounds = Bounds(1, 1, 1)
    assert coefficient_matrix(koenigs_series(layer, 31), bounds, 30).rank() < bounds.columns
    assert coefficient_matrix(koenigs_series(layer, 100), bounds, 99).rank() == bounds.columns  # false
    monkeypatch.undo()
    with pytest.raises(Unable, match=r"multiplier\^32 = multiplier"):
        certify_ade("2*z*(1 - z)", function="koenigs", prime=p, **TINY)


def test_the_terms_and_the_seed():
    first, second = (certify_ade("erf(z)", seed=seed, **TINY) for seed in (0, 1))
    assert first.data["constants"] != second.data["constants"] and first.verdict == second.verdict == "PROVED"
    assert certify_ade("tanh(z)/2", terms=100, **TINY).data["terms"] == 100
    assert check(certify_ade("tanh(z)/2", terms=100, prime=2147483629, **TINY)) == "PROVED"


def test_an_activation_and_an_expression():
    assert certify_ade(activation("silu"), **TINY).data["map"] == "z/(1 + exp(-z))"
    z = sp.Symbol("z")
    assert certify_ade(3 * z * (1 - z) / 2, fixed_point="1/3", **TINY).data["multiplier"] == "1/2"
    assert certify_ade(z**2 + sp.Rational(3, 16), **TINY).data["fixed_point"] == "1/4"


def test_fixed_points():
    z = sp.Symbol("z", real=True)
    logistic = 3 * z * (1 - z)
    with pytest.raises(Unable, match=r"2/3 with the multiplier -1; give fixed_point"):
        fixed_point(logistic, "auto", "2/3")
    with pytest.raises(Invalid, match=r"the fixed point 1/2 of .*: it goes to 3/4"):
        fixed_point(logistic, "auto", "1/2")
    with pytest.raises(Invalid, match="the fixed point x: not a fraction"):
        fixed_point(logistic, "auto", "x")
    with pytest.raises(Unable, match="none among small fractions"):
        fixed_point(z**2 - 1, "auto")
    with pytest.raises(Unable, match="0 with the multiplier 1"):
        fixed_point(sp.tanh(z), "koenigs")
    with pytest.raises(Unable, match="0 with the multiplier 0"):
        fixed_point(z**2 * sp.exp(z), "auto")
    with pytest.raises(Undefined, match="every point is fixed"):
        fixed_point(z, "auto")
    assert fixed_point(z**2, "auto") == (1, 2, "poincare")
    assert fixed_point(z / sp.sqrt(1 + z**2) + sp.Rational(3, 20), "auto") == (
        sp.Rational(3, 4),
        sp.Rational(64, 125),
        "koenigs",
    )


def test_what_is_refused():
    with pytest.raises(Invalid, match="the function abel: unknown; use one of koenigs, poincare, itlog, auto"):
        certify_ade("tanh(z)/2", function="abel")
    with pytest.raises(Unable, match=r"sqrt\(2\) modulo 2147483629: no root there; use another prime"):
        certify_ade("z*erfc(-z/sqrt(2))/2", prime=2147483629, **TINY)
    with pytest.raises(Unable, match="its first term vanishes; use another prime"):
        certify_ade("z + 2147483629*z**2", prime=2147483629, **TINY)


def test_monomials_and_matrix():
    bounds = Bounds(1, 2, 1)
    assert bounds.columns == 12 == len(bounds.monomials()) == len(set(bounds.monomials()))
    p = 10007
    series = flint.nmod_poly([3, 1, 4, 1, 5, 9], p)
    matrix = coefficient_matrix(series, bounds, 5)
    for row, (i, (a, b)) in enumerate(bounds.monomials()):
        expected = flint.nmod_poly([*[0] * i, 1], p) * series**a * series.derivative() ** b
        assert [int(matrix[row, n]) for n in range(5)] == [int(expected[n]) for n in range(5)]


def test_lifting():
    assert rational(10**9, 2**61 - 1) == 10**9
    assert rational(pow(7, -1, 10007) * 70 % 10007, 10007) == 10
    assert rational(71, 10007) is None  # derived: 71^2 > 10007 / 2, and no other fraction that small
    series = flint.nmod_poly([0, *(pow(7, n, 2147483629) for n in range(60))], 2147483629)
    assert len(smallest_equation(series, Bounds(0, 1, 1), 60)) == 3


def test_study_and_table():
    rows = ade_study(1, 2, 3, seed=1)
    assert [row["map"] for row in rows] == [layer for _, layer, _ in CASES]
    assert {row["verdict"] for row in rows} == {"PROVED", "REFUTED", "UNKNOWN"}
    found = {(row["map"], row["function"]): row for row in rows}
    assert found["4*z*(1 - z)", "poincare"]["equation"] == "t P'^2 + P^2 - P = 0"
    text = typeset([row | {"equation": row["equation"] or None} for row in rows])
    assert r"\texttt{z\^{}2 - 2}" in text and r"$\varphi - x^2 = 0$" in text and "(to 46 terms)" in text
    assert text.count("none") == sum(row["verdict"] == "PROVED" for row in rows)
    undecided = typeset([rows[0] | {"verdict": "UNKNOWN", "equation": None}])
    assert "undecided" in undecided
