"""What an answer rests on, and how it is read again: certificates, rows of results, works of others, proofs.

Evidence names a file of results and what that file has to say. :func:`check` reads the file: a certificate goes through its
checker, every row through the condition. If the file says otherwise, the answer falls.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closedprop.errors import Invalid
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers import check as recomputed

Row = Mapping[str, str]


class Contradicted(Invalid):
    """Evidence that does not say what an answer rests on: its file is missing, or says something else."""


@dataclass(frozen=True)
class Certified:
    """A certificate ``certificates/<name>.json`` with this verdict, whose claim contains the words ``claim``.

    ``says`` is the claim in the few words of a table; $ marks mathematics.
    """

    name: str
    verdict: Verdict
    claim: str
    says: str

    rule = "obstruction_certificate"

    @property
    def file(self) -> str:
        """Return the file of the certificate, relative to the folder of results."""
        return f"certificates/{self.name}.json"


@dataclass(frozen=True)
class Rows:
    """Rows of a CSV file: those with ``where(row)``, at least one, all have ``holds(row)``, which is what ``says`` says.

    Fields are text, as in the file. ``rule`` is the rule that writes it.
    """

    file: str
    rule: str
    says: str
    holds: Callable[[Row], bool]
    where: Callable[[Row], bool] = lambda row: True


@dataclass(frozen=True)
class Cited:
    """Theorems of others: keys of the bibliography."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Proved:
    """A proof in the paper that no computation could add to."""


Evidence = Certified | Rows | Cited | Proved

PROVED = Proved()


def cited(*keys: str) -> Cited:
    """Return the works with these keys.

    >>> cited("ax1971").keys
    ('ax1971',)
    """
    return Cited(keys)


def files(evidence: Iterable[Evidence]) -> list[str]:
    """Return the files of results that the evidence is read from, in alphabetical order."""
    return sorted({item.file for item in evidence if isinstance(item, Certified | Rows)})


def check(evidence: Evidence, results: str | Path) -> str:
    """Return what was found in the folder of results, in a few words.

    Cost: that of the checker, for a certificate.
    Raises ``Contradicted`` where the file is missing or says otherwise.

    >>> check(PROVED, "results")
    'the proof'
    """
    if isinstance(evidence, Certified):
        return _certificate(evidence, Path(results))
    if isinstance(evidence, Rows):
        return _rows(evidence, Path(results))
    return "cited" if isinstance(evidence, Cited) else "the proof"


def _certificate(evidence: Certified, results: Path) -> str:
    record: Any = json.loads(_text(results / evidence.file))
    try:
        verdict = recomputed(record)
    except InvalidCertificate as error:
        raise _says_otherwise(evidence, f"its checker rejects it, {error}") from None
    if verdict != evidence.verdict:
        raise _says_otherwise(evidence, f"the verdict is {verdict}, not {evidence.verdict}")
    if evidence.claim not in Certificate.of(record).claim:
        raise _says_otherwise(evidence, f"the claim is {Certificate.of(record).claim!r}, without {evidence.claim!r}")
    return f"accepted, {verdict}"


def _rows(evidence: Rows, results: Path) -> str:
    read = list(csv.DictReader(_text(results / evidence.file).splitlines()))
    try:
        chosen = [row for row in read if evidence.where(row)]
        wrong = [row for row in chosen if not evidence.holds(row)]
    except (KeyError, ValueError) as error:
        raise _says_otherwise(evidence, f"it has no such column or number, {error}") from None
    if not chosen:
        raise _says_otherwise(evidence, "no row is about this")
    if wrong:
        raise _says_otherwise(evidence, f"not so in {len(wrong)} of {len(chosen)} rows, first in {dict(wrong[0])}")
    return "in the row" if len(chosen) == 1 else f"in all {len(chosen)} rows"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        asked, found = f"the evidence {path}", error.strerror or str(error)
        raise Contradicted(asked, found, "make it by `./reproduce`, or give the folder results/ of a run") from None


def _says_otherwise(evidence: Certified | Rows, found: str) -> Contradicted:
    return Contradicted(f"that {evidence.file} says: {evidence.says}", found, "correct the file or the answer")
