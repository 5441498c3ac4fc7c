from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from closedprop.scalars import BALLS, RATIONALS, Invalid, Unable
from closedprop.solvable.gradient_descent import (
    RATES,
    Horseshoe,
    balanced_step,
    chebyshev_descent,
    chebyshev_slope,
    descent_step,
    descent_study,
    horseshoe,
)
from closedprop.validated.precision import precision


def test_a_step_is_minus_the_gradient():
    u, v, rate, h = 0.7, -0.4, 0.3, 1e-6

    def loss(u, v):
        return (1 - u * v) ** 2 / 2

    gradient = [(loss(u + h, v) - loss(u - h, v)) / (2 * h), (loss(u, v + h) - loss(u, v - h)) / (2 * h)]
    assert descent_step(u, v, rate) == pytest.approx((u - rate * gradient[0], v - rate * gradient[1]), abs=1e-9)


def test_the_balanced_lines_are_invariant():
    u, rate = RATIONALS.convert("3/7"), RATIONALS.convert("5/4")
    assert descent_step(u, u, rate, RATIONALS) == (balanced_step(u, rate),) * 2
    minus = descent_step(u, -u, rate, RATIONALS)
    assert minus == (u - rate * u - rate * u**3, -(u - rate * u - rate * u**3))


@pytest.mark.parametrize("start", ["1/2", "-7/5", "1", "3/2", "0", "13/11"])
def test_chebyshev_is_the_descent_exactly(start):
    u, slope = RATIONALS.convert(start), RATIONALS.one
    for steps in range(7):
        assert chebyshev_descent(start, steps, RATIONALS) == u
        assert chebyshev_slope(start, steps) == slope
        slope, u = slope * (3 - 6 * u * u), balanced_step(u, 2)


def test_another_rate_is_not_chebyshev():
    assert chebyshev_descent("1/2", 2, RATIONALS) != balanced_step(balanced_step(Fraction(1, 2), Fraction(21, 10)), 2)


def test_the_cosine_after_a_thousand_steps():
    with precision(4000):
        x = BALLS.convert("1/2") / BALLS.convert(2).sqrt()
        cosine = BALLS.convert(2).sqrt() * (x.acos() * 3**1000).cos()
        iterate = BALLS.convert("1/2")
        for _ in range(1000):
            iterate = balanced_step(iterate, 2)
        closed = chebyshev_descent("1/2", 1000, BALLS)
        assert cosine.overlaps(closed) and closed.overlaps(iterate)
        assert closed.rel_accuracy_bits() > 500 and iterate.rel_accuracy_bits() > 500
    assert chebyshev_descent(0.5, 1000) == pytest.approx(float(closed), rel=1e-15)


def test_floats_are_exact_where_the_recursion_in_floats_is_lost():
    u = 0.3
    for _ in range(60):
        u = balanced_step(u, 2.0)
    exact = Fraction(0.3)
    for _ in range(7):
        exact = balanced_step(exact, 2)
    assert chebyshev_descent(0.3, 7) == float(exact)
    assert abs(chebyshev_descent(0.3, 60) - u) > 1e-3  # 3^60 errors of rounding


def test_the_other_solvable_rates_are_on_the_other_line():
    u = 0.4
    v = -u
    for step in range(1, 4):
        u, v = descent_step(u, v, 4)
        assert u == pytest.approx((-1) ** step * np.sinh(3**step * np.arcsinh(0.4)), rel=1e-12)
    assert descent_step("2/3", "-2/3", 1, RATIONALS)[0] == RATIONALS.convert("-8/27")


@pytest.mark.parametrize("rate", [rate for rate in RATES if Fraction(rate) >= Fraction(17, 10)])
def test_horseshoes_of_the_map_itself(rate):
    found = horseshoe(rate)
    assert found.iterate == 1 and found.verified() and found.verified(BALLS)


def test_the_proof_for_all_large_rates():
    for rate in np.linspace(1.5981, 40, 200):  # 3 sqrt(3) / 2 - 1 = 1.59807..
        zero, critical = np.sqrt(1 + 1 / rate), np.sqrt((1 + rate) / (3 * rate))
        assert critical < zero and balanced_step(critical, rate) > zero
    rate = 1.598
    assert balanced_step(np.sqrt((1 + rate) / (3 * rate)), rate) < np.sqrt(1 + 1 / rate)


def test_a_horseshoe_of_the_second_iterate():
    found = horseshoe("3/2")
    assert found.iterate == 2 and found.verified() and found.verified(BALLS)
    (a, b), (c, d) = found.left, found.right
    assert a < b < c < d
    for low, high in (found.left, found.right):  # by hand
        images = sorted(balanced_step(balanced_step(end, Fraction(3, 2)), Fraction(3, 2)) for end in (low, high))
        assert images[0] <= a and images[1] >= d


def test_mutated_certificates_are_rejected():
    found = horseshoe("19/10")
    (a, b), (c, d) = found.left, found.right
    for wrong in (
        replace(found, rate=Fraction(1)),
        replace(found, iterate=0),
        replace(found, left=(a, c), right=(b, d)),
        replace(found, left=(a - 1, b)),
        replace(found, left=(a, b - Fraction(1, 5))),
        replace(found, right=(c + Fraction(1, 5), d)),
        replace(found, right=(c, d + 1)),
        Horseshoe(found.rate, 1, found.right, found.left),
    ):
        assert not wrong.verified() and not wrong.verified(BALLS)


def test_the_study():
    rows = descent_study(["2", "21/10"])
    assert [row["closed_form"] for row in rows] == ["Chebyshev", ""]
    assert all(row["exact"] and row["balls"] and row["iterate"] == 1 for row in rows)
    assert rows[0]["entropy"] == pytest.approx(np.log(2))


def test_messages():
    with pytest.raises(Invalid, match="gradient descent over -1 steps: a negative number; give at least 0"):
        chebyshev_descent(1, -1)
    with pytest.raises(Invalid, match="gradient descent at the rate -1: not positive; give a positive rate"):
        horseshoe(-1)
    with pytest.raises(Unable, match="a horseshoe at the rate 1/2: none up to iterate 1; try a larger rate"):
        horseshoe("1/2", most_iterates=1)
