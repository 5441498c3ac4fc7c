"""What the README shows, it does."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_examples():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_links():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
