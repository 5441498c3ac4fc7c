"""Every kind of certificate by name. To add one: its finder, its line here, its checker, its label in the paper."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Any

from closedprop.errors import nearest
from closedprop.obstructions.certificate import Certificate
from closedprop.scalars import Invalid

#: Where each finder lives; it is imported when it is used.
CERTIFIERS: Mapping[str, str] = {
    "ade": "closedprop.obstructions.differential.certify:certify_ade",
    "circuit": "closedprop.obstructions.compilers.circuit_certificate:certify_circuit",
    "counting": "closedprop.obstructions.counting:certify_counting",
    "degree": "closedprop.obstructions.degree:certify_degree",
    "heights": "closedprop.obstructions.recurrence.heights:certify_heights",
    "horseshoe": "closedprop.obstructions.horseshoe.certify:certify_horseshoe",
    "machine": "closedprop.obstructions.compilers.machine_certificate:certify_machine",
    "order": "closedprop.obstructions.order.certify:certify_order",
    "pieces": "closedprop.obstructions.pieces:certify_pieces",
    "poincare": "closedprop.obstructions.recurrence.poincare:certify_poincare",
    "radicals": "closedprop.obstructions.radicals:certify_radicals",
    "recurrence": "closedprop.obstructions.recurrence.certify:certify_recurrence",
    "skolem": "closedprop.obstructions.skolem.certify:certify_skolem",
}


def finder(kind: str) -> Callable[..., Certificate]:
    """Return the finder of a kind.

    Raises ``Invalid`` naming the nearest for an unknown kind.
    """
    if kind not in CERTIFIERS:
        raise Invalid(f"a certificate of kind {kind!r}", "unknown", nearest(kind, CERTIFIERS))
    return resolve_name(CERTIFIERS[kind])


def certify(kind: str, *arguments: Any, **options: Any) -> Certificate:
    """Return a certificate of that kind; the arguments are those of its finder.

    Raises ``Invalid`` for an unknown kind, and what the finder raises.

    >>> from closedprop.obstructions.checkers import check
    >>> certificate = certify("order", activation="tanh", depth=2)
    >>> certificate.data["order"], str(check(certificate))
    (2, 'PROVED')
    """
    return finder(kind)(*arguments, **options)
