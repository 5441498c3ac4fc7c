from dataclasses import replace

import pytest

from closedprop.approximations.depth import matrix_study
from closedprop.approximations.depth.carleman_flow import carleman_flow
from closedprop.approximations.depth.magnus import magnus
from closedprop.approximations.depth.matrix_study import matrix_bounds, matrix_orders
from closedprop.scalars import Invalid


def test_measured_orders_are_the_predicted_ones():
    rows = matrix_orders(["tanh", "quadratic"], [1, 2, 3], depth=4, width=2, seed=3)
    assert len(rows) == (6 + 3 + 2) + (3 + 3 + 2)
    for row in rows:
        assert row["measured"] == pytest.approx(row["predicted"], abs=0.1)
    by = {(row["method"], row["place"], row["order"]): row["predicted"] for row in rows if row["activation"] == "tanh"}
    assert (by["carleman", "fixed point", 3], by["carleman", "origin", 3], by["magnus", "path", 3]) == (3, 4, 4)


def test_no_error_is_above_its_bound():
    """Every bound is proved, so no number of cases may show a violation."""
    rows = matrix_bounds(["tanh", "gelu", "quadratic"], [1, 3], cases=6, seed=3)
    assert [(row["method"], row["order"]) for row in rows] == [
        ("carleman", 1), ("carleman", 3), ("magnus", 1), ("magnus", 3), ("magnus_frozen", 1), ("magnus_frozen", 2)
    ]  # fmt: skip
    for row in rows:
        assert row["violations"] == 0 and row["instances"] == 18
        assert row["ratio_p05"] >= 1 - 1e-3 and row["useful"] > 0.3


def test_a_wrong_bound_is_counted(monkeypatch):
    def boundless(*arguments):
        return replace(magnus(*arguments), bound=1e-9)

    monkeypatch.setattr(matrix_study, "magnus", boundless)
    row = next(row for row in matrix_bounds(["tanh"], [1], cases=6, seed=3) if row["method"] == "magnus")
    assert row["violations"] >= 5 and row["ratio_p95"] < 1


def test_the_flow_without_growth_and_beyond_the_bound():
    assert carleman_flow(0.0, 1.0, 0.5, 2, 1.0).value == pytest.approx(0.75)  # x (1 + b x t)
    assert carleman_flow(1.0, 1.0, 1.0, 2, 1.0).bound is None
    with pytest.raises(Invalid, match="a Carleman linearization of order 0: no monomials"):
        carleman_flow(1.0, 1.0, 1.0, 0, 1.0)
