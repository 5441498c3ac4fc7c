"""Laws of the closed forms of linear networks: each equals the recursion, each is a semigroup in the depth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closedprop.algebra import jordan_form
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Unable, Undefined
from closedprop.solvable import LINEAR_METHODS

SPECIAL = {
    "identity": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "zero": [[0, 0], [0, 0]],
    "one by one": [["-3/2"]],
    "zero, one by one": [[0]],
    "nilpotent": [[0, 1, 5], [0, 0, 2], [0, 0, 0]],
    "singular": [[1, 2], [2, 4]],
    "defective": [[3, 1, 0], [-1, 1, 0], [0, 0, 2]],
    "defective, rotated": [["5/2", "1/2", 0], ["-1/2", "3/2", 0], [1, 1, 3]],
    "golden": [[1, 1], [1, 0]],
    "rotation": [[0, -1], [1, 0]],
    "irrational, defective": [[0, 2, 1, 0], [1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 1, 0]],
    "complex, defective": [[0, -1, 1, 0], [1, 0, 0, 1], [0, 0, 0, -1], [0, 0, 1, 0]],
    "mixed": [[0, 2, 0], [1, 0, 0], [1, 1, "1/3"]],
}
EVERY_MATRIX = ["recursion", "squaring", "putzer", "cayley-hamilton"]
rationals = st.fractions(min_value=-4, max_value=4, max_denominator=4)


@st.composite
def problems(draw):
    size = draw(st.integers(1, 4))
    matrix = draw(st.lists(st.lists(rationals, min_size=size, max_size=size), min_size=size, max_size=size))
    vector = draw(st.lists(rationals, min_size=size, max_size=size))
    return RATIONALS.array(matrix), RATIONALS.array(vector), draw(st.integers(0, 12))


def reference(matrix, vector, steps):
    for _ in range(steps):
        vector = matrix @ vector
    return vector


def law_semigroup(power, matrix, vector):
    """A^0 v = v, A^1 v = A v, A^m (A^n v) = A^(m+n) v."""
    assert (power(matrix, vector, 0, RATIONALS) == vector).all()
    assert (power(matrix, vector, 1, RATIONALS) == matrix @ vector).all()
    for m, n in [(1, 1), (2, 3), (4, 1), (5, 8)]:
        twice = power(matrix, power(matrix, vector, n, RATIONALS), m, RATIONALS)
        assert (twice == power(matrix, vector, m + n, RATIONALS)).all()


@pytest.mark.parametrize("name", EVERY_MATRIX)
@given(problem=problems())
@settings(max_examples=40, deadline=None)
def test_equal_to_the_recursion_over_the_rationals(name, problem):
    matrix, vector, steps = problem
    assert (LINEAR_METHODS[name].power(matrix, vector, steps, RATIONALS) == reference(matrix, vector, steps)).all()


@pytest.mark.parametrize("name", LINEAR_METHODS)
@pytest.mark.parametrize("matrix", SPECIAL.values(), ids=SPECIAL)
def test_special_weights(name, matrix):
    array = RATIONALS.array(matrix)
    vector = RATIONALS.array([2, "-1/3", 5, 1][: len(array)])
    for steps in [0, 1, 2, 3, 10]:
        try:
            delta = LINEAR_METHODS[name].power(array, vector, steps, RATIONALS)
        except (Unable, Undefined) as refusal:
            assert name in ("spectral", "jordan") and refusal.do.startswith("use method=")
        else:
            assert (delta == reference(array, vector, steps)).all()


@pytest.mark.parametrize("name", LINEAR_METHODS)
def test_the_semigroup_law(name):
    matrix = SPECIAL["singular"] if name == "spectral" else SPECIAL["defective, rotated"]
    array = RATIONALS.array(matrix)
    law_semigroup(LINEAR_METHODS[name].power, array, RATIONALS.array([1, 2, -3][: len(array)]))


def test_the_law_rejects_a_wrong_method():
    def without_binomials(matrix, vector, steps, over):
        """Powers of the eigenvalues alone, as if every Jordan block had size one."""
        form = jordan_form(matrix)
        values = [value for value, size in form.blocks for _ in range(size)]
        return form.basis @ (np.array([value**steps for value in values]) * (form.inverse @ vector))

    law_semigroup(without_binomials, RATIONALS.array([[2, 0], [0, 3]]), RATIONALS.array([1, 1]))
    with pytest.raises(AssertionError):
        law_semigroup(without_binomials, RATIONALS.array(SPECIAL["defective"]), RATIONALS.array([1, 1, 1]))


@pytest.mark.parametrize("name", [name for name, method in LINEAR_METHODS.items() if BALLS in method.systems])
@pytest.mark.parametrize("matrix", [[[1, 1], [1, 0]], [["1/3", 2, 0], [0, "-1/2", 1], [1, 0, "1/7"]]], ids=str)
def test_balls_contain_the_truth(name, matrix):
    vector = [1, "2/3", -1][: len(matrix)]
    balls = LINEAR_METHODS[name].power(BALLS.array(matrix), BALLS.array(vector), 9, BALLS)
    truth = reference(RATIONALS.array(matrix), RATIONALS.array(vector), 9)
    assert all(ball.contains(value) and ball.rad() < 1e-8 for ball, value in zip(balls, truth, strict=True))


@pytest.mark.parametrize("name", [name for name in LINEAR_METHODS if name != "jordan"])
@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_floats_are_near_the_recursion(name, size):
    rng = np.random.default_rng(size)
    matrix, vector = rng.standard_normal((size, size)) / np.sqrt(size), rng.standard_normal(size)
    delta = LINEAR_METHODS[name].power(matrix, vector, 17, FLOATS)
    truth = reference(matrix, vector, 17)
    assert np.abs(delta - truth).max() <= 1e-11 * np.abs(truth).max()  # arbitrary: 1e5 u, for cond(V) < 100
