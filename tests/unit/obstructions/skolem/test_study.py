from closedprop.obstructions.skolem.study import skolem_study


def test_the_study():
    rows = skolem_study(bound=3000, widths=[3], cases=1, seed=7)
    by_name = {row["network"]: row for row in rows}
    assert by_name["Berstel"]["zeros"] == "0 1 4 6 13 52"
    assert by_name["a turn by an irrational angle"]["zeros"] == "7"
    assert by_name["Fibonacci, later"]["zeros"] == "11"
    assert by_name["random, width 3"]["zeros"].split()[-1] == "3"  # the planted one
    assert all((row["searched"] == "") == (row["order"] <= 2 or row["method"] == "zero") for row in rows)
    assert {row["network"] for row in rows if row["verdict"] == "UNKNOWN"} == {
        "three equal eigenvalues",
        "root two, twice",
    }
