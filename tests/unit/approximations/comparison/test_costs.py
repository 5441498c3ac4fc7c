from closedprop.approximations.comparison.costs import cost_study
from closedprop.approximations.cost import recursion_cost
from closedprop.reports.records import select


def test_rows_of_the_widths_that_a_method_takes():
    rows = cost_study([1, 2], [10, 1000], [1, 5])
    assert {row["width"] for row in select(rows, method="critical")} == {1}
    assert {row["width"] for row in select(rows, method="magnus")} == {1, 2}
    assert {row["order"] for row in select(rows, method="taylor")} == {1, 3, 5}
    assert {row["order"] for row in select(rows, method="linearization")} == {None}
    assert {row["recursion"] for row in select(rows, width=2, depth=10)} == {recursion_cost(2, 10).evaluation}


def test_the_setup_is_paid_back_by_inputs():
    rows = cost_study([1, 2], [10, 1000], [3])
    assert all(row["inputs"] is None for row in rows if not row["closed"])
    for row in rows:
        if row["inputs"] is not None:
            for inputs, cheaper in ((row["inputs"], True), (row["inputs"] - 1, False)):
                assert (row["setup"] + inputs * row["evaluation"] < inputs * row["recursion"]) is cheaper
