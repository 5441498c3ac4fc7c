"""The checkers: small, rigorous, and written apart from the finders, none of which they import.

A checker takes a certificate and recomputes what it says by another route than the finder's. It returns nothing if the
claim follows with the verdict given, and raises :class:`InvalidCertificate` otherwise. To add a kind: its file here with a
function ``check``, and its line in :data:`CHECKERS`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from closedprop.errors import nearest
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict

#: The module of each kind's checker; it is imported when it is used.
CHECKERS: Mapping[str, str] = {
    "counting": "counting",
    "degree": "degree",
    "pieces": "pieces",
    "radicals": "radicals",
    "horseshoe": "horseshoe",
    "ade": "ade",
    "order": "order",
    "circuit": "circuit",
    "machine": "machine",
    "heights": "heights",
    "poincare": "poincare",
    "recurrence": "recurrence",
    "skolem": "skolem",
}


def check(certificate: Certificate | Mapping[str, Any]) -> Verdict:
    """Return the verdict of a certificate after recomputing what it says.

    Cost: at most about that of finding it.
    Raises ``InvalidCertificate`` for a certificate that is malformed, incomplete or contradicted by the recomputation.
    """
    given = certificate if isinstance(certificate, Certificate) else Certificate.of(certificate)
    if given.kind not in CHECKERS:
        raise InvalidCertificate(f"a certificate of kind {given.kind!r}", "unknown", nearest(given.kind, CHECKERS))
    import_module(f"closedprop.obstructions.checkers.{CHECKERS[given.kind]}").check(given)
    return given.verdict
