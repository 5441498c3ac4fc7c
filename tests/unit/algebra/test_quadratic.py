import pytest

from closedprop.algebra import Quadratic
from closedprop.scalars import Invalid

GOLDEN = Quadratic("1/2", "1/2", 5)


def test_the_golden_ratio_satisfies_its_equation():
    assert GOLDEN + Quadratic(1, 0, 5) == GOLDEN * GOLDEN
    assert GOLDEN - GOLDEN.conjugate() == Quadratic(0, 1, 5)


def test_division_inverts_multiplication():
    left, right = Quadratic("3/7", -2, -3), Quadratic(1, "5/2", -3)
    assert (left * right) / right == left


@pytest.mark.parametrize("exponent", [0, 1, 2, 5, 12])
def test_powers(exponent):
    product = Quadratic(1, 0, 5)
    for _ in range(exponent):
        product = product * GOLDEN
    assert GOLDEN**exponent == product


def test_messages():
    with pytest.raises(Invalid, match=r"Q\(sqrt\(9\)\): a square, so sqrt\(d\) is rational; use over=RATIONALS"):
        Quadratic(1, 1, 9)
    with pytest.raises(Invalid, match=r"sqrt\(5\) and sqrt\(2\); use one field"):
        GOLDEN + Quadratic(1, 1, 2)
