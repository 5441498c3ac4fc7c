import flint
import pytest

from closedprop.obstructions.recurrence.poincare import certify_poincare, poincare_series
from closedprop.scalars import Invalid, Undefined


def test_closed_forms():
    assert poincare_series("z/(3*(1+z))", 5) == [flint.fmpq(3, 2) ** k for k in range(5)]  # t / (1 - 3 t / 2)
    assert poincare_series("z/4+(sqrt(1+4*z)-1)/8", 6) == [1, 1, 0, 0, 0, 0]
    # softplus - log 2 is conjugate to t/2 by log(1 + t)
    assert poincare_series("log((1+exp(z))/2)", 5) == [flint.fmpq((-1) ** (k + 1), k) for k in range(1, 6)]
    assert poincare_series("z/2", 3) == [1, 0, 0]


def test_inverse_square_root():
    """P = t / sqrt(1 - t^2 / (1 - w^2)), for w = 1/2."""
    series = poincare_series("z/(2*sqrt(1+z^2))", 8)
    a = flint.fmpq(4, 3)
    assert series == [1, 0, a / 2, 0, a * a * 3 / 8, 0, a**3 * 5 / 16, 0]


def test_the_series_of_an_iterate_is_the_same():
    assert poincare_series("tanh(tanh(z)/2)/2", 9) == poincare_series("tanh(z)/2", 9)


def test_counts():
    assert certify_poincare(layer="tanh(z)/2", order=6).data["nonzero"] == 7
    assert certify_poincare(layer="tanh(z)/2", order=6, terms=12).verdict == "UNKNOWN"


def test_refusals():
    with pytest.raises(Invalid, match="move an attracting fixed point to 0"):
        certify_poincare(layer="tanh(z)")
    with pytest.raises(Invalid, match=r"F\(0\) = 1/2"):
        certify_poincare(layer="1/(1+exp(-z))")
    with pytest.raises(Undefined, match="the Poincare series of log"):
        certify_poincare(layer="log(1+exp(z))-log(2)")
    with pytest.raises(Invalid, match="give an order >= 0"):
        certify_poincare(layer="tanh(z)/2", order=-1)
