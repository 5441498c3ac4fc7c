import pytest

from closedprop.solvable.conjugacy_study import PICTURES, conjugacy_study
from closedprop.solvable.families import FAMILIES
from closedprop.solvable.families_study import DEEP, agreement_study, catalogue_study, depth_study


def test_the_catalogue_is_the_registry():
    rows = catalogue_study()
    assert [row["family"] for row in rows] == list(FAMILIES)
    assert all(row["layer"] and row["iterate"] and row["delta"] for row in rows)


def test_closed_forms_agree_and_chaos_shows_in_the_recursion():
    rows = agreement_study([120], cases=1, seed=2)
    assert all(row["value"] <= 1e-14 for row in rows)
    assert all(row["delta"] <= 1e-14 for row in rows if row["delta"] is not None)
    chaotic = {row["family"]: row["recursion"] for row in rows if row["tied"]}
    assert chaotic["chebyshev"] > 1e-3 and chaotic["softsign"] < 1e-13


def test_the_recursion_stays_close_where_it_is_stable():
    assert all(row["recursion_error"] < 1e-12 for row in depth_study([1, 2000]))
    assert set(DEEP) <= set(FAMILIES)


def test_a_layer_in_its_coordinate_is_the_simple_map():
    rows = conjugacy_study(points=31)
    assert {row["family"] for row in rows} == set(PICTURES)
    for row in rows:
        assert row["in_coordinate"] == pytest.approx(row["simple"], abs=1e-12)
