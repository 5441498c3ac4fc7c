"""Figures, tables, studies and rules: what is listed exists, and what exists is listed."""

import re
from pathlib import Path

import pytest

from closedprop.reports.catalogue import FIGURES, TABLES, drawing, typesetting
from closedprop.reports.numbers import NUMBERS
from closedprop.reports.studies import STUDIES, study

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "src/closedprop/reports"
SHARED = {"__init__", "formulas"}
PAPER = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "paper").glob("**/*.tex")))
RULES = {
    match.group(1): match.group(2)
    for path in sorted((ROOT / "workflow/rules").glob("*.smk"))
    for match in re.finditer(r"^rule (\w+):\n((?:    .*\n|\n)+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def _files(folder):
    return {path.stem for path in (REPORTS / folder).glob("*.py")} - SHARED


def test_every_figure_and_table_has_its_file():
    assert {name.replace("-", "_") for name in FIGURES} == _files("figures")
    assert {name.replace("-", "_") for name in TABLES} == _files("tables")
    assert all(callable(drawing(name)) for name in FIGURES)
    assert all(callable(typesetting(name)) for name in TABLES)


def test_no_figure_needs_another():
    """A rule knows the file of its figure and what all share; a style that two figures have is in style.py."""
    for path in (REPORTS / "figures").glob("*.py"):
        assert "reports.figures" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_in_the_paper(name):
    assert re.search(rf"\\(generatedfigure(\[.*?\])?|includegraphics.*)\{{{name}(\.pdf)?\}}", PAPER)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_in_the_paper(name):
    assert re.search(
        rf"\\(generatedtable(\[.*?\])?\{{{name}\}}|tablebody\{{.*\}}\{{{name}\}}|input\{{generated/{name}(\.tex)?\}})",
        PAPER,
    )


def test_every_study_has_its_rule():
    assert set(STUDIES) <= set(RULES)
    assert {name for name, body in RULES.items() if "scripts/study.py" in body} == set(STUDIES)
    assert all(callable(study(name)) for name in STUDIES)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_does(name):
    assert re.match(r'    """[A-Z].*\."""\n', RULES[name]), "a docstring of one line"
    if "script:" in RULES[name] or "shell:" in RULES[name]:
        for directive in ("message:", "log:", "threads:"):
            assert directive in RULES[name], directive
        assert "benchmark:" in RULES[name] or name in ("bench", "report")  # a benchmark of the timing is no use


def test_every_number_says_where_it_comes_from():
    for key, number in NUMBERS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert number.meaning and number.files and number.rule in RULES and number.config, key
