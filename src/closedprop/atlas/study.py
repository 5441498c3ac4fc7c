"""The answer matrix as records, with what its evidence says in the results of a run."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from closedprop.atlas.answers import ATLAS
from closedprop.atlas.cell import Cell, Family
from closedprop.atlas.evidence import Certified, Cited, Evidence, Rows, check, files
from closedprop.errors import Invalid


def evidence_files(families: Iterable[Family] = tuple(ATLAS.values())) -> list[str]:
    """Return the files of results that the matrix rests on, relative to the folder of results.

    >>> evidence_files()[0]
    'approximations/amplitude_orders.csv'
    """
    return files(item for family in families for _, cell in family.cells() for item in cell.evidence)


def answered(results: str | Path | None, families: Iterable[Family] = tuple(ATLAS.values())) -> list[dict[str, Any]]:
    """Return a record for each family and column, in the order of the matrix.

    ``group`` are the columns that share the cell. Where ``results`` is a folder, every evidence is read again, each once, and
    ``found`` is what it said; without one, ``found`` is empty.
    Raises ``Contradicted`` where a file is missing or says otherwise.
    """
    found: dict[Evidence, str] = {}
    records = []
    for family in families:
        for columns, cell in family.cells():
            for item in cell.evidence:
                if item not in found:
                    found[item] = "" if results is None else check(item, results)
            records += [_record(family, column, columns, cell, found) for column in columns]
    return records


def rows(records: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the records as rows of text, for a CSV file."""
    head = ("family", "column", "answer", "short", "formula", "note")
    return [
        {key: record[key] for key in head}
        | {
            "labels": " ".join(record["labels"]),
            "evidence": "; ".join(item["file"] or item["says"] for item in record["evidence"]),
            "found": "; ".join(item["found"] for item in record["evidence"]),
        }
        for record in records
    ]


def require_labels(known: Iterable[str], families: Iterable[Family] = tuple(ATLAS.values())) -> None:
    """Raise ``Invalid`` where an answer names a label that is not among the known ones, those of the paper."""
    wanted = {label: family.key for family in families for _, cell in family.cells() for label in cell.labels}
    missing = sorted(set(wanted) - set(known))
    if missing:
        asked = f"the labels {', '.join(missing)} (the first is named by {wanted[missing[0]]})"
        raise Invalid(asked, "the paper does not have them", "name theorems of the paper")


def _record(
    family: Family, column: str, columns: tuple[str, ...], cell: Cell, found: Mapping[Evidence, str]
) -> dict[str, Any]:
    return {
        "family": family.key,
        "name": family.name,
        "setting": family.setting,
        "column": column,
        "group": list(columns),
        "answer": str(cell.answer),
        "short": cell.short,
        "formula": cell.formula,
        "note": cell.note,
        "labels": list(cell.labels),
        "evidence": [_described(item) | {"found": found[item]} for item in cell.evidence],
    }


def _described(item: Evidence) -> dict[str, str]:
    if isinstance(item, Certified):
        return {"kind": "certificate", "file": item.file, "rule": item.rule, "says": item.says}
    if isinstance(item, Rows):
        return {"kind": "rows", "file": item.file, "rule": item.rule, "says": item.says}
    if isinstance(item, Cited):
        return {"kind": "cited", "file": "", "rule": "", "says": " ".join(item.keys)}
    return {"kind": "proof", "file": "", "rule": "", "says": "the proof in the paper"}
