from closedprop.solvable.coverage import coverage_study

MAPS = {"solvable": [{"id": "a", "map": "w*z + b"}, {"id": "b", "map": "z**2"}], "no_such_form": ["tanh(z)"]}


def test_rsolve_finds_the_affine_map_only():
    rows = coverage_study(MAPS)
    assert [(row["expected"], row["solved"], row["rsolve"]) for row in rows] == [(1, 1, 1), (1, 1, 0), (0, 0, 0)]
    assert [row["id"] for row in coverage_study(MAPS, every=2)] == ["a", "N1"]
