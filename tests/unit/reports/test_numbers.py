import pytest

from closedprop.reports import numbers
from closedprop.reports.numbers import NUMBERS, Number, collected, macros
from closedprop.reports.records import write_rows


def test_a_number_carries_its_origin(tmp_path, monkeypatch):
    write_rows(tmp_path / "a/tanh.csv", [{"x": 1.5}])
    write_rows(tmp_path / "a/erf.csv", [{"x": 2.5}])
    entry = Number("the largest x", ("a/{taylor}.csv",), "a", "a.b", lambda rows: max(row["x"] for row in rows), 1e-3)
    monkeypatch.setattr(numbers, "NUMBERS", {"largest": entry})
    values = collected(tmp_path, {"{taylor}": ["tanh", "erf"]})
    assert values["largest"]["value"] == 2.5 and values["largest"]["tolerance"] == 1e-3
    assert macros(values) == "\\defresult{largest}{2.5}\n"


@pytest.mark.parametrize(
    ("key", "rows", "value"),
    [
        ("growth-untied-2-5", [{"tied": 0, "width": 2, "depth": 4, "terms": 1312}], None),
        ("crossover-squaring", [{"method": "squaring", "width": w, "steps": 10 * w} for w in (2, 8)], 80),
        (
            "fibonacci-steps",
            [{"steps": m, "delta_1": 1, "delta_2": m, "binet_1": 1, "binet_2": min(m, 2)} for m in range(5)],
            2,
        ),
        ("local-order-deviation", [{"measured": 2.00031, "predicted": 2}, {"measured": 3.0, "predicted": 3}], 4e-4),
        ("squaring-worst-recursion", [{"method": "recursion", "error": e} for e in (1e-8, None, 3e-6)], 3e-6),
    ],
)
def test_how_numbers_are_read(key, rows, value):
    assert NUMBERS[key].value(rows) == pytest.approx(value)
