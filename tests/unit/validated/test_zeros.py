from fractions import Fraction as Q
from itertools import pairwise

import flint
import pytest

from closedprop.scalars import BALLS, Invalid, Unable
from closedprop.validated import zeros
from closedprop.validated.zeros import isolate_zeros


def polynomial(coefficients):
    """Return value and slope of a polynomial over balls, by Horner's rule."""

    def value(x):
        total = BALLS.zero
        for coefficient in coefficients:
            total = total * x + coefficient
        return total

    degree = len(coefficients) - 1
    inner = [c * (degree - i) for i, c in enumerate(coefficients[:-1])]
    return value, polynomial(inner)[0] if len(inner) > 0 else (lambda x: BALLS.zero)


def test_the_zeros_of_a_chebyshev_polynomial():
    """T_12 has the zeros cos((2k - 1) pi / 24): one in each interval, and no interval without."""
    exact = [int(c) for c in flint.fmpz_poly.chebyshev_t(12).coeffs()][::-1]
    found = isolate_zeros(*polynomial(exact), (Q(-2), Q(2)))
    assert len(found.intervals) == 12
    truth = sorted(float((flint.arb.pi() * (2 * k - 1) / 24).cos()) for k in range(1, 13))
    for (low, high), zero in zip(found.intervals, truth, strict=True):
        assert low < zero < high
    assert all(one[1] <= other[0] for one, other in pairwise(found.intervals))


def test_a_symmetric_network_at_its_center():
    """The zero at 0 of tanh(3 tanh 3x) - x/2 sits on every cut through the middle."""

    def value(x):
        return (3 * (3 * x).tanh()).tanh() - x / 2

    def slope(x):
        inner = (3 * x).tanh()
        return 9 * (1 - inner**2) * (1 - (3 * inner).tanh() ** 2) - flint.arb(1) / 2

    found = isolate_zeros(value, slope, (Q(-3), Q(3)))
    assert len(found.intervals) == 3 and found.bits == 64 and found.blocks < 40
    assert sum(low < 0 < high for low, high in found.intervals) == 1


def test_the_middle_would_fail(monkeypatch):
    monkeypatch.setattr(zeros, "off_center", lambda block: (block[0] + block[1]) / 2)
    with pytest.raises(Unable, match=r"undecided at 128 bits on \["):
        isolate_zeros(*polynomial([1, 0, -4, 0]), (Q(-3), Q(3)), stop=128)


def test_zeros_that_need_more_bits():
    """Zeros at 1/3 and 1/3 + 2^-90 are told apart by more than 64 bits."""
    third, close = BALLS.convert, Q(1, 3) + Q(1, 2**90)
    value = lambda x: (x - third(Q(1, 3))) * (x - third(close))  # noqa: E731
    slope = lambda x: 2 * x - third(Q(1, 3) + close)  # noqa: E731
    found = isolate_zeros(value, slope, (Q(0), Q(1)), stop=1024)
    assert len(found.intervals) == 2 and found.bits > 64
    assert found.intervals[0][1] < close < found.intervals[1][1]


def test_none():
    assert isolate_zeros(*polynomial([1, 0, 1]), (Q(-5), Q(5))).intervals == ()
    assert isolate_zeros(lambda x: x.exp(), lambda x: x.exp(), (Q(-5), Q(5))).intervals == ()


def test_a_kink_with_both_slopes():
    """|x| - 1/2 and its slopes, with the slope of a ball over the kink in [-1, 1]."""
    sign = lambda x: flint.arb(1) if x > 0 else flint.arb(-1) if x < 0 else flint.arb(0, 1)  # noqa: E731
    found = isolate_zeros(lambda x: abs(x) - flint.arb(1) / 2, sign, (Q(-1), Q(1)))
    assert len(found.intervals) == 2


@pytest.mark.parametrize("coefficients", [[1, 0, 0], [1, -2, 1]])
def test_a_double_zero_is_undecided(coefficients):
    with pytest.raises(
        Unable, match=r"zeros on \[-1, 2\]: undecided at 128 bits on \[.*look for a multiple zero there"
    ):
        isolate_zeros(*polynomial(coefficients), (Q(-1), Q(2)), stop=128)


def test_a_zero_at_an_end_is_undecided():
    with pytest.raises(Unable, match="move the ends"):
        isolate_zeros(*polynomial([1, 0]), (Q(0), Q(2)), stop=128)


def test_a_pole_is_not_passed_over():
    with pytest.raises(Unable, match="undecided"):
        isolate_zeros(lambda x: 1 / x, lambda x: -1 / x**2, (Q(-1), Q(2)), stop=128)


def test_messages(monkeypatch):
    with pytest.raises(Invalid, match=r"zeros on \[1, 0\]: an empty interval; give increasing ends"):
        isolate_zeros(*polynomial([1, 0]), (Q(1), Q(0)))
    monkeypatch.setattr(zeros, "_MOST_BLOCKS", 5)
    exact = [int(c) for c in flint.fmpz_poly.chebyshev_t(12).coeffs()][::-1]
    with pytest.raises(Unable, match=r"zeros on \[-2, 2\]: \d+ found in 5 blocks and more to examine; take a shorter"):
        isolate_zeros(*polynomial(exact), (Q(-2), Q(2)))
