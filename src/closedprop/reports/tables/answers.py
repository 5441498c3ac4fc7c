r"""The answer matrix on one page: a line per family, a symbol and the number of a theorem in each column."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from closedprop.reports.latex import table

#: The symbols of the answers; they differ in shape, so that they are told apart in grey.
SYMBOLS = {"yes": r"$\checkmark$", "no": r"$\times$", "open": "?", "n/a": "--"}
HEADER = {"law": "in law", "best": "best form"}
#: Families after which there is a little space: linear, exactly solvable, piecewise linear, polynomial, smooth ones.
LAST = ("linear-untied", "max-plus", "relu-untied", "power", "softplus")


def typeset(answers: Sequence[Mapping[str, Any]]) -> str:
    """Return a line per family; in each cell the answer, and the first theorem, or work, that it rests on in tiny type."""
    columns = list(dict.fromkeys(record["column"] for record in answers))
    rows = [list(rows) for _, rows in groupby(answers, key=lambda record: record["family"])]
    body = [[records[0]["name"], *_cells(records)] for records in rows]
    header = ["layers", *(HEADER.get(column, rf"\textsf{{{column}}}") for column in columns)]
    lines = table(header, body, "l" * len(header)).splitlines()
    first = lines.index(r"\midrule") + 1
    for line, records in enumerate(rows, start=first):
        lines[line] += r" \addlinespace[3pt]" if records[0]["family"] in LAST else ""
    # tabulate writes one letter a column; the columns are set closer than usual, so that the table fits the page.
    lines[0] = (
        r"\begin{tabular}{@{}l@{\hspace{8pt}}*{" + str(len(columns) - 1) + r"}{l@{\hspace{5pt}}}@{\hspace{3pt}}l@{}}"
    )
    return "\n".join(lines) + "\n"


def _cells(records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the cell of each column: its symbol or short answer, and where it is proved."""
    for record in records:
        shown = record["short"] or SYMBOLS[record["answer"]]
        yield shown + (rf"\,{{\tiny{_source(record)}}}" if record["answer"] in ("yes", "no") else "")


def _source(record: Mapping[str, Any]) -> str:
    """Return a reference to the first theorem, or to the first work where the answer is only cited."""
    if all(item["kind"] == "cited" for item in record["evidence"]):
        return rf"\citep{{{record['evidence'][0]['says'].split()[0]}}}"
    return rf"\ref{{{record['labels'][0]}}}"
