import json

import pytest

from closedprop.obstructions.recurrence.study import attracting_study, recurrence_study


@pytest.fixture(scope="module")
def rows():
    return recurrence_study(order=3, degree=3, first=10, widths=[2, 3], coefficients=[1, 3], seed=1)


def test_every_orbit_without_recurrence_is_excluded_altogether(rows):
    for row in rows:
        if row["verdict"] == "PROVED":
            assert row["rank"] == row["columns"] and row["excluded"].startswith("thm:")
            assert (row["steps"] == "") == (row["excluded"] == "thm:not-p-recursive")
        else:
            assert row["verdict"] == "REFUTED" and json.loads(row["equation"])


def test_what_is_found(rows):
    found = {
        (row["example"], row["sequence"]): json.loads(row["equation"]) for row in rows if row["verdict"] == "REFUTED"
    }
    assert found["Fibonacci", "delta"] == [[-1], [-1], [1]]
    assert found["z/(1+z)", "iterate"] == [[-2, -1], [3, 1]]
    assert all(row["characteristic"] is True for row in rows if row["group"] == "linear")
    assert not any(example.startswith("1/(1+z)") for example, _ in found)


def test_fixed_points():
    rows = {row["layer"]: row for row in attracting_study(order=4)}
    assert rows["tanh(z)/2"]["verdict"] == "PROVED" and rows["tanh(z)/2"]["nonzero"] == 5
    assert rows["tanh(z)"]["residue"] == "3/10"
    unknown = {layer for layer, row in rows.items() if row["verdict"] == "UNKNOWN"}
    assert unknown == {"z/4+(sqrt(1+4*z)-1)/8", "z/sqrt(1+z^2)", "z/(1+z)"}
