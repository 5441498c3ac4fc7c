"""A cell of the answer matrix, and a row: one family of networks with its answer in every column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from closedprop.atlas.evidence import Evidence
from closedprop.errors import Invalid, nearest

#: The classes of closed forms, then: in law, for random weights; the best form or approximation that is closed in the depth.
COLUMNS = ("CF1", "CF2", "CF3", "CF4", "CF5", "CF6", "CF7", "law", "best")


class Answer(StrEnum):
    """Yes: every network of the family has one. No: not every one; the note says which have none. Open: not settled here."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    NA = "n/a"


@dataclass(frozen=True)
class Cell:
    """An answer, its formula (LaTeX), a note (text with $mathematics$), the labels of its theorems, and its evidence.

    ``short`` is the answer in one word where "yes" would say nothing: the name of an approximation.
    Raises ``Invalid`` for a yes or no without label or without evidence, and for another answer without a note, its reason.
    """

    answer: Answer
    labels: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    formula: str = ""
    note: str = ""
    short: str = ""

    def __post_init__(self):
        asked = f"the answer {self.answer!s}, {self.formula or self.note or 'without words'}"
        if self.answer in (Answer.YES, Answer.NO):
            if not self.labels:
                raise Invalid(asked, "no label", "name the theorem of the paper it rests on")
            if not self.evidence:
                raise Invalid(asked, "no evidence", "name a file of results, a work, or PROVED")
        elif not self.note:
            raise Invalid(asked, "no reason", "give it as a note")


def yes(labels: str, *evidence: Evidence, formula: str = "", note: str = "", short: str = "") -> Cell:
    """Return a yes; ``labels`` are separated by blanks, the one that matters most comes first."""
    return Cell(Answer.YES, tuple(labels.split()), evidence, formula, note, short)


def no(labels: str, *evidence: Evidence, note: str = "") -> Cell:
    """Return a no."""
    return Cell(Answer.NO, tuple(labels.split()), evidence, note=note)


def unsettled(note: str, labels: str = "", *evidence: Evidence) -> Cell:
    """Return an open answer, with what is known."""
    return Cell(Answer.OPEN, tuple(labels.split()), evidence, note=note)


def moot(reason: str, labels: str = "", *evidence: Evidence) -> Cell:
    """Return the answer that the question does not apply, with the reason."""
    return Cell(Answer.NA, tuple(labels.split()), evidence, note=reason)


@dataclass(frozen=True)
class Family:
    """A family of networks: its name and setting (text with $mathematics$), and its answers.

    A key of ``answers`` is a column, or several that share a cell, separated by blanks. ``solvable`` are the names of its
    members in the registry of solvable families.
    Raises ``Invalid`` unless every column has exactly one answer.

    >>> Family("x", "x", "any", {" ".join(COLUMNS): unsettled("not asked yet")})["CF3"].answer
    <Answer.OPEN: 'open'>
    """

    key: str
    name: str
    setting: str
    answers: Mapping[str, Cell] = field(repr=False)
    solvable: tuple[str, ...] = ()

    def __post_init__(self):
        columns = " ".join(self.answers).split()
        if sorted(columns) != sorted(COLUMNS):
            twice = [column for column in columns if columns.count(column) > 1]
            found = f"missing {sorted(set(COLUMNS) - set(columns))}, unknown {sorted(set(columns) - set(COLUMNS))}, twice {twice}"
            raise Invalid(f"the answers for {self.key}", found, "give each column one answer")

    def __getitem__(self, column: str) -> Cell:
        for columns, cell in self.answers.items():
            if column in columns.split():
                return cell
        raise Invalid(f"the column {column!r}", "unknown", nearest(column, COLUMNS))

    def cells(self) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Yield each cell once, with the columns that share it."""
        for columns, cell in self.answers.items():
            yield tuple(columns.split()), cell
