import flint
import numpy as np
import pytest

from closedprop.algebra import Recurrence
from closedprop.scalars import RATIONALS, Invalid
from closedprop.solvable import delta_recurrence, linear_delta, network_of


@pytest.mark.parametrize("seed", range(5))
def test_components_of_delta_follow_both_recurrences(seed):
    rng = np.random.default_rng(seed)
    size = 1 + seed
    weight, top = rng.integers(-3, 4, (size, size)), rng.integers(-3, 4, size)
    for unit in range(size):
        truth = [linear_delta(weight, top, m, over=RATIONALS)[unit] for m in range(25)]
        shortest, full = (delta_recurrence(weight, top, unit, minimal) for minimal in (True, False))
        assert shortest.order <= full.order == size
        assert shortest.terms(25) == truth == full.terms(25)


def test_the_denominator_is_the_determinant():
    weight = RATIONALS.array([[1, 2, 0], [3, -1, 1], ["1/2", 0, 2]])
    _, denominator = delta_recurrence(weight, [1, 0, 0], 0).generating_function()
    for t in (1, 2, 5):
        entries = [int(i == j) - t * weight[i, j] for i in range(3) for j in range(3)]
        assert denominator(flint.fmpq(t)) == flint.fmpq_mat(3, 3, entries).det()


def test_every_recurrence_is_a_network():
    recurrence = Recurrence([2, "-1/3", 5], [1, 0, "7/2"])
    weight, top = network_of(recurrence)
    assert [linear_delta(weight, top, m, over=RATIONALS)[0] for m in range(12)] == recurrence.terms(12)


def test_messages():
    with pytest.raises(Invalid, match="the recurrence of unit 2: width 2; give a unit from 0 to 1"):
        delta_recurrence([[1, 1], [1, 0]], [1, 0], 2)
    with pytest.raises(Invalid, match="a network of a recurrence: order 0, the zero sequence"):
        network_of(Recurrence([], []))
