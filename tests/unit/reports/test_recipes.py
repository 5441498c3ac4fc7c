"""The recipes of CONTRIBUTING.md for a figure and a number, as they stand there."""

from closedprop.reports import numbers
from closedprop.reports.catalogue import Entry
from closedprop.reports.numbers import Number, collected
from closedprop.reports.numbers.number import cell
from closedprop.reports.records import read_rows, write_rows
from closedprop.reports.studies import study
from closedprop.reports.style import save_figure


def test_a_figure(recipe, tmp_path):
    file, line = recipe("A figure")
    namespace = {"Entry": Entry}
    exec(file, namespace)
    entry = eval(line.strip(), namespace)
    for name, path in entry.data.items():
        write_rows(tmp_path / path, study("linear_fibonacci")(steps=20))
        rows = {name: read_rows(tmp_path / path)}
    save_figure(lambda: namespace["draw"](**rows), tmp_path / "golden.pdf", tmp_path / "golden.png")
    assert (tmp_path / "golden.pdf").read_bytes().startswith(b"%PDF")


def test_a_number(recipe, tmp_path, monkeypatch):
    entry = eval("{" + recipe("A number in the text")[0] + "}", {"Number": Number, "cell": cell})
    monkeypatch.setattr(numbers, "NUMBERS", entry)
    write_rows(tmp_path / "linear/fibonacci.csv", study("linear_fibonacci")(steps=10))
    assert collected(tmp_path, {})["fibonacci-last-delta"]["value"] == 89
