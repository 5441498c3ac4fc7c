"""``closedprop atlas``: the answer matrix, which networks have a closed form and of which kind."""

import argparse
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from tabulate import tabulate

from closedprop.atlas import ATLAS, COLUMNS, Family, answered
from closedprop.errors import Invalid, nearest

#: Columns of the terminal that the answers of one family are broken to.
WIDTH = 100


def add(commands: Any) -> None:
    """Add the command to the parsers of the command line."""
    asked = commands.add_parser("atlas", help="show which networks have a closed form, of which kind, and why")
    asked.add_argument("--family", metavar="F", help="the answers for one family, with statements and evidence")
    asked.add_argument("--json", action="store_true", help="print one JSON list")
    asked.add_argument("--results", metavar="DIR", help="read the evidence again, from the results of a run")
    asked.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the matrix, or one family of it; return 0."""
    families = list(ATLAS.values()) if options.family is None else [_family(options.family)]
    if options.results is not None and not Path(options.results).is_dir():
        raise Invalid(f"the results in {options.results}", "no such folder", "give the folder results/ of a run")
    records = answered(options.results, families)
    if options.json:
        print(json.dumps(records, indent=2, ensure_ascii=False))
    elif options.family is None:
        print(_matrix(families))
        if options.results is not None:
            print(f"\nAll evidence was read again from {options.results}, and says so.")
    else:
        print(_one(families[0], records))
    return 0


def plain(text: str) -> str:
    r"""Return a text or formula for the terminal: without $ and the backslashes of LaTeX.

    >>> plain(r"$z/\sqrt{1 + z^2}$ with $w \ne 0$, $n \le 2$"), plain(r"\sum_i p_i(n)\, \lambda_i^n")
    ('z/sqrt{1 + z^2} with w != 0, n <= 2', 'sum_i p_i(n) lambda_i^n')
    """
    for latex, shown in ((r"\ne", "!="), (r"\ge", ">="), (r"\le", "<=")):
        text = re.sub(re.escape(latex) + r"(?![a-zA-Z])", shown, text)
    text = re.sub(r"\\\|", "|", text)
    return " ".join(re.sub(r"\\[,;:! ]", " ", text).replace("$", "").replace("\\", "").split())


def _family(key: str) -> Family:
    if key not in ATLAS:
        raise Invalid(f"the family {key!r}", "not in the atlas", nearest(key, ATLAS))
    return ATLAS[key]


def _matrix(families: Iterable[Family]) -> str:
    body = [
        [family.key, plain(family.name), *(family[column].short or str(family[column].answer) for column in COLUMNS)]
        for family in families
    ]
    lines = [
        tabulate(body, ["family", "layers", *COLUMNS], tablefmt="simple"),
        "",
        "yes: every network of the family has a closed form in the class; no: not every one; open: not settled here;",
        "n/a: does not apply. law: under random weights; best: what one would take. Formulas, conditions, statements and",
        "evidence: closedprop atlas --family FAMILY",
    ]
    return "\n".join(lines)


def _one(family: Family, records: Iterable[Mapping[str, Any]]) -> str:
    lines = [f"{plain(family.name)}: {plain(family.setting)}"]
    for record in records:
        if record["column"] == record["group"][0]:
            lines += _cell(record)
    return "\n".join(lines)


def _cell(record: Mapping[str, Any]) -> list[str]:
    words = "; ".join(plain(part) for part in (record["formula"], record["note"]) if part)
    lines = [f"{' '.join(record['group'])}: {record['short'] or record['answer']}", *_indented(words)]
    if record["labels"]:
        lines += _indented(f"statements: {', '.join(record['labels'])}")
    for item in record["evidence"]:
        named = f"{item['file']}: {plain(item['says'])}" if item["file"] else f"{item['kind']}: {item['says']}"
        lines += _indented(f"evidence: {named}" + (f" -- {item['found']}" if item["file"] and item["found"] else ""))
    return ["", *lines]


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
