"""Reading the fields of a certificate: every mistake is an ``InvalidCertificate`` that names the field."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint

from closedprop.errors import ClosedPropError
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict


def demand(holds: bool, asked: str, found: str, do: str = "find the certificate anew") -> None:
    """Raise ``InvalidCertificate`` unless the condition holds."""
    if not holds:
        raise InvalidCertificate(asked, found, do)


def field(certificate: Certificate, name: str, kind: type | tuple[type, ...]) -> Any:
    """Return a field of the given type; a bool is no int."""
    value = certificate.data.get(name)
    proper = isinstance(value, kind) and not (isinstance(value, bool) and kind is int)
    demand(proper, f"the field {name} of a certificate", f"{value!r:.80}", f"give {_described(kind)}")
    return value


def natural(certificate: Certificate, name: str, least: int = 0) -> int:
    """Return a field that is an integer and at least ``least``."""
    value = field(certificate, name, int)
    demand(value >= least, f"the field {name} of a certificate", f"{value}", f"give an integer >= {least}")
    return value


def fraction(value: Any, name: str) -> Fraction:
    """Return an exact number: an integer or text such as "-3/4"; never a float."""
    # "1e999999999" is a number that Fraction would write out.
    proper = isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d+(/\d+)?", value) is not None)
    demand(
        proper and not isinstance(value, bool),
        f"a number of {name}",
        f"{value!r:.80}",
        "write it as text",
    )
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise InvalidCertificate(
            f"a number of {name}", f"{value!r:.80}", "write it as an integer or a fraction"
        ) from None


def fractions(certificate: Certificate, name: str) -> list[Fraction]:
    """Return a field that is a list of exact numbers."""
    return [fraction(value, name) for value in field(certificate, name, list)]


def prime(certificate: Certificate, name: str = "prime") -> int:
    """Return a field that is a prime below 2**64 and at least 2**30, so that a chance coincidence is rare."""
    p = natural(certificate, name, 2**30)
    demand(
        p < 2**64 and bool(flint.fmpz(p).is_prime()),
        f"the field {name} of a certificate",
        f"{p}",
        "use a prime below 2**64",
    )
    return p


def residues(values: Any, p: int, name: str) -> list[int]:
    """Return a list of integers in [0, p)."""
    proper = isinstance(values, list) and all(
        isinstance(v, int) and not isinstance(v, bool) and 0 <= v < p for v in values
    )
    demand(proper, f"the residues of {name}", f"{values!r:.80}", f"give integers from 0 to {p - 1}")
    return values


def same(certificate: Certificate, claim: str, verdict: Verdict, paper: str) -> None:
    """Demand that sentence, verdict and label are those that the data imply."""
    for name, given, implied in (
        ("claim", certificate.claim, claim),
        ("verdict", str(certificate.verdict), str(verdict)),
        ("paper", certificate.paper, paper),
    ):
        demand(given == implied, f"the {name} of a certificate", f"{given!r:.200}", f"its data imply {implied!r}")


def exactly(certificate: Certificate, names: Sequence[str]) -> None:
    """Demand that the certificate has these fields and no others."""
    missing = sorted(set(names) - set(certificate.data))
    unknown = sorted(set(certificate.data) - set(names))
    demand(
        not missing and not unknown,
        "the fields of a certificate",
        f"missing {missing}, unknown {unknown}",
        f"give {', '.join(names)}",
    )


def well_formed(read: Callable[[], Any], name: str) -> Any:
    """Return what ``read`` returns; a lookup or a conversion that fails in it is an invalid certificate."""
    try:
        return read()
    except InvalidCertificate:
        raise
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, ClosedPropError) as error:
        raise InvalidCertificate(
            f"the field {name} of a certificate", f"{error}", "find the certificate anew"
        ) from None


def _described(kind: type | tuple[type, ...]) -> str:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(
        {int: "an integer", str: "text", list: "a list", dict: "a mapping", bool: "true or false"}.get(k, k.__name__)
        for k in kinds
    )
