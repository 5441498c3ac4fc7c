from closedprop.solvable.regions_study import regions_study


def test_counts_lie_between_one_and_the_bound():
    rows = regions_study([2, 3], [1, 2], samples=6, seed=1)
    assert [row["units"] for row in rows] == [2, 4, 3, 6]
    assert all(1 <= row["mean"] <= row["most"] for row in rows)
    assert rows == regions_study([2, 3], [1, 2], samples=6, seed=1)
