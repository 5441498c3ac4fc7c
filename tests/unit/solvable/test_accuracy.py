import flint
import numpy as np
import pytest

from closedprop.networks import stream
from closedprop.solvable.accuracy import (
    METHODS,
    accuracy_study,
    exact_deltas,
    non_normal_weight,
    relative_error,
    squaring_study,
)


def test_a_coupling_of_zero_is_symmetric_and_others_are_not_normal():
    normal, coupled = (non_normal_weight(stream(1, "linear", 0), 5, g) for g in (0.0, 3.0))
    assert normal == pytest.approx(normal.T, abs=1e-15)
    assert np.abs(coupled @ coupled.T - coupled.T @ coupled).max() > 0.1


def test_exact_deltas_are_those_of_the_binary_values():
    (third,) = exact_deltas(np.array([[0.1]]), np.array([1.0]), [3])
    assert third[0, 0] == flint.fmpq(*(0.1).as_integer_ratio()) ** 3 != flint.fmpq(1, 1000)


def test_an_error_of_one_unit_in_the_last_place_is_seen():
    assert relative_error(np.array([1 + 2**-52]), flint.fmpq_mat(1, 1, [1])) == 2**-52


def test_squaring_loses_to_the_recursion_and_to_the_eigen_form():
    """The rotated matrix (.99, 1e5; 0, .5) to the power 32: squaring errs by tenths, the recursion by 1e-5 or less."""
    worst = {m: max(r["error"] for r in squaring_study(32, 18) if r["method"] == m) for m in METHODS}
    assert worst["squaring"] > 0.1 > 1e-4 > worst["spectral"] and worst["recursion"] < 1e-4


def test_study_rows():
    rows = accuracy_study(3, [1, 4], [0.0, 2.0], cases=2, seed=5)
    assert len(rows) == 2 * 2 * 2 * len(METHODS)
    assert all(row["error"] < 1e-11 for row in rows)
    assert rows == accuracy_study(3, [1, 4], [0.0, 2.0], cases=2, seed=5)
