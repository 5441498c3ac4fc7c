"""From a statement, a figure or a table of the paper to its file in the repository."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from closedprop.reports.catalogue import FIGURES, TABLES

THEOREMS = ("thm", "prop", "cor")
STATEMENTS = (*THEOREMS, "def", "lem")
_FIELD = re.compile(r"Paper: ([^\n]*?)\.?\n")
_LABEL = re.compile(rf"(?:{'|'.join(STATEMENTS)}):[\w-]+")


def labels(text: str) -> list[str]:
    """Return the labels that the fields of docstrings name, in their order.

    >>> labels("Source: Putzer.    Pa" + "per: thm:putzer, cor:depth-two.\\n")
    ['thm:putzer', 'cor:depth-two']
    """
    return [label for field in _FIELD.findall(text) for label in _LABEL.findall(field)]


def statements(root: str | Path) -> Mapping[str, Sequence[str]]:
    """Return the files whose docstrings name a label of the paper, by label: the paths, once for each docstring, from ``root``."""
    homes: dict[str, list[str]] = {}
    for path in sorted((Path(root) / "src").rglob("*.py")):
        for label in labels(path.read_text(encoding="utf-8")):
            homes.setdefault(label, []).append(path.relative_to(root).as_posix())
    return homes


def code_of(kind: str, name: str) -> str:
    """Return the file that draws a figure or typesets a table, from the root of the repository.

    >>> code_of("figures", "linear-cost")
    'src/closedprop/reports/figures/linear_cost.py'
    """
    return f"src/closedprop/reports/{kind}/{name.replace('-', '_')}.py"


def links(root: str | Path) -> str:
    r"""Return the definitions ``\deflink{label}{file}`` that the marks in the margin and the captions read."""
    homes = [(label, files[0]) for label, files in sorted(statements(root).items())]
    homes += [(f"fig:{name}", code_of("figures", name)) for name in FIGURES]
    homes += [(f"tab:{name}", code_of("tables", name)) for name in TABLES]
    return "".join(rf"\deflink{{{label}}}{{{file}}}" + "\n" for label, file in homes)
