r"""The answer matrix in words: each answer with its formula, its conditions and its statements, and what its evidence says."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from closedprop.reports.latex import escaped

_HEAD = r"""\begin{longtable}{@{}>{\raggedright\arraybackslash}p{0.48\textwidth}@{\hspace{0.02\textwidth}}
  >{\raggedright\arraybackslash}p{0.5\textwidth}@{}}
\toprule
answer, with its statements & evidence, with its file of results and the rule that makes it \\
\midrule
\endhead
\bottomrule
\endlastfoot
"""


def typeset(answers: Sequence[Mapping[str, Any]]) -> str:
    """Return a ``longtable``, to be read by ``input``: families in bold, then a line for each of their answers."""
    parts = [_HEAD]
    for number, (_, rows) in enumerate(groupby(answers, key=lambda record: record["family"])):
        records = list(rows)
        space = r"\addlinespace" + "\n" if number else ""
        title = rf"\textbf{{{records[0]['name']}:}} {records[0]['setting']}"
        parts.append(rf"{space}\multicolumn{{2}}{{@{{}}l@{{}}}}{{{title}}} \\*" + "\n")
        shown: set[str] = set()
        parts += [
            f"{_claim(record)} & {_evidence(record, shown)} \\\\[2pt]\n"
            for record in records
            if record["column"] == record["group"][0]
        ]
    return "".join(parts) + "\\end{longtable}\n"


def _claim(record: Mapping[str, Any]) -> str:
    """Return the columns that share the answer, the answer, its formula, its note, and the numbers of its statements."""
    formula = f"${record['formula']}$" if record["formula"] else ""
    words = "; ".join(part for part in (formula, record["note"]) if part)
    answer = f"{_columns(record['group'])} {record['short'] or record['answer']}"
    by = "by" if record["answer"] in ("yes", "no") else "see"
    statements = ", ".join(rf"\ref{{{label}}}" for label in record["labels"])
    return (f"{answer}: {words}" if words else answer) + (f"; {by} {statements}" if statements else "")


def _evidence(record: Mapping[str, Any], shown: set[str]) -> str:
    """Return the evidence; what a line above says, for the same family, is not said again."""
    return r"\newline ".join(_item(item, shown) for item in record["evidence"])


def _item(item: Mapping[str, str], shown: set[str]) -> str:
    if item["kind"] == "proof":
        return item["says"]
    if item["kind"] == "cited":
        return rf"cited: \citep{{{','.join(item['says'].split())}}}"
    file = rf"\texttt{{{_breakable(item['file'])}}}"
    if item["file"] + item["says"] in shown:
        return f"{file}, as above"
    shown.add(item["file"] + item["says"])
    return f"{item['says']}: {_found(item['found'])} ({file}, {_breakable(item['rule'])})"


def _found(found: str) -> str:
    return found.replace("PROVED", "proved").replace("REFUTED", "refuted")


def _columns(group: Sequence[str]) -> str:
    r"""Return the columns of a claim.

    >>> _columns(["CF3", "CF4", "CF5"])
    '\\textsf{CF3}--\\textsf{CF5}'
    """
    names = {"law": "in law", "best": "best form"}
    shown = [names.get(column, rf"\textsf{{{column}}}") for column in group]
    return f"{shown[0]}--{shown[-1]}" if len(group) > 2 else ", ".join(shown)


def _breakable(text: str) -> str:
    r"""Return a path that may be broken after a slash, a hyphen or an underscore.

    >>> _breakable("linear/scan_all.csv")
    'linear/\\allowbreak{}scan\\_\\allowbreak{}all.csv'
    """
    text = escaped(text).replace("/", r"/\allowbreak{}").replace("-", r"-\allowbreak{}")
    return text.replace(r"\_", r"\_\allowbreak{}")
