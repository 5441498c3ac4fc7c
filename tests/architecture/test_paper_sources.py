"""The sources of the paper: every label, macro and entry of the bibliography is used, and what is used is there."""

import re
from collections import Counter
from pathlib import Path

from closedprop.reports.catalogue import FIGURES, TABLES
from closedprop.reports.links import code_of, statements

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "paper"
SOURCES = [*sorted(PAPER.glob("*.tex")), *sorted(PAPER.glob("sections/*.tex")), *sorted(PAPER.glob("appendix/*.tex"))]
DEFINING = ("main.tex", "notation.tex")
STYLE = {"doi"}  # macros that the style of the bibliography uses
_COMMENT = re.compile(r"(?<!\\)%.*")


def _text(paths):
    return "\n".join(_COMMENT.sub("", path.read_text(encoding="utf-8")) for path in paths)


TEXT = _text(SOURCES)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/workflow").glob("*.py")))


def _arguments(text, commands):
    """Return the arguments of commands as the set of their parts between commas."""
    found = re.findall(rf"\\(?:{commands})\*?(?:\[[^\]]*\])*\{{([^}}]*)\}}", text)
    return {part.strip() for argument in found for part in argument.split(",")}


def _labels():
    generated = re.findall(r"\\generated(table|figure)(?:\[[^\]]*\])?\{([\w-]+)\}", TEXT)
    written = set(re.findall(r"\\label\{([^}#]+)\}", TEXT))
    return written | {f"{kind[:3]}:{name}" for kind, name in generated}


def test_every_source_is_in_the_paper():
    included = _arguments(TEXT, "input")
    assert {str(path.relative_to(PAPER)) for path in SOURCES if path.name != "main.tex"} - included == set()


def test_every_label_is_used():
    referred = _arguments(TEXT + CODE, "ref|eqref|pageref|proofin|nameref")
    named = set(re.findall(r"\b[a-z]+:[\w-]+", CODE + TESTS))
    assert _labels() - referred - named == set(), "nothing refers to these labels"


def test_every_reference_has_its_label():
    labels = {label for label in _arguments(TEXT, "ref|eqref|pageref|proofin|nameref") if "#" not in label}
    assert labels - _labels() == set(), "these labels are nowhere"


def test_labels_are_unique():
    counts = Counter(re.findall(r"\\label\{([^}#]+)\}", TEXT))
    assert {label for label, count in counts.items() if count > 1} == set()


def _macros(names=DEFINING):
    """Return the macros that a file defines, with the texts they stand for."""
    text = _text([PAPER / name for name in names])
    commands = r"newcommand|DeclareRobustCommand|DeclareMathOperator|DeclarePairedDelimiter|newsavebox|def"
    return re.findall(rf"^\\(?:{commands})\*?\{{?\\([A-Za-z]+)\}}?(.*)$", text, re.MULTILINE)


def test_every_macro_is_used():
    uses = Counter(re.findall(r"\\([A-Za-z]+)", TEXT + CODE))
    assert {name for name, _ in _macros() if uses[name] < 2} - STYLE == set(), "defined and not used"
    environments = re.findall(r"\\newtheorem\*?\{(\w+)\}", TEXT)
    assert {name for name in environments if f"\\begin{{{name}}}" not in TEXT} == set()


def test_every_symbol_has_one_macro():
    symbols: dict[str, set[str]] = {}
    for name, body in _macros(("notation.tex",)):
        symbols.setdefault(re.sub(r"\s+", "", body), set()).add(name)
    assert {body: names for body, names in symbols.items() if len(names) > 1} == {}


def test_every_entry_is_cited_and_every_citation_has_its_entry():
    entries = re.findall(r"^@\w+\{([^,]+),", (PAPER / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert {key for key, count in Counter(entries).items() if count > 1} == set()
    cited, named = _arguments(TEXT, r"cite[a-z]*"), set(re.findall(r"\b[a-z]+\d{4}[a-z]*\b", CODE))
    assert set(entries) - cited - named == set(), "not cited"
    assert cited - set(entries) == set(), "no entry"


def test_every_entry_says_when_and_where():
    text = (PAPER / "references.bib").read_text(encoding="utf-8")
    for kind, key, fields in re.findall(r"^@(\w+)\{([^,]+),\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        names = set(re.findall(r"^  (\w+) = ", fields, re.MULTILINE))
        assert {"author", "title", "year"} <= names, key
        venue = {"journal", "booktitle", "publisher", "institution", "howpublished"}
        assert names & venue or (kind == "misc" and "arXiv:" in fields), f"{key} does not say where it appeared"
        assert kind != "article" or {"journal", "volume"} <= names, key


def test_every_link_has_its_file():
    files = [file for homes in statements(ROOT).values() for file in homes]
    files += [code_of("figures", name) for name in FIGURES] + [code_of("tables", name) for name in TABLES]
    assert [file for file in files if not (ROOT / file).is_file()] == []
