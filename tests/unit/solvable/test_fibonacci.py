import pytest
import sympy as sp

from closedprop.networks import Network, backward
from closedprop.scalars import RATIONALS, Invalid
from closedprop.solvable import binet, fibonacci_delta
from closedprop.solvable.fibonacci import DELTA_TOP, WEIGHT


def test_binet_gives_the_fibonacci_numbers():
    assert [binet(m) for m in range(60)] == [int(sp.fibonacci(m)) for m in range(60)]


def test_the_deltas_of_the_network_are_fibonacci_numbers():
    deltas = backward(Network.tied(WEIGHT, 40, activation="identity"), [1, 1], DELTA_TOP, over=RATIONALS).deltas
    for m, delta in enumerate(reversed(deltas)):
        assert tuple(delta) == fibonacci_delta(m) == (int(sp.fibonacci(m + 1)), int(sp.fibonacci(m)))


def test_messages():
    with pytest.raises(Invalid, match="the Fibonacci number F_-1: a negative index; give m >= 0"):
        binet(-1)
