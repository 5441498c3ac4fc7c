from fractions import Fraction

import pytest

from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers.fields import (
    exactly,
    field,
    fraction,
    fractions,
    natural,
    prime,
    residues,
    same,
    well_formed,
)


def certificate(**data):
    return Certificate("order", "Three.", Verdict.PROVED, "thm:x", data)


def test_what_is_read():
    given = certificate(n=3, xs=["1/2", 3], p=2147483629, text="a")
    assert natural(given, "n", 3) == 3 and field(given, "text", str) == "a"
    assert fractions(given, "xs") == [Fraction(1, 2), 3] and prime(given, "p") == 2147483629
    assert residues([0, 6], 7, "a row") == [0, 6]
    exactly(given, ["n", "xs", "p", "text"])
    same(given, "Three.", Verdict.PROVED, "thm:x")


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: natural(certificate(n=True), "n"), "give an integer"),
        (lambda: natural(certificate(n=2), "n", 3), "give an integer >= 3"),
        (lambda: natural(certificate(), "n"), "the field n of a certificate: None"),
        (lambda: fraction(0.5, "x"), "write it as text"),
        (lambda: fraction("1/0", "x"), "as an integer or a fraction"),
        (lambda: fraction(True, "x"), "write it as text"),
        (lambda: prime(certificate(prime=2**31 - 3)), "use a prime below"),
        (lambda: prime(certificate(prime=7)), "give an integer >= 1073741824"),
        (lambda: residues([7], 7, "a row"), "from 0 to 6"),
        (lambda: exactly(certificate(a=1), ["b"]), r"missing \['b'\], unknown \['a'\]"),
        (lambda: same(certificate(), "Four.", Verdict.PROVED, "thm:x"), "its data imply 'Four.'"),
        (lambda: same(certificate(), "Three.", Verdict.REFUTED, "thm:x"), "its data imply 'REFUTED'"),
        (lambda: same(certificate(), "Three.", Verdict.PROVED, "thm:y"), "its data imply 'thm:y'"),
        (lambda: well_formed(lambda: {}["a"], "m"), "the field m"),
    ],
)
def test_what_is_refused(read, message):
    with pytest.raises(InvalidCertificate, match=message):
        read()
