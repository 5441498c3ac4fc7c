"""A certificate: a claim with the data that prove it, as plain JSON that a reader can keep, send and check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from closedprop.errors import Invalid


class Verdict(StrEnum):
    """What a certificate says of its claim: it holds, it fails (the data are a counterexample), or neither is shown."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    UNKNOWN = "UNKNOWN"


class InvalidCertificate(Invalid):
    """A certificate that does not show what it says: a field is missing, has no meaning, or is contradicted.

    That a certificate is invalid says nothing about its claim.
    """


@dataclass(frozen=True)
class Certificate:
    """A claim, its verdict, the theorem of the paper it rests on, and the data of its kind.

    ``kind`` names the checker (see :data:`closedprop.obstructions.checkers.CHECKERS`), ``claim`` is one sentence,
    ``paper`` a label. ``data`` holds text, integers, lists and mappings only: a fraction is text such as ``"1/3"``, a residue
    an integer, the end of an interval a dyadic fraction. Nothing is proved until :func:`closedprop.obstructions.checkers.check`
    has accepted it.

    >>> Certificate("order", "tanh(z) has order 1.", Verdict.PROVED, "def:network", {"order": 1}).record()["verdict"]
    'PROVED'
    """

    kind: str
    claim: str
    verdict: Verdict
    paper: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return the certificate as one flat JSON object: kind, claim, verdict, paper, then the data."""
        return {
            "kind": self.kind,
            "claim": self.claim,
            "verdict": str(self.verdict),
            "paper": self.paper,
            **self.data,
        }

    @classmethod
    def of(cls, record: Any) -> "Certificate":
        """Return the certificate of a JSON object.

        Raises ``InvalidCertificate`` where kind, claim, verdict or paper is missing or no text, or the verdict is unknown.
        """
        if not isinstance(record, Mapping):
            raise InvalidCertificate("a certificate", f"a {type(record).__name__}", "give a JSON object")
        for key in ("kind", "claim", "verdict", "paper"):
            if not isinstance(record.get(key), str):
                raise InvalidCertificate(
                    "a certificate", f"no text under {key}", "write it as `closedprop certify` does"
                )
        if record["verdict"] not in list(Verdict):
            known = ", ".join(Verdict)
            raise InvalidCertificate("the verdict of a certificate", f"{record['verdict']!r}", f"use one of {known}")
        head = {key: record[key] for key in ("kind", "claim", "paper")}
        rest = {key: value for key, value in record.items() if key not in (*head, "verdict")}
        return cls(**head, verdict=Verdict(record["verdict"]), data=rest)
