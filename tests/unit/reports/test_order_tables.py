from closedprop.obstructions.order.learning import learning_study
from closedprop.obstructions.order.study import order_study
from closedprop.reports.records import read_rows, write_rows
from closedprop.reports.tables import order, order_gates, trained_order
from closedprop.reports.tables.order import progression, quantity


def _through_csv(rows, folder):
    write_rows(folder / "rows.csv", rows)
    return read_rows(folder / "rows.csv")


def test_lines_of_equal_cases_are_joined(tmp_path):
    rows = _through_csv(order_study(depths=6, deepest=9, neurons=6, largest=9, gate_depths=2), tmp_path)
    text = order.typeset(rows)
    lines = [line for line in text.splitlines() if line.startswith(" scalar")]
    assert "1--6, 9 " in lines[0] and "tanh" in lines[0]
    assert " 1, 2, 3, 3, 3, 3 " in text and lines[-1].split("&")[-1].split() == ["--", r"\\"]
    assert "direction $(1, 2)$" in text and " 1, 3, 5, 7 " in text
    gates = order_gates.typeset(rows)
    assert all(name in gates for name in ("SiLU", r"\arctan", r"\erf", "GELU", "softplus, rational weights"))
    assert "SiLU" not in text and "tanh" not in gates


def test_progressions():
    assert progression([2, 4, 6, 8, 10, 60]) == r"2, 4, \dots, 10, 60"
    assert progression([1, 2, 3, 3, 3]) == "1, 2, 3, 3, 3"
    assert progression([3, None]) == "--"


def test_quantities_count_neurons_from_one():
    row = {"layers": 3, "of": "weight", "index": "2 0 1"}
    assert quantity(row) == r"$\partial y / \partial \W{2}_{12}$"
    assert quantity({"layers": 3, "of": "delta", "index": "1 0"}) == r"$\del{1}_{1}$"
    assert quantity({"layers": 3, "of": "derivative", "index": None}) == "$Dy$"


def test_trained_weights(tmp_path):
    text = trained_order.typeset(_through_csv(learning_study([(1, 1, 2), (2, 1, 2)]), tmp_path))
    assert text.count("$4$") == 3
