"""The data-driven route: the series, the relations, and what follows from them."""

import flint
import pytest
import sympy as sp

from closedprop.solvable.solver import NotFound, Solved, read, solve
from closedprop.solvable.solver.form import ALGEBRAIC, DEPTH, Form, Z
from closedprop.solvable.solver.grid import agrees_on_grid
from closedprop.solvable.solver.koenigs import TERMS, solve_koenigs
from closedprop.solvable.solver.relations import koenigs, relation, series
from closedprop.solvable.solver.verification import verify

ONLY_HERE = "z/(1 - z**2 + sqrt((1 - z**2)**2 + z**2))"  # phi = z/(1 - z**2), multiplier 1/2


@pytest.fixture(autouse=True)
def cap():
    before, flint.ctx.cap = flint.ctx.cap, TERMS
    yield
    flint.ctx.cap = before


def coefficients(text, c=0):
    return series(read(text), sp.Rational(c))


def test_series_are_exact():
    assert [coefficients("(1+z)/2", 1)[j] for j in range(3)] == [1, flint.fmpq(1, 2), 0]
    root = coefficients("z/sqrt(4-3*z**2)")
    assert [root[j] for j in range(5)] == [0, flint.fmpq(1, 2), 0, flint.fmpq(3, 16), 0]
    with pytest.raises(ValueError, match="an irrational root"):
        coefficients("sqrt(2+z)")
    with pytest.raises((NotImplementedError, ValueError)):
        coefficients("Abs(z)")
    with pytest.raises(NotImplementedError, match="too long"):
        series((Z + 2) ** 10**8, sp.Integer(0))


@pytest.mark.parametrize(
    ("layer", "c", "function"),
    [
        ("z/(2-z)", 0, "z/(1-z)"),
        ("2*z/(1+z**2)", 0, "atanh(z)"),
        ("z/sqrt(4-3*z**2)", 0, "z/sqrt(1-z**2)"),
        ("log(1+(exp(z)-1)/2)", 0, "exp(z)-1"),
    ],
)
def test_koenigs_series_are_the_known_ones(layer, c, function):
    found, expected = koenigs(coefficients(layer, c), TERMS), coefficients(function, c)
    assert all(found[j] == expected[j] for j in range(TERMS))


def test_relations_of_known_series():
    one, root = flint.fmpq_series([1]), coefficients("1/sqrt(1-z)")
    square = relation([one, root * root], 1, TERMS)
    assert square is not None
    q, p = square
    assert [q[0] / p[0], q[1], p[1] / p[0]] == [-1, 0, -1]  # (1 - z) y**2 - 1
    assert relation([one, root], 6, TERMS) is None
    assert relation([one, coefficients("tan(z)")], 6, TERMS) is None


def test_no_relation_that_only_a_short_series_has():
    """Agreement on as many terms as unknowns is no evidence: the same columns have no relation on all terms."""
    one, tangent = flint.fmpq_series([1]), coefficients("tan(z)")
    assert relation([one, tangent], 6, 13) is not None
    assert relation([one, tangent], 6, TERMS) is None


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("z/(2-z)", "1/2*u"),
        ("z/sqrt(4-3*z**2)", "1/2*u"),
        ("2*z/(1+z**2)", "2*u"),
        ("2*z/(1-z**2)", "2*u"),
        ("4*z*(1-z)", "2*u"),
        ("2*z**2-1", "-2*u"),
        ("z**3+3*z**2+3*z", "3*u"),
        ("sqrt((1+z)/2)", "1/2*u"),
        (ONLY_HERE, "1/2*u"),
    ],
)
def test_closed_forms_follow_from_relations(text, core):
    layer = read(text)
    form = solve_koenigs(layer)
    assert form is not None and form.core == core
    assert verify(layer, form, seed=17).holds


@pytest.mark.parametrize(
    "text",
    [
        "tanh(z)/2",
        "z/2+z**2/3",
        "sin(z)/2",
        "z/(2-z)+z**60",  # the relation of z/(2-z) holds for all terms that are computed
        "z/2+z**3",
        "w*z/(1+z)",  # a parameter
        "z/(1+z)",  # multiplier 1
        "Abs(z)/2",
    ],
)
def test_nothing_is_claimed(text):
    assert solve_koenigs(read(text)) is None


def test_other_fixed_points_are_tried():
    assert solve_koenigs(read("z**2")).core == "2*u"  # multiplier 0 at 0, 2 at 1


def test_a_branch_that_changes_far_away_is_no_answer():
    """phi = z - z**2/2000 turns at z = 1000, far beyond the random points: beyond it, z_0 would not be z."""
    layer = read("1000 - sqrt(1000000 - 1000*z + z**2/2)")
    phi = Z - Z**2 / 2000
    form = Form(1000 - sp.sqrt(10**6 - 2000 * phi / 2**DEPTH), "test", ALGEBRAIC, phi=phi)
    assert verify(layer, form).holds  # what random points up to 200 cannot see
    assert not agrees_on_grid(layer, form, "all real z")
    assert agrees_on_grid(layer, form, "z < 0 or 0 < z < 1")
    assert solve_koenigs(layer) is None


def test_it_is_the_last_method_and_states_its_bounds():
    answer = solve(ONLY_HERE, limit=100)
    assert isinstance(answer, Solved) and answer.family == "Koenigs"
    value = answer.iterate.subs({Z: sp.Rational(1, 3), DEPTH: 2})
    step = read(ONLY_HERE)
    assert abs(sp.N(value - step.subs(Z, step.subs(Z, sp.Rational(1, 3))), 40)) < 1e-35
    nothing = solve("tanh(z)/2")
    assert isinstance(nothing, NotFound) and f"{TERMS} terms" in nothing.tried[-1]
    assert flint.ctx.cap == TERMS  # as set here: the method restores it
