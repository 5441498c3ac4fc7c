r"""Every number that the text of the paper reports, as ``\result{key}``. To add one: a line in the file of its part.

A number names the results it is read from, the rule and the config that made them, and how much it may differ on another
machine. Where a run is too small to contain it, as the smoke run is, it is ``None`` and prints as a dash.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from closedprop.reports import latex
from closedprop.reports.catalogue import expanded
from closedprop.reports.numbers.approximations import APPROXIMATION_NUMBERS
from closedprop.reports.numbers.comparison import COMPARISON_NUMBERS
from closedprop.reports.numbers.finite_width import FINITE_WIDTH_NUMBERS
from closedprop.reports.numbers.forms import FORMS
from closedprop.reports.numbers.mean_field import MEAN_FIELD_NUMBERS
from closedprop.reports.numbers.number import Number
from closedprop.reports.numbers.obstructions import OBSTRUCTIONS
from closedprop.reports.numbers.spectra import SPECTRA_NUMBERS
from closedprop.reports.records import read_rows

__all__ = ["NUMBERS", "Number", "collected", "macros"]

NUMBERS: Mapping[str, Number] = {
    **FORMS,
    **APPROXIMATION_NUMBERS,
    **COMPARISON_NUMBERS,
    **OBSTRUCTIONS,
    **MEAN_FIELD_NUMBERS,
    **FINITE_WIDTH_NUMBERS,
    **SPECTRA_NUMBERS,
}


def collected(results: str | Path, stands_for: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Return every number with its origin, read from the results in a folder (``stands_for`` as in the catalogue)."""
    values = {}
    for key, entry in NUMBERS.items():
        files = [expanded(file, stands_for) for file in entry.files]
        value = entry.value(*(read_rows(*(Path(results) / path for path in paths)) for paths in files))
        values[key] = {
            "value": value,
            "text": latex.number(value, entry.digits),
            "meaning": entry.meaning,
            "file": [path for paths in files for path in paths],
            "rule": entry.rule,
            "config": entry.config,
            "tolerance": entry.tolerance,
        }
    return values


def macros(values: Mapping[str, Mapping[str, Any]]) -> str:
    r"""Return the definitions that ``\result`` reads."""
    return "".join(rf"\defresult{{{key}}}{{{entry['text']}}}" + "\n" for key, entry in values.items())
