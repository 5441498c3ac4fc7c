"""A reported number, and how one is read from the rows of a result."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from closedprop.reports.records import Rows, distinct, select

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


def cell(rows: Rows, column: str, **wanted: Any) -> Any:
    """Return one cell; ``max`` and ``min`` as wanted values stand for the extreme value of their column."""
    for name, value in wanted.items():
        if value in (max, min) and rows:
            wanted[name] = value(distinct(rows, name))
    found = select(rows, **wanted)
    return found[0][column] if found else None


def middle(rows: Rows, column: str, **wanted: Any) -> float | None:
    """Return the median of a column over the rows wanted, without the empty fields."""
    for name, value in wanted.items():
        if value in (max, min):
            wanted[name] = value(distinct(rows, name))
    values = [row[column] for row in select(rows, **wanted) if row[column] is not None]
    return median(values) if values else None
