from fractions import Fraction

import pytest

from closedprop.algebra import characteristic_polynomial
from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.recurrence.certify import certify_recurrence
from closedprop.obstructions.recurrence.sequences import described, terms
from closedprop.scalars import PRIME, RATIONALS, Invalid, Unable, Undefined


def test_fibonacci():
    found = certify_recurrence(weight=[[1, 1], [1, 0]], top=[1, 0], unit=1)
    assert found.data["equation"] == [[-1], [-1], [1]]
    assert check(found) is Verdict.REFUTED


@pytest.mark.parametrize("width", [3, 4, 5])
def test_a_linear_network_has_its_characteristic_polynomial(width):
    weight = [[(i * i + 3 * j * j + 2 * i * j + 5 * i) % 7 - 3 for j in range(width)] for i in range(width)]
    found = certify_recurrence(weight=weight, top=[1] + [2] * (width - 1))
    polynomial = characteristic_polynomial(RATIONALS.array(weight), RATIONALS)
    assert found.data["equation"] == [[int(c.p)] for c in polynomial]


def test_hypergeometric_terms():
    factorials = [1]
    for n in range(1, 60):
        factorials.append(n * factorials[-1])
    assert certify_recurrence(terms=factorials, order=2, degree=2).data["equation"] == [[-1, -1], [1]]
    products = [Fraction(a, n + 1) + 2**n for n, a in enumerate(factorials)]
    found = certify_recurrence(terms=products, order=2, degree=4)
    assert found.verdict is Verdict.UNKNOWN and len(found.data["equation"]) == 3


def test_the_closed_form_at_multiplier_one():
    """z/(1+nz), and its delta 1/(1+nz)^2."""
    for of, degree in (("iterate", 1), ("delta", 2)):
        found = certify_recurrence(layer="z/(1+z)", start="2/3", of=of)
        assert found.verdict is Verdict.REFUTED
        assert [len(part) - 1 for part in found.data["equation"]] == [degree, degree]
    # n + 3/2 = 1/z_n, so (2 n + 3) z_n = (2 n + 5) z_(n+1)
    assert certify_recurrence(layer="z/(1+z)", start="2/3").data["equation"] == [[-3, -2], [5, 2]]


@pytest.mark.parametrize("layer", ["3*z*(1-z)", "4*z*(1-z)", "z^2-1", "(z+2/z)/2", "1/(1+z)", "z/(2*(1+z))"])
@pytest.mark.parametrize("of", ["iterate", "delta"])
def test_none_to_order_and_degree_ten(layer, of):
    found = certify_recurrence(layer=layer, start="1/5", of=of, order=10, degree=10, first=30)
    assert found.verdict is Verdict.PROVED
    assert found.data["rank"] == found.data["columns"] == 121


def test_coefficients_are_c_finite():
    """The coefficient of z^k in F^n is a combination of lambda^n, .., lambda^(kn); tanh is odd."""
    roots = [Fraction(1, 2), Fraction(1, 8), Fraction(1, 32)]
    equation = certify_recurrence(layer="tanh(z)/2", coefficient=5).data["equation"]
    assert len(equation) == 4
    assert [sum(c[0] * root**j for j, c in enumerate(equation)) for root in roots] == [0, 0, 0]


def test_a_relation_from_some_n_on_is_excluded_too():
    """Terms that are zero from 40 on have a recurrence there, and none before."""
    changing = [n**n for n in range(40)] + [0] * 60
    assert certify_recurrence(terms=changing, order=1, degree=1).verdict is Verdict.PROVED
    assert certify_recurrence(terms=changing, order=1, degree=1, first=45).data["equation"] == [[1]]


def test_two_number_systems_agree():
    source = described(layer="7/2*z*(1-z)", start="1/3", of="delta")
    field = PRIME(2147483629)
    assert terms(source, 8, field) == [field.convert(value) for value in terms(source, 8)]


def test_refusals():
    with pytest.raises(Undefined, match="use certify_poincare"):
        certify_recurrence(layer="tanh(z)", start="1/2")
    with pytest.raises(Invalid, match="give terms, or weight, top and unit"):
        certify_recurrence(layer="z/(1+z)")
    with pytest.raises(Invalid, match="give bounds >= 0"):
        certify_recurrence(terms=[1, 2], order=-1)
    with pytest.raises(Unable, match="give more terms"):
        certify_recurrence(terms=[1, 2])
    with pytest.raises(Undefined, match="a pole"):
        certify_recurrence(layer="1/z", start="0")
    with pytest.raises(Invalid, match="move the fixed point to 0"):
        certify_recurrence(layer="exp(z)", coefficient=2)
    with pytest.raises(Unable, match="work modulo a prime"):
        terms(described(layer="z^2+1", start="1/2", of="iterate"), 40)
