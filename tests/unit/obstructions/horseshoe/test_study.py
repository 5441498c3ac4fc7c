from math import log

import pytest

from closedprop.obstructions.horseshoe.study import crossing_study, graph_study, horseshoe_study


def test_a_row_for_each_block():
    rows = horseshoe_study(["relu", "gelu"], [1, 2], 2, ["4", "39/10"])
    assert [row["activation"] for row in rows] == ["tanh", "relu", "relu", "gelu", "gelu", "logistic", "logistic"]
    assert all(row["verdict"] == "PROVED" and list(row) == list(rows[0]) for row in rows)
    assert rows[0]["below"] == -2.892 and rows[0]["above"] == 2.269
    assert rows[0]["bound"] == log(2) and [row["parameter"] for row in rows[-2:]] == ["4", "39/10"]


def test_printed_images_are_rounded_to_the_safe_side():
    """F(-1) = -2.89212.. and F(-1/4) = 2.26994..: the printed numbers are an upper and a lower bound."""
    row = horseshoe_study([], [], 1, [])[0]
    assert row["below"] > -2.8921211 and row["below"] < -2.89
    assert row["above"] < 2.2699454 and row["above"] > 2.26


def test_crossings_by_depth():
    rows = crossing_study(4, [50], 2, 1, 3, 3)
    assert [row["crossings"] for row in rows] == [2, 4, 8, 16, ""]
    assert [row["zeros"] for row in rows] == [1, 3, 7, 15, ""]
    assert rows[-1]["order"] > rows[-2]["order"] and rows[-1]["gates"] > rows[-2]["gates"]


def test_the_graph():
    rows = graph_study(5, 2)
    assert len(rows) == 10 and rows[2] == {"iterate": 1, "x": 0.0, "value": 1.046377}
    assert rows[5]["value"] == pytest.approx(-1.938006, abs=2e-6)
