from math import log2, sqrt

import numpy as np
import pytest

from closedprop.obstructions.horseshoe.pfaffian import (
    khovanskii_bound,
    least_gates,
    least_order,
    least_order_on_interval,
    program_bound,
)
from closedprop.scalars import Invalid


def test_polynomials_have_their_degree():
    assert [khovanskii_bound(0, 1, beta) for beta in (1, 2, 7)] == [1, 2, 7]


def test_the_bound_holds_where_zeros_are_known():
    """exp(x) - c x has 2 zeros for c > e; x e^x + .. with polynomials of degree m has at most 2 m + 1 (Rolle)."""
    assert khovanskii_bound(1, 1, 1) >= 2
    for m in range(1, 6):
        assert khovanskii_bound(1, 1, m + 1) >= 2 * m + 1


@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (2, 1), (3, 4)])
def test_least_is_least(alpha, beta):
    for zeros in (1, 2, 3, 100, 2**50):
        order = least_order(zeros, alpha, beta)
        assert khovanskii_bound(order, alpha, beta) >= zeros
        assert order == 0 or khovanskii_bound(order - 1, alpha, beta) < zeros
        on_interval = least_order_on_interval(zeros, alpha, beta)
        assert khovanskii_bound(on_interval + 1, alpha + 2, beta) >= zeros
        assert on_interval == 0 or khovanskii_bound(on_interval, alpha + 2, beta) < zeros


@pytest.mark.parametrize(("order", "degree"), [(1, 1), (1, 2), (2, 3), (3, 3)])
def test_the_constant_of_the_paper(order, degree):
    """The explicit lower bound, and the growth like the square root of 2 n / order^2."""
    constant = order**2 + 2 * order * log2(degree + 3)
    depths = [2, 10, 100, 1000, 10_000, 40_000]
    gates = np.array([least_gates(2**n - 1, order, degree) for n in depths])
    assert (gates >= np.sqrt((np.array(depths) - 1) / constant)).all()
    assert abs(order * gates[-1] / sqrt(2 * depths[-1]) - 1) < 0.1  # derived: the correction is log2(n) / sqrt(n)


def test_the_recursion_has_enough_gates():
    """The n layers of two tanh neurons are a program with 2 n gates: no contradiction."""
    assert all(least_gates(2**n - 1, 1, 2) <= 2 * n for n in range(1, 200))


def test_a_program_without_gates_is_a_linear_function():
    assert program_bound(0) >= 1 and least_gates(1) == 0


def test_messages():
    with pytest.raises(Invalid, match=r"Khovanskii's bound for the format \(1, 0, 1\): not a format; give r >= 0"):
        khovanskii_bound(1, 0, 1)
