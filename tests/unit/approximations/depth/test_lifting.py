import numpy as np
import pytest
import sympy as sp

from closedprop.approximations.depth.lifting import Monomials, degree_within, iterate_exponent, lifted_matrix
from closedprop.networks import ACTIVATIONS
from closedprop.scalars import FLOATS, RATIONALS

WEIGHT = RATIONALS.array([["1/2", -1], [3, "1/4"]])
COEFFICIENTS = RATIONALS.array([[0, 0], [1, "-1/3"], ["1/2", 0], [0, 2]])


def test_rows_are_the_jets_of_products():
    """SymPy expands the same polynomials by itself."""
    y = sp.symbols("y0:2")
    layer = [
        sum(
            sp.Rational(str(WEIGHT[i, j])) * sp.Rational(str(COEFFICIENTS[m, j])) * y[j] ** m
            for j in (0, 1)
            for m in (1, 2, 3)
        )
        for i in (0, 1)
    ]
    monomials = Monomials(2, 3)
    matrix = lifted_matrix(monomials, WEIGHT, COEFFICIENTS, RATIONALS)
    for row, exponents in zip(matrix, monomials.exponents.tolist(), strict=True):
        expanded = sp.Poly(sp.expand(layer[0] ** exponents[0] * layer[1] ** exponents[1]), *y)
        for entry, column in zip(row, monomials.exponents.tolist(), strict=True):
            assert sp.Rational(str(entry)) == expanded.coeff_monomial(y[0] ** column[0] * y[1] ** column[1])


def test_the_matrix_is_block_triangular():
    monomials = Monomials(3, 4)
    rng = np.random.default_rng(0)
    matrix = lifted_matrix(monomials, rng.normal(size=(3, 3)), rng.normal(size=(5, 3)), FLOATS)
    assert monomials.count == len(matrix) == 34
    assert (matrix[monomials.degrees[:, None] > monomials.degrees[None, :]] == 0).all()


def test_gradient():
    monomials = Monomials(2, 2)
    coefficients = RATIONALS.array([1, 2, 3, 4, 5])  # y0 + 2 y1 + 3 y0^2 + 4 y0 y1 + 5 y1^2
    gradient = monomials.gradient(coefficients, RATIONALS.array([2, -1]), RATIONALS)
    assert gradient.tolist() == [1 + 12 - 4, 2 + 8 - 10]


@pytest.mark.parametrize(
    ("name", "order", "steps", "exponent"),
    [
        ("tanh", 2, 1, 2),
        ("tanh", 3, 9, 4),
        ("gelu", 2, 5, 2),  # z/2 + c z^2 + ..: every degree
        ("quadratic", 1, 1, 1),
        ("quadratic", 3, 3, 7),
        ("quadratic", 3, 10**6, 2**64 - 1),
        ("sigmoid", 1, 4, 2),  # odd about its value at 0
    ],
)
def test_exponents_at_zero(name, order, steps, exponent):
    assert iterate_exponent(ACTIVATIONS[name], order, True, steps) == exponent


def test_exponents_elsewhere():
    assert iterate_exponent(ACTIVATIONS["tanh"], 3, False, 4) == 3
    assert degree_within(ACTIVATIONS["identity"], 1) == 1
    assert degree_within(ACTIVATIONS["quadratic"], 1) is None
