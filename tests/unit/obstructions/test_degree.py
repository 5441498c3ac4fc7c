"""Degrees of polynomial networks, and what they force."""

import numpy as np
import pytest
import sympy as sp

from closedprop.networks import Network, activation, backward, forward
from closedprop.obstructions.checkers import check
from closedprop.obstructions.degree import (
    certify_degree,
    formula_leaves,
    joint_bound,
    line_polynomials,
    operations_used,
    random_polynomial_network,
)
from closedprop.obstructions.degree_study import degree_study
from closedprop.scalars import EXPRESSIONS, Invalid, Unable

P = 2147483629
#: The first component of the third layer cancels, so that its degree is 4 and not 8.
CANCELLING = Network([[[1, 1], [1, 1]], [[1, -1], [2, 1]], [[1, 0], [0, 1]]], [[0, 1], [1, 3], [0, 0]], "quadratic")


@pytest.mark.parametrize("of", ["output", "delta"])
def test_the_polynomials_along_a_line_are_those_of_sympy(of):
    network, t = random_polynomial_network(3, 2, 3, "quadratic", tied=False), sp.Symbol("t", real=True)
    point, direction = [1, -2], [3, 5]
    x = [p + q * t for p, q in zip(point, direction, strict=True)]
    top = [2, -1] if of == "delta" else None
    exact = forward(network, x, EXPRESSIONS).output if top is None else backward(network, x, top, EXPRESSIONS).deltas[0]
    for ours, theirs in zip(line_polynomials(network, point, direction, top, P), exact, strict=True):
        coefficients = sp.Poly(sp.expand(theirs), t).all_coeffs()[::-1]
        assert [int(c) for c in ours.coeffs()] == [int(c.p) * pow(int(c.q), -1, P) % P for c in coefficients]


@pytest.mark.parametrize("n", range(1, 11))
def test_scalar_degrees_and_the_recursion(n):
    """thm:degree: 2^n, 2^n - 1; n and 2n - 2 gates; as many leaves as the degree."""
    network = random_polynomial_network(1, 1, n, "quadratic")
    for of, degree, used in (("output", 2**n, n), ("delta", 2**n - 1, 2 * n - 2)):
        data = certify_degree(network, of=of).data
        assert data["degree"] == data["formal"] == degree == formula_leaves(network, of)
        assert operations_used(network, of) == used
        assert data["operations"] == joint_bound(network, of) == (n if of == "output" or n > 1 else 0)


@pytest.mark.parametrize("width", [2, 3])
@pytest.mark.parametrize("n", [2, 3, 5])
def test_the_recursion_of_several_neurons(width, n):
    """prop:degree-vector: n N squares; N (n - 1) squares and as many products; within a factor of two of the bound."""
    network = random_polynomial_network(2, width, n, "quadratic", tied=False)
    assert operations_used(network) == joint_bound(network) == n * width
    assert operations_used(network, "delta") == 2 * width * (n - 1) <= 2 * joint_bound(network, "delta")


def test_cancellation_lowers_the_degree():
    certificate = certify_degree(CANCELLING)
    assert (certificate.data["formal"], certificate.data["degree"], certificate.data["operations"]) == (8, 4, 2)
    assert "degree at least 4" in certificate.claim and str(check(certificate)) == "PROVED"
    assert certify_degree(CANCELLING, component=1).data["degree"] == 8


def test_preimages_under_the_gradient():
    """The condition of prop:degree-vector in a case: grad J = (3, 5) has (2^2 - 1)^2 = 9 different solutions."""
    network, (x, y) = random_polynomial_network(5, 2, 2, "quadratic"), sp.symbols("x y", real=True)
    assert joint_bound(network, "delta") == 4  # 2^4 >= 9 > 2^3
    first, second = backward(network, [x, y], [1, 1], EXPRESSIONS).deltas[0]
    solutions = sp.Poly(sp.resultant(sp.expand(first) - 3, sp.expand(second) - 5, y), x)
    assert solutions.degree() == 9 and sp.gcd(solutions, solutions.diff(x)).degree() == 0


def test_preimages_under_the_outputs():
    """Two layers of two squares: 2^(2*2) preimages, seen in the coordinate u = x + 2 y, in which they differ."""
    network, (u, y) = random_polynomial_network(5, 2, 2, "quadratic"), sp.symbols("u y", real=True)
    first, second = forward(network, [u - 2 * y, y], EXPRESSIONS).output
    solutions = sp.Poly(sp.resultant(sp.expand(first) - 3, sp.expand(second) - 5, y), u)
    assert sp.gcd(solutions, solutions.diff(u)).degree() == 0 and solutions.degree() == 16


def test_the_bound_for_delta_needs_its_condition():
    """The columns of the last weight sum to 0 and 2, so that J depends on one square only and its derivatives share zeros."""
    network = Network([[[1, 2], [3, 1]], [[1, 1], [-1, 1]]], activation="quadratic")
    with pytest.raises(Invalid, match="a bound for delta: a common zero of the derivatives; use other weights"):
        joint_bound(network, "delta")
    assert joint_bound(network) == 4


def test_the_exceptional_map_has_the_same_degree():
    chaotic = Network.tied([[1]], 7, activation=activation("logistic", r=4))
    assert certify_degree(chaotic).data["degree"] == 64
    assert operations_used(chaotic, "delta") == 10


def test_a_network_from_a_record_and_floats():
    record = {"weights": [[2]], "biases": ["1/3"], "activation": "quadratic", "tied": True, "depth": 4}
    assert certify_degree(record).data["degree"] == 8
    floats = Network.tied(np.array([[0.5]]), 4, activation="quadratic")
    assert certify_degree(floats).data["network"]["weights"] == [["1/2"]]


def test_study():
    rows = degree_study([1, 2, 3], [2], [2], seed=1)
    assert len(rows) == 2 * (3 + 3 + 2)
    assert {row["checked"] for row in rows} == {"PROVED"}
    last = [row for row in rows if row["activation"] == "quadratic" and row["width"] == 1][-1]
    assert (last["of"], last["degree"], last["bound"], last["recursion"], last["leaves"]) == ("delta", 7, 3, 4, 7)


def test_messages():
    with pytest.raises(Invalid, match="the degree of weights: unknown; ask for output or delta"):
        certify_degree(of="weights")
    with pytest.raises(Invalid, match="the polynomials of tanh: none over the rationals; use quadratic or relu"):
        certify_degree(activation="tanh")
    with pytest.raises(Invalid, match="the degree of relu: not that of a polynomial; use quadratic or logistic"):
        certify_degree(activation="relu")
    with pytest.raises(Unable, match="polynomials of degree 1048576: more than 131072; take fewer layers"):
        certify_degree(depth=20)
    with pytest.raises(Unable, match="a certificate of a degree: a constant along the line; take another component"):
        certify_degree(Network([[[0]]], [[1]], "quadratic"))
    with pytest.raises(Invalid, match=r"a bound for all outputs: W\^\(1\) is singular; use invertible weights"):
        joint_bound(CANCELLING)
    with pytest.raises(Invalid, match="unequal widths or no quadratic; use square layers of one width"):
        joint_bound(Network([[[1, 2]]], activation="quadratic"))
