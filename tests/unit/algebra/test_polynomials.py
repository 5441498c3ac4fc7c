import flint
import numpy as np
import pytest

from closedprop.algebra import multiply, power_of_x, remainder
from closedprop.scalars import FLOATS, PRIME, RATIONALS


@pytest.mark.parametrize("degrees", [(0, 1), (3, 2), (1, 4), (6, 6)])
def test_division_agrees_with_flint(degrees):
    rng = np.random.default_rng(degrees)
    dividend = RATIONALS.array(rng.integers(-9, 10, degrees[0] + 1))
    monic = RATIONALS.array([*rng.integers(-9, 10, degrees[1]), 1])
    rest = remainder(dividend, monic)
    assert flint.fmpq_poly(list(rest)) == flint.fmpq_poly(list(dividend)) % flint.fmpq_poly(list(monic))
    product = multiply(dividend, monic)
    assert flint.fmpq_poly(list(product)) == flint.fmpq_poly(list(dividend)) * flint.fmpq_poly(list(monic))


@pytest.mark.parametrize("exponent", [0, 1, 2, 7, 32, 100])
def test_powers_of_x_agree_with_multiplication_step_by_step(exponent):
    over = PRIME(1000003)
    monic = over.array([5, -2, 0, 3, 1])
    slow = over.array([1, 0, 0, 0])
    for _ in range(exponent):
        slow = remainder(np.concatenate([over.array([0]), slow]), monic)
    assert (power_of_x(exponent, monic, over) == slow).all()


def test_powers_of_x_over_floats():
    assert power_of_x(10, FLOATS.array([-2.0, 1.0]), FLOATS) == pytest.approx([1024.0])
