"""Results on disk: rows as CSV, values as JSON. A file appears whole or not at all."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from closedprop.errors import Invalid

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]


@contextmanager
def written(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; on success it takes the name ``path``, else it is removed.

    A job that is killed leaves its temporary file or nothing, never half a result.
    Raises ``Invalid`` where the folder cannot be written to.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch()
    except OSError as error:
        raise Invalid(
            f"writing {path}", error.strerror or str(error), "make the folder writable, or set `root` in the config"
        ) from None
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_rows(path: str | Path, rows: Iterable[Row]) -> None:
    """Save rows with equal columns as CSV; floats in full (``repr``), ``None`` as an empty field.

    Raises ``Invalid`` for no rows, or for rows whose columns differ.
    """
    kept = list(rows)
    if not kept:
        raise Invalid(f"the rows of {path}", "none", "check the sizes in the config: a list there may be empty")
    columns = list(kept[0])
    for row in kept:
        if list(row) != columns:
            raise Invalid(
                f"the rows of {path}", f"columns {list(row)} after {columns}", "give every row the same columns"
            )
    with written(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def read_rows(*paths: str | Path) -> Rows:
    """Return the rows of one or more CSV files of the same columns; numbers as numbers, empty fields as ``None``."""
    rows: Rows = []
    for path in paths:
        with Path(path).open(newline="", encoding="utf-8") as file:
            rows += [{column: _number(text) for column, text in row.items()} for row in csv.DictReader(file)]
    return rows


def _number(text: str) -> int | float | str | None:
    if text == "":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def write_json(path: str | Path, value: Any) -> None:
    """Save a value as JSON, indented and with a final newline."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: str | Path) -> Any:
    """Return the value of a JSON file."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def read(*paths: str | Path) -> Any:
    """Return what the files hold: the value of one JSON file, or the rows of CSV files."""
    return read_json(paths[0]) if str(paths[0]).endswith(".json") else read_rows(*paths)


def write_text(path: str | Path, text: str) -> None:
    """Save a text."""
    with written(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextmanager
def logging_to(path: str | Path) -> Iterator[None]:
    """Send what a job prints, and the traceback of its failure, to its log; a failure is told on the terminal too."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    terminal = sys.stderr
    with Path(path).open("w", encoding="utf-8", buffering=1) as log:
        sys.stderr = log
        try:
            yield
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=log)
            print(error, file=terminal)
            raise
        finally:
            sys.stderr = terminal


def select(rows: Rows, **wanted: Any) -> Rows:
    """Return the rows that have the given values.

    >>> select([{"n": 1, "x": 2}, {"n": 2, "x": 3}], n=2)
    [{'n': 2, 'x': 3}]
    """
    return [row for row in rows if all(row[column] == value for column, value in wanted.items())]


def distinct(rows: Rows, column: str) -> list[Any]:
    """Return the values of a column in their order of appearance, each once.

    >>> distinct([{"n": 2}, {"n": 1}, {"n": 2}], "n")
    [2, 1]
    """
    return list(dict.fromkeys(row[column] for row in rows))
