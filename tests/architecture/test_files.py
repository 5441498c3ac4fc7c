"""What every file keeps to."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
SCRIPTS = sorted((ROOT / "workflow/scripts").glob("*.py"))

#: Files above 250 lines, each with its reason. A file that outgrows its idea is split; one that is one idea may stay.
LONG: dict[str, str] = {
    "src/closedprop/approximations/methods.py": "one list: every approximation, with its cost and its statement",
    "src/closedprop/atlas/answers.py": "one table: a line for each cell of the answer matrix",
    "src/closedprop/networks/activation.py": "one class: what follows from an expression and its kinks",
    "src/closedprop/reports/catalogue.py": "one list: every figure and table of the paper",
}


def test_long_files_are_known():
    long = {
        str(path.relative_to(ROOT))
        for path in [*SOURCES, *SCRIPTS, *(ROOT / "tests").rglob("*.py")]
        if len(path.read_text(encoding="utf-8").splitlines()) > 250
    }
    assert long == set(LONG)


def test_scripts_are_wires():
    assert not [path.name for path in SCRIPTS if len(path.read_text(encoding="utf-8").splitlines()) > 25]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src/closedprop")))
def test_public_definitions_have_docstrings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring of the module"
    definitions = (ast.FunctionDef, ast.ClassDef)
    bare = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, definitions) and not node.name.startswith("_") and not _is_inner(node, tree)
        if not ast.get_docstring(node)
    ]
    assert not bare


def _is_inner(node, tree):
    """Return whether a definition stands inside a function, where a comment serves as well."""
    return any(
        node in ast.walk(outer) and node is not outer for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef)
    )


def test_nothing_is_evaluated_from_text():
    calls = [
        (path.name, node.lineno)
        for path in [*SOURCES, *SCRIPTS]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("eval", "exec", "sympify")
    ]
    assert not calls


def _pins(requirements):
    return dict(requirement.split("==") for requirement in requirements)


def test_environments_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = _pins(project["dependencies"]) | _pins(project["optional-dependencies"]["test"])
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert _pins(conda[-1]["pip"]) == pins
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    assert {name: locked.get(name.lower()) for name in pins} == pins
    assert "://" not in lock and "index" not in lock


def test_workflow_layers_are_the_import_contract():
    """What a rule calls the layers below is what import-linter enforces."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rows = [row.split(" | ") for row in project["tool"]["importlinter"]["contracts"][0]["layers"]]
    text = (ROOT / "workflow/rules/common.smk").read_text(encoding="utf-8")
    start = text.index("BELOW = ")
    namespace: dict = {}
    exec(text[start : text.index("PAPER =")], namespace)
    for position, row in enumerate(rows[1:], start=1):
        for layer in set(row) & set(namespace["BELOW"]):
            below = {name for lower in rows[position + 1 :] for name in lower} - {"errors", "lazy"}
            assert set(namespace["BELOW"][layer]) == below, layer


def test_no_machine_in_tracked_files():
    """No registry hosts, no absolute paths of somebody's machine."""
    # Brackets keep this line from matching itself.
    pattern = r"py[p]i\.org|python[h]osted|index-u[r]l|/hom[e]/[a-z]|/roo[t]/|/wor[k]/"
    found = subprocess.run(["git", "grep", "-nIE", pattern], cwd=ROOT, capture_output=True, text=True)
    if found.returncode == 128:
        pytest.skip("not a git checkout: there are no tracked files")
    assert found.stdout == ""


def test_the_bench_record_is_dated():
    record = json.loads((ROOT / "reference/bench/linear.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"]) and record["versions"]["numpy"] and record["rows"]
