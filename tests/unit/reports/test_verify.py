import pytest

from closedprop.reports.records import read_json
from closedprop.reports.verify import (
    Mismatch,
    accept,
    environment_differences,
    macro_differences,
    number_differences,
    verify,
)

NUMBER = {"value": 2.0, "tolerance": 1e-9, "meaning": "two", "file": ["a.csv"], "rule": "a"}


@pytest.fixture
def run(tmp_path):
    """A run with one number, one file, and the reference accepted from it."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results/a.csv").write_text("x\n2.0\n")
    (tmp_path / "paper.tex").write_text(r"The number is $\result{two}$.")
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = []\n")
    accept({"two": NUMBER}, tmp_path, ["results/a.csv"], tmp_path / "reference")

    def again(number=NUMBER):
        return verify(
            {"two": number},
            [tmp_path / "paper.tex"],
            tmp_path,
            ["results/a.csv"],
            tmp_path / "reference",
            tmp_path / "pyproject.toml",
        )

    return tmp_path, again


def test_the_same_run_agrees(run):
    _, again = run
    assert "1 numbers agree" in again() and "committed checksum" in again()


def test_a_number_outside_its_tolerance(run):
    _, again = run
    with pytest.raises(Mismatch, match=r"two: expected 2.0 within a relative 1e-09, computed 2.1"):
        again({**NUMBER, "value": 2.1})
    assert again({**NUMBER, "value": 2.0 + 1e-10})


def test_another_byte_counts_in_the_locked_environment_only(run):
    path, again = run
    (path / "results/a.csv").write_text("x\n2.00\n")
    with pytest.raises(Mismatch, match=r"results/a.csv: another checksum\n.*\./reproduce accept"):
        again()
    (path / "pyproject.toml").write_text('[project]\ndependencies = ["numpy==0.1"]\n')
    assert "1 files differ in their bytes, which is expected here" in again()


def test_without_a_reference_it_says_how_to_make_one(run):
    path, again = run
    (path / "reference/numbers.json").unlink()
    with pytest.raises(Mismatch, match=r"there is none; run `\./reproduce accept`"):
        again()


def test_macros(tmp_path):
    (tmp_path / "a.tex").write_text(r"\result{one} \result{two}")
    assert macro_differences([tmp_path / "a.tex"], {"two": {}, "three": {}}) == [
        r"\result{one} is used in the paper; define it in reports/numbers/",
        "the number three is not used; remove it from reports/numbers/",
    ]


def test_numbers_that_appear_or_vanish():
    assert number_differences({"new": NUMBER}, {"old": NUMBER}) == [
        "new: no reference",
        "old: expected 2.0, but it is no longer computed",
    ]
    assert number_differences({"a": {"value": None}}, {"a": NUMBER}) == [
        "a: expected 2.0 within a relative 1e-09, computed None"
    ]


def test_environment(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["numpy==0.1", "not-a-package==1"]\n')
    told = environment_differences(tmp_path / "pyproject.toml")
    assert told[0].endswith("(locked: 0.1)") and told[1] == "not-a-package missing (locked: 1)"


def test_the_reference_keeps_meaning_and_source(run):
    path, _ = run
    assert read_json(path / "reference/numbers.json") == {"two": NUMBER}
