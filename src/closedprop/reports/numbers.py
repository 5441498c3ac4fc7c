r"""Every number that the text of the paper reports, as ``\result{key}``. To add one: a line in ``NUMBERS``.

A number names the results it is read from, the rule and the config that made them, and how much it may differ on another
machine. Where a run is too small to contain it, as the smoke run is, it is ``None`` and prints as a dash.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closedprop.reports.latex import number
from closedprop.reports.records import Rows, read_rows, select

EXACT = 0.0
#: Relative tolerances on another machine or with other versions.
ROUNDED = 1e-9  # derived: quadrature to 1e-13 through at most 30 layers
SAMPLED = 1e-6  # derived: the same samples, rounded elsewhere
ERRORS = 10.0  # arbitrary: a rounding error is reproducible to its magnitude only


@dataclass(frozen=True)
class Number:
    """A reported number: what it means, where it comes from, how to read it from the rows, how to print it."""

    meaning: str
    files: tuple[str, ...]
    rule: str
    config: str
    value: Callable[..., float | int | None]
    tolerance: float = EXACT
    digits: int = 3


def _cell(rows: Rows, column: str, **wanted: Any) -> Any:
    found = select(rows, **wanted)
    return found[0][column] if found else None


NUMBERS: Mapping[str, Number] = {}


def collected(results: str | Path) -> dict[str, dict[str, Any]]:
    """Return every number with its origin, read from the results in a folder."""
    values = {}
    for key, entry in NUMBERS.items():
        value = entry.value(*(read_rows(Path(results) / file) for file in entry.files))
        values[key] = {
            "value": value,
            "text": number(value, entry.digits),
            "meaning": entry.meaning,
            "file": list(entry.files),
            "rule": entry.rule,
            "config": entry.config,
            "tolerance": entry.tolerance,
        }
    return values


def macros(values: Mapping[str, Mapping[str, Any]]) -> str:
    r"""Return the definitions that ``\result`` reads."""
    return "".join(rf"\defresult{{{key}}}{{{entry['text']}}}" + "\n" for key, entry in values.items())
