import re

import pytest

from closedprop.reports import provenance as module
from closedprop.reports.catalogue import FIGURES, TABLES, Entry
from closedprop.reports.links import links, statements
from closedprop.reports.numbers import Number
from closedprop.reports.provenance import inventory, maker, number_sources, provenance

RULES = {"growth": ("workflow/rules/unrolled.smk", ["results/unrolled/{name,a|b}.csv"])}


def test_a_docstring_is_the_home_of_a_label(tmp_path):
    (tmp_path / "src/a").mkdir(parents=True)
    (tmp_path / "src/a/one.py").write_text('"""One.\n\nPaper: ' + 'thm:one, def:two.\n"""\n')
    (tmp_path / "src/a/two.py").write_text('"""Two.\n\nPaper: ' + 'thm:one.\n"""\n')
    assert statements(tmp_path) == {"thm:one": ["src/a/one.py", "src/a/two.py"], "def:two": ["src/a/one.py"]}
    lines = links(tmp_path).splitlines()
    assert lines[:2] == [r"\deflink{def:two}{src/a/one.py}", r"\deflink{thm:one}{src/a/one.py}"]
    assert len(lines) == 2 + len(FIGURES) + len(TABLES)


def test_a_result_without_a_rule_is_refused():
    with pytest.raises(LookupError, match=r"no rule makes results/linear/x\.csv"):
        maker("results/linear/x.csv", RULES)


def test_each_figure_and_table_has_its_row(monkeypatch):
    monkeypatch.setattr(module, "FIGURES", {"growth": Entry({"growth": "unrolled/a.csv"}, "Growth.")})
    monkeypatch.setattr(module, "TABLES", {"bench": Entry({"record": "../reference/bench/linear.json"}, "Times.")})
    text = provenance(RULES)
    assert re.findall(r"hypertarget\{(.*?)\}", text) == ["data:fig:growth", "data:tab:bench"]
    assert r"\codelink{workflow/rules/unrolled.smk}{\filename{growth}}" in text
    assert r"\codelink{workflow/rules/bench.smk}{\filename{bench}}" in text


def test_each_number_has_its_row(monkeypatch):
    number = Number("the largest sigma_w, 5 %", ("unrolled/a.csv",), "growth", "a", lambda rows: 1)
    monkeypatch.setattr(module, "NUMBERS", {"largest": number})
    text = number_sources({"largest": {"text": "0.1", "meaning": number.meaning, "rule": "growth"}}, RULES)
    assert r"\hypertarget{number:largest}{}\filename{largest} & $0.1$ & the largest $\sw$, 5 \% &" in text


def test_only_accepted_certificates_count(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/prose-only.txt").write_text("# why\nprop:a  a reason\ndef:b  a reason\n")
    rows = [{"checked": "accepted"}, {"checked": "rejected"}]
    lines = [re.sub(" +", " ", line) for line in inventory(tmp_path, rows, RULES, checksums=7).splitlines()]
    assert any(line.startswith(" certificates & $1$ &") for line in lines)
    assert any(line.startswith(" theorems without code & $1$ &") for line in lines)
