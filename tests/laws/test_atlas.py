"""Laws of the answer matrix: it is whole, the paper has what it names, a rule makes what it reads, the registries agree."""

import re
from pathlib import Path

import pytest
import yaml

from closedprop.atlas import ATLAS, COLUMNS, evidence_files
from closedprop.atlas.evidence import Certified, Cited, Rows
from closedprop.atlas.study import require_labels
from closedprop.solvable.families import FAMILIES

ROOT = Path(__file__).parents[2]
CELLS = [(key, columns, cell) for key, family in ATLAS.items() for columns, cell in family.cells()]
EVIDENCE = {item for *_, cell in CELLS for item in cell.evidence}
CLASSES = COLUMNS[:7]


def named(item):
    return item.file if isinstance(item, Certified | Rows) else "-"


def test_it_has_the_rows_that_the_question_asks_for():
    assert {"linear-tied", "linear-untied", "tanh-neuron", "tanh-untied", "relu-tied", "gates", "random-wide"} <= set(
        ATLAS
    )
    assert all(family[column] for family in ATLAS.values() for column in COLUMNS)
    assert len({family.name for family in ATLAS.values()}) == len(ATLAS)


def test_the_paper_has_every_label():
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "paper").rglob("*.tex") if "generated" not in str(path)
    )
    require_labels(re.findall(r"\\label\{((?:thm|prop|cor|def|lem):[^}]+)\}", text))


def test_the_bibliography_has_every_work():
    keys = set(
        re.findall(r"^@\w+\{([^,\s]+)", (ROOT / "paper/references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {key for item in EVIDENCE if isinstance(item, Cited) for key in item.keys} <= keys


@pytest.mark.parametrize("item", sorted(EVIDENCE, key=named), ids=named)
def test_the_rule_named_writes_the_file(item):
    if not isinstance(item, Certified | Rows):
        return
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "workflow/rules").glob("*.smk")))
    body = re.search(rf"^rule {item.rule}:\n(?:    .*\n|\n)+", text, re.MULTILINE)
    assert body, item.rule
    outputs = re.findall(r'results\("([^"]+)"\)', body.group().split("    output:")[1].split("    log:")[0])
    assert any(re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), item.file) for path in outputs), outputs


def test_both_runs_make_the_certificates():
    wanted = {Path(file).stem for file in evidence_files() if file.startswith("certificates/")}
    obstructions = [
        yaml.safe_load((ROOT / f"config/{name}.yaml").read_text(encoding="utf-8"))["obstructions"]
        for name in ("paper", "smoke")
    ]
    assert wanted <= set(obstructions[0]["certificates"]) and obstructions[0]["certify"] == "all"
    assert wanted <= set(obstructions[1]["certify"])


@pytest.mark.parametrize("key", [key for key, family in ATLAS.items() if family.solvable])
def test_the_registry_of_solvable_families_agrees(key):
    """A class that all members have is a yes; a yes in CF3 to CF5 is a class of all members."""
    members = [FAMILIES[name].classes for name in ATLAS[key].solvable]
    everywhere = frozenset.intersection(*members)
    answers = {column for column in CLASSES if ATLAS[key][column].answer == "yes"}
    assert everywhere <= answers
    assert answers & {"CF3", "CF4", "CF5"} <= everywhere


def test_the_small_classes_lie_in_the_large_ones():
    """CF1 is contained in CF2, CF3 in CF4 in CF5; a bounded algebraic form is a bounded one of each larger class."""
    for key, family in ATLAS.items():
        for small, large in (("CF1", "CF2"), ("CF3", "CF4"), ("CF4", "CF5")):
            if family[small].answer == "yes":
                assert family[large].answer == "yes", key
            if family[large].answer == "no":
                assert family[small].answer == "no", key


def test_agreement_is_no_evidence_for_a_no():
    """A closed form that agrees with the recursion shows that there is one; what there is not, is shown by an obstruction."""
    for key, columns, cell in CELLS:
        if cell.answer == "no":
            assert all(named(item).startswith(("certificates/", "obstructions/", "-")) for item in cell.evidence), (
                key,
                columns,
            )


def test_dollars_come_in_pairs():
    texts = [cell.note for *_, cell in CELLS] + [item.says for item in EVIDENCE if isinstance(item, Certified | Rows)]
    texts += [text for family in ATLAS.values() for text in (family.name, family.setting)]
    assert all(text.count("$") % 2 == 0 for text in texts)
    assert not any("$" in cell.formula for *_, cell in CELLS)
