"""What the README shows, it does."""

import doctest
import re
from pathlib import Path

from closedprop.atlas import ATLAS, COLUMNS

ROOT = Path(__file__).parents[2]


def test_the_examples():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_links():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_the_matrix():
    """The README has the answer matrix as the atlas has it."""
    symbols = {"yes": "✓", "no": "✗", "open": "?", "n/a": "–"}
    lines = ["| layers | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)]
    for family in ATLAS.values():
        cells = [family[column].short or symbols[str(family[column].answer)] for column in COLUMNS]
        name = re.sub(r"\\sqrt\{(.*?)\}", r"√(\1)", family.name).replace("$", "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    expected = "\n".join(lines)
    assert expected in (ROOT / "README.md").read_text(encoding="utf-8"), f"the matrix should be\n{expected}"
