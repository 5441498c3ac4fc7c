import flint
import pytest

from closedprop.algebra import Recurrence
from closedprop.obstructions.checkers.skolem.tail import Tail


def _tail(coefficients, initial):
    values = [flint.fmpq(value) for value in initial]
    return Tail.of([flint.fmpq(c) for c in coefficients], values)


@pytest.mark.parametrize("coefficients", [(1, 1), (2, -4, 4), (0, 0, 3), (-2,), (1, 0, 0, -5)])
def test_states_are_the_terms(coefficients):
    initial = [3, -1, 4, 1][: len(coefficients)]
    tail, terms = _tail(coefficients, initial), Recurrence(coefficients, initial).terms(40)
    assert [tail.term(m) for m in range(30)] == terms[:30]
    assert tail.state(17) == terms[17 : 17 + len(coefficients)]


@pytest.mark.parametrize("k", [-1, -7, -30])
def test_states_backwards(k):
    tail = _tail((2, -4, 4), (0, 0, 1))
    state = tail.state(k)
    for _ in range(-k):
        state = [*state[1:], 2 * state[2] - 4 * state[1] + 4 * state[0]]
    assert state == [0, 0, 1]


def test_what_cannot_be_run_backwards_is_cut_off():
    tail = _tail((2, 0, 0), (5, 7, 1))
    assert (tail.start, tail.order, tail.before) == (2, 1, (5, 7))
    assert [tail.term(m) for m in range(5)] == [5, 7, 1, 2, 4]
    assert _tail((0, 0), (0, 1)).state(0) == [0]


def test_residues():
    tail = _tail((1, 1), (0, 1))
    assert tail.modulo(49, 10, k=3) == [int(a.p) % 49 for a in Recurrence([1, 1], [0, 1]).terms(13)[3:]]
    assert tail.is_reversible(7)
    assert not _tail((1, 7), (0, 1)).is_reversible(7)
    assert not Tail.of([flint.fmpq(1, 7), flint.fmpq(1)], [flint.fmpq(0), flint.fmpq(1)]).is_reversible(7)
