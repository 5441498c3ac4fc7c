"""Theorems in the paper and in the code: each label has one home on either side."""

import re
from collections import Counter
from pathlib import Path

from closedprop.reports.links import STATEMENTS, THEOREMS, statements

ROOT = Path(__file__).parents[2]


def labels_of_the_paper() -> set[str]:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "paper").rglob("*.tex") if "generated" not in str(path)
    )
    return set(re.findall(rf"\\label\{{((?:{'|'.join(STATEMENTS)}):[^}}]+)\}}", text))


def labels_of_the_code() -> Counter:
    return Counter({label: len(files) for label, files in statements(ROOT).items()})


def labels_in_prose_only() -> set[str]:
    lines = (ROOT / "paper/prose-only.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def test_every_label_has_one_home():
    paper, code, prose = labels_of_the_paper(), labels_of_the_code(), labels_in_prose_only()
    theorems = {label for label in paper if label.startswith(("thm:", "prop:", "cor:"))}
    assert theorems - set(code) - prose == set(), "in the paper; name them in one docstring, or in paper/prose-only.txt"
    assert set(code) - paper == set(), "in a docstring; the paper does not have them"
    assert prose - paper == set(), "in paper/prose-only.txt; the paper does not have them"
    assert prose & set(code) == set(), "in a docstring and in paper/prose-only.txt"
    assert {label: count for label, count in code.items() if count > 1} == {}, "in more than one docstring"


def test_labels_in_registries_exist():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(rf'"((?:{"|".join(THEOREMS)}):[\w-]+)"', text))
    assert named <= labels_of_the_paper()
