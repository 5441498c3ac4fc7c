"""Each method on what it is for, and on what it must leave alone."""

import numpy as np
import pytest
import sympy as sp

from closedprop.networks import Network
from closedprop.scalars import Invalid
from closedprop.solvable.solver import NotFound, read, solve
from closedprop.solvable.solver.angles import solve_rational
from closedprop.solvable.solver.compositions import undone
from closedprop.solvable.solver.form import DEPTH, Z
from closedprop.solvable.solver.homogeneous import solve_homogeneous
from closedprop.solvable.solver.lattes import solve_lattes
from closedprop.solvable.solver.moebius import matrix_of, power
from closedprop.solvable.solver.piecewise import solve_piecewise
from closedprop.solvable.solver.polynomial import dickson, solve_polynomial


@pytest.mark.parametrize(
    "matrix", [(2, 3, 1, 2), (0, 1, 1, 1), (1, -1, 1, 1), (3, -4, 1, -1), (2, 1, 0, 3), (1, 2, 3, -1)]
)
def test_moebius_powers_are_matrix_powers(matrix):
    matrix = tuple(map(sp.Integer, matrix))
    iterate, _ = power(matrix, Z)
    square = sp.Matrix(2, 2, matrix) ** 4
    expected = (square[0, 0] * Z + square[0, 1]) / (square[1, 0] * Z + square[1, 1])
    assert sp.simplify((iterate.subs(DEPTH, 4) - expected).subs(Z, sp.Rational(2, 7))) == 0


def test_moebius_is_recognized():
    assert matrix_of(read("(z**2-1)/(z-1)"), Z) == (1, 1, 0, 1)
    assert matrix_of(read("z**2"), Z) is None


def test_dickson_polynomials():
    x, b = sp.symbols("x b")
    for degree in range(1, 7):
        assert sp.expand(dickson(degree, x + b / x, b) - x**degree - (b / x) ** degree) == 0


@pytest.mark.parametrize(
    ("text", "solvable"), [("2*z**2-1", True), ("z**2-1", False), ("z**3-3*z", True), ("z**3-2*z", False)]
)
def test_polynomials_are_decided(text, solvable):
    assert (solve_polynomial(read(text)) is not None) == solvable


@pytest.mark.parametrize(
    ("text", "solvable"), [("2*z/(1+z**2)", True), ("3*z/(1+z**2)", False), ("(z+c/z)/2", True), ("z+c/z", False)]
)
def test_rational_maps_are_decided(text, solvable):
    assert (solve_rational(read(text)) is not None) == solvable


def test_duplication_is_exact():
    assert solve_lattes(read("4*z*(1-z)*(1-k*z)/(1-k*z**2)**2")) is not None
    assert solve_lattes(read("4*z*(1-z)*(1-k*z)/(1-2*k*z**2)**2")) is None


def test_signs_are_kept():
    assert solve_homogeneous(read("-z/sqrt(1+z**2)")).iterate == (-1) ** DEPTH * Z / sp.sqrt(DEPTH * Z**2 + 1)


def test_slopes_other_than_two_are_no_tent():
    assert solve_piecewise(read("1-2*Abs(z)")).family == "tent"
    assert solve_piecewise(read("1-3*Abs(z)")) is None


def test_inverses_of_compositions():
    u = sp.Symbol("u", positive=True)
    assert undone(sp.exp(2 * Z + 1), u) == sp.log(u) / 2 - sp.Rational(1, 2)
    assert undone(Z + sp.exp(Z), u) is None


def test_a_network_is_a_layer_map():
    answer = solve(Network.tied([["1/2"]], depth=3, activation="softsign"))
    form = answer.closed_form()
    assert form.iterate([0.5], 2) == pytest.approx(0.5 * 0.25 / (1 + 0.5 * 1.5))
    assert isinstance(solve(Network.tied([[2]], depth=3)), NotFound)
    with pytest.raises(Invalid, match="give a weight-tied network of width 1"):
        solve(Network.tied(np.eye(2), depth=3))


def test_the_closed_form_takes_numbers_for_parameters():
    answer = solve("w*z/(1+c*z)")
    form = answer.closed_form({"w": "0.5", "c": 1})
    z, slope = 0.3, 1.0
    for _ in range(4):
        slope *= 0.5 / (1 + z) ** 2
        z = 0.5 * z / (1 + z)
    assert form.iterate([0.3], 4) == pytest.approx(z, rel=1e-14)
    assert form.delta([0.3], [2.0], 4) == pytest.approx(2 * slope, rel=1e-14)
    with pytest.raises(Invalid, match="no value for"):
        answer.closed_form({"w": 1})


def test_time_is_limited():
    assert isinstance(solve("z+exp(z)", limit=0.0), NotFound)
