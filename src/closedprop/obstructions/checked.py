"""The list of all certificates of a run, each checked."""

from collections.abc import Mapping
from typing import Any

from closedprop.obstructions.certificate import Certificate, InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.scalars import Unable


def checked(records: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row a certificate: certificate, kind, verdict, paper, claim, checked.

    ``records`` maps names to JSON objects. Raises ``Unable`` that names the certificates which their checkers reject.

    >>> checked({})
    []
    """
    rows, rejected = [], []
    for name, record in records.items():
        try:
            verdict = check(record)
        except InvalidCertificate as error:
            rejected.append(f"{name} ({error})")
            continue
        given = Certificate.of(record)
        row = {"certificate": name, "kind": given.kind, "verdict": str(verdict), "paper": given.paper}
        rows.append(row | {"claim": given.claim, "checked": "accepted"})
    if rejected:
        raise Unable("the certificates of the run", f"rejected: {'; '.join(rejected)}", "find them anew")
    return rows
