from closedprop.obstructions.compilers.circuit_study import circuit_study
from closedprop.obstructions.compilers.example_study import circuit_example, machine_example
from closedprop.obstructions.compilers.machine_study import machine_study


def test_circuits():
    rows = circuit_study(2, 2, [100], [4], 16, 1)
    assert [row["family"] for row in rows] == ["all", "all", "layered", "local", "uniform", "product"]
    assert len({tuple(row) for row in rows}) == 1
    for row in rows:
        assert row["wrong"] == row["kinks"] == row["narrow_wrong"] == row["narrow_kinks"] == 0
        assert row["runs"] >= 16 and row["narrow_runs"] >= 2
    assert [row["circuits"] for row in rows[:2]] == [18, 64]
    assert all(row["gates"] == 100 and 0 < row["true"] < 16 for row in rows[2:5])
    assert circuit_study(2, 2, [100], [4], 16, 1) == rows and circuit_study(1, 1, [100], [], 16, 2)[1:] != rows[2:5]


def test_machines():
    rows = machine_study({"addition": [{"a": 2}], "collatz": [{"a": 3}]}, 200, 20)
    assert [row["steps"] for row in rows] == [5, 164, ""]
    assert [row["result"] for row in rows] == [row["expected"] for row in rows] == [2, 7, ""]
    assert all(row["differing"] == row["kinks"] == row["wrong"] == 0 for row in rows)
    short = machine_study({"collatz": [{"a": 3}]}, 100, 20)[0]
    assert (short["steps"], short["result"], short["wrong"]) == ("", "", 0)


def test_the_circuit_example():
    rows = circuit_example("a and b or not c", ["111", "101"])
    assert [row["unit"] for row in rows] == ["a", "b", "c", "s", "g_1", "g_2", "s", r"\bar g_3", "s", "r", "J"]
    switch = rows[3]
    assert (switch["delta 111"], switch["delta 101"]) == (1, 0)


def test_the_machine_example():
    rows = machine_example("doubling", {"a": 1}, 5)
    assert [row["unit"] for row in rows][-5:] == ["B", "s", "r", "J", r"\delta^{(1)}_s"]
    assert [rows[-1][f"z {l}"] for l in range(1, 9)] == ["", "", 0, 0, 0, 0, 1, 1]
    assert rows[-1]["preactivation"] == "" and rows[0]["preactivation"] == "2 q_3 - 1"
    long_names = machine_example("start: inc total1 end\nend: halt", {}, 0)
    assert [row["unit"] for row in long_names][:3] == ["q_{start}", "q_{end}", r"\mathit{TOTAL}_1"]
