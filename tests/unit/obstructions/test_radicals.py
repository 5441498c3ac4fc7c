"""Algebraic degrees of inverse-square-root layers."""

from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np
import pytest

from closedprop.obstructions.checkers import check
from closedprop.obstructions.checkers.radicals import characteristic, is_irreducible
from closedprop.obstructions.radicals import certify_radicals, factor_degrees, norm_polynomial
from closedprop.obstructions.radicals_study import radicals_study
from closedprop.scalars import PRIME, RATIONALS, Invalid

P = 2147483629


def branches(w, b, n, z):
    """The 2^n values of x_n and of its derivative: one for each choice of signs."""
    for signs in product((1, -1), repeat=n):
        x, slope = z, 1.0
        for sign in signs:
            root = sign * sqrt(1 + x * x)
            x, slope = b + w * x / root, slope * w / root**3
        yield x, slope


@pytest.mark.parametrize("of", ["output", "delta"])
@pytest.mark.parametrize(("w", "b"), [(1, 1), (2, "-1/2"), (1, 0)])
def test_the_norm_is_the_product_over_all_branches(of, w, b):
    """At y = 7/5 in double precision, to 1e-9 relative: 8 factors of order one."""
    y, z = 1.4, 0.75
    expected = np.prod([y - pair[of == "delta"] for pair in branches(w, float(Fraction(b)), 3, z)])
    polynomial = norm_polynomial(w, b, 3, of, "3/4", RATIONALS)
    value = polynomial(RATIONALS.convert("7/5"))
    assert polynomial.degree() == 8
    assert int(value.p) / int(value.q) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("of", ["output", "delta"])
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_two_routes_to_the_norm(of, n):
    """Norms in the tower, and the characteristic polynomial of a matrix."""
    for z in (2, 5, 11):
        assert norm_polynomial("2/3", "-5", n, of, z, PRIME(P)) == characteristic(
            Fraction(2, 3), Fraction(-5), n, of, z, P
        )


#: With w = +-b and w = +-2b the proof of thm:radicals has its special cases; the theorem does not.
@pytest.mark.parametrize(("w", "b"), [(1, 1), (-3, 3), (2, 1), (2, -1), (1, 2), ("1/7", "5/3")])
@pytest.mark.parametrize("of", ["output", "delta"])
def test_with_bias_the_degree_doubles(w, b, of):
    for n in range(1, 5):
        certificate = certify_radicals(w, b, n, of)
        assert certificate.data["degree"] == 2**n and certificate.data["roots"] == n
        assert str(check(certificate)) == "PROVED"
        assert factor_degrees(w, b, n, of) == [2**n]


@pytest.mark.parametrize("of", ["output", "delta"])
def test_without_bias_it_stays_two(of):
    """thm:isru: x_n^2 (1 + S z^2) = w^(2n) z^2; the claim that the degree is 2^n is refuted."""
    assert [certify_radicals(3, 0, n, of).data["degree"] for n in range(1, 6)] == [2] * 5
    assert [str(check(certify_radicals(3, 0, n, of))) for n in range(1, 4)] == ["PROVED", "REFUTED", "REFUTED"]
    assert [factor_degrees(3, 0, n, of) for n in range(1, 5)] == [[2]] * 4


def test_irreducibility():
    """Against FLINT's factorization, for norms at many points."""
    for z in range(2, 40):
        polynomial = characteristic(Fraction(1), Fraction(1), 3, "output", z, P)
        assert is_irreducible(polynomial, P) == (polynomial.factor()[1][0][0].degree() == 8)


def test_study():
    rows = radicals_study([["1", "1"], ["1", "0"]], [1, 2, 3], rational_depth=2)
    assert len(rows) == 2 * 2 * 3
    assert [row["degree"] for row in rows] == [2, 4, 8, 2, 4, 8] + [2] * 6
    assert [row["factors"] for row in rows[:3]] == ["2", "4", ""]
    assert all(row["checked"] == row["verdict"] for row in rows)


def test_messages():
    with pytest.raises(Invalid, match="the algebraic degree of a network: weight 0 and 3 layers; give w != 0"):
        certify_radicals(0, 1, 3)
    with pytest.raises(Invalid, match="the algebraic degree of weights: unknown; ask for output or delta"):
        certify_radicals(of="weights")
