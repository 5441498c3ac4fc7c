import flint
import numpy as np
import pytest

from closedprop.algebra import characteristic_polynomial, factors, jordan_form, multiply, rational_matrix
from closedprop.scalars import BALLS, EXPRESSIONS, FLOATS, RATIONALS, Unable, Undefined

IRRATIONAL_TWICE = [[0, 2, 1, 0], [1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 1, 0]]


def test_the_characteristic_polynomial_annihilates_its_matrix():
    matrix = RATIONALS.array(np.random.default_rng(0).integers(-5, 6, (4, 4)))
    value, power = RATIONALS.array(np.zeros((4, 4), int)), RATIONALS.array(np.eye(4, dtype=int))
    for coefficient in characteristic_polynomial(matrix, RATIONALS):
        value, power = value + coefficient * power, power @ matrix
    assert (value == 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_three_systems_agree(seed):
    integers = np.random.default_rng(seed).integers(-5, 6, (5, 5))
    exact = characteristic_polynomial(RATIONALS.array(integers), RATIONALS)
    rounded = characteristic_polynomial(FLOATS.array(integers), FLOATS)
    enclosed = characteristic_polynomial(BALLS.array(integers), BALLS)
    assert all(ball.contains(value) for ball, value in zip(enclosed, exact, strict=True))
    truth = FLOATS.array(exact)
    assert np.abs(rounded - truth).max() <= 1e-12 * np.abs(truth).max()  # arbitrary: about 5000 u


@pytest.mark.parametrize("matrix", [IRRATIONAL_TWICE, [[0, -1], [1, 0]], [[7]], [[1, 1], [1, 0]]], ids=str)
@pytest.mark.parametrize("over", [RATIONALS, FLOATS, BALLS], ids=str)
def test_factors_multiply_to_the_characteristic_polynomial(matrix, over):
    array = over.array(matrix)
    product = over.array([1])
    for factor in factors(array, over):
        assert factor[-1] == 1
        product = multiply(product, factor)
    exact = characteristic_polynomial(RATIONALS.array(matrix), RATIONALS)
    if over is BALLS:
        assert all(ball.contains(value) for ball, value in zip(product, exact, strict=True))
    else:
        assert FLOATS.array(product) == pytest.approx(FLOATS.array(exact), abs=1e-7)  # sqrt(u): a double eigenvalue


def test_the_jordan_form_is_one():
    matrix = RATIONALS.array([["5/2", "1/2", 0], ["-1/2", "3/2", 0], [1, 1, 3]])
    form = jordan_form(matrix)
    assert sorted(form.blocks) == [(2, 2), (3, 1)] and not form.is_diagonal
    jordan = RATIONALS.array(np.zeros((3, 3), int))
    start = 0
    for eigenvalue, size in form.blocks:
        for i in range(size):
            jordan[start + i, start + i] = eigenvalue
            if i + 1 < size:
                jordan[start + i, start + i + 1] = RATIONALS.one
        start += size
    assert (form.basis @ jordan @ form.inverse == matrix).all()


def test_irrational_eigenvalues_are_refused_with_the_remedy():
    with pytest.raises(Unable, match=r"irrational eigenvalues, the roots of x\*\*2 - 2; use method='putzer'"):
        jordan_form(RATIONALS.array(IRRATIONAL_TWICE))


def test_expressions_have_no_characteristic_polynomial_here():
    with pytest.raises(Undefined, match="over EXPRESSIONS: not implemented there; use over=RATIONALS"):
        characteristic_polynomial(EXPRESSIONS.array([[1]]), EXPRESSIONS)


def test_a_vector_is_one_column():
    assert rational_matrix(RATIONALS.array([1, "1/2"])) == flint.fmpq_mat(2, 1, [1, flint.fmpq(1, 2)])
