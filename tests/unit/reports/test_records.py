import os

import pytest

from closedprop.errors import Invalid
from closedprop.reports.records import logging_to, read_rows, select, write_json, write_rows, written


def test_rows_survive_a_round_trip(tmp_path):
    rows = [
        {"n": 1, "x": 0.1 + 0.2, "name": "a, b", "none": None},
        {"n": 10**30, "x": float("inf"), "name": "c", "none": ""},
    ]
    write_rows(tmp_path / "deep/rows.csv", rows)
    back = read_rows(tmp_path / "deep/rows.csv")
    assert back == [rows[0], {**rows[1], "none": None}]
    assert read_rows(*[tmp_path / "deep/rows.csv"] * 2) == back + back


def test_a_failure_leaves_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError), written(tmp_path / "half.csv") as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == []


def test_a_failure_leaves_the_old_file(tmp_path):
    write_json(tmp_path / "kept.json", [1])
    with pytest.raises(TypeError):
        write_json(tmp_path / "kept.json", object())
    assert (tmp_path / "kept.json").read_text() == "[\n  1\n]\n"


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "the rows of .*: none; check the sizes"), ([{"a": 1}, {"b": 2}], r"columns \['b'\] after \['a'\]")],
)
def test_bad_rows_are_refused(tmp_path, rows, message):
    with pytest.raises(Invalid, match=message):
        write_rows(tmp_path / "rows.csv", rows)
    assert os.listdir(tmp_path) == []


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Invalid, match=r"writing .*: (Not a directory|File exists); make the folder writable"):
        write_json(tmp_path / "file/inside.json", 1)


def test_a_log_keeps_the_reason_and_the_terminal_hears_it(tmp_path, capsys):
    with pytest.raises(Invalid), logging_to(tmp_path / "job.log"):
        raise Invalid("a thing", "broken", "mend it")
    assert (tmp_path / "job.log").read_text() == "Invalid: a thing: broken; mend it\n"
    assert capsys.readouterr().err == "a thing: broken; mend it\n"


def test_select():
    rows = [{"a": 1, "b": 2}, {"a": 1, "b": 3}]
    assert select(rows, a=1, b=3) == rows[1:] and select(rows, a=2) == []
