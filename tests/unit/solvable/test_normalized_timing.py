"""The record of times: its shape and the agreement of the two results, not the times."""

from closedprop.solvable.normalized_timing import normalized_record


def test_the_record():
    record = normalized_record(widths=[3], depths=[1, 50], repeats=2)
    assert [row["steps"] for row in record["rows"]] == [1, 50]
    assert all(row["distance"] <= 1e-12 and row["seconds_closed"] > 0 for row in record["rows"])
