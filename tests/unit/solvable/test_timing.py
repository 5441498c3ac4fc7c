from closedprop.solvable.accuracy import METHODS
from closedprop.solvable.timing import linear_record


def test_a_record_names_its_machine_and_compares_with_the_recursion():
    record = linear_record(widths=[2], depths=[4], repeats=3)
    assert record["machine"] and record["versions"]["numpy"] and record["repeats"] == 3
    assert [row["method"] for row in record["rows"]] == list(METHODS)
    assert record["rows"][0]["ratio_median"] == 1
    assert all(0 < r["seconds_low"] <= r["seconds_median"] <= r["seconds_high"] for r in record["rows"])
