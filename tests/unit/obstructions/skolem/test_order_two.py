import pytest

from closedprop.algebra import Recurrence
from closedprop.obstructions.skolem.order_two import decide
from closedprop.scalars import RATIONALS

_RANGE = range(-3, 4)


@pytest.mark.parametrize("c_1", _RANGE)
@pytest.mark.parametrize("c_2", [c for c in _RANGE if c])
def test_against_forty_terms(c_1, c_2):
    """All small recurrences of order two: the zeros among the first forty terms are those that are decided."""
    for a_0 in range(-4, 5):
        for a_1 in range(-4, 5):
            if a_1 * a_1 - c_1 * a_0 * a_1 - c_2 * a_0 * a_0 == 0:
                continue  # a shorter recurrence, or zero
            tail = Recurrence([c_1, c_2], [a_0, a_1])
            decision = decide(tail)
            decided = set(decision.zeros) | {m for first, step in decision.progressions for m in range(first, 40, step)}
            seen = {m for m, a in enumerate(tail.terms(40)) if a == 0}
            assert seen == {m for m in decided if m < 40}


def test_a_zero_far_away():
    """(1 + 2i)^m and its conjugate: the numerators of the planted zero have hundreds of digits."""
    now, after = RATIONALS.zero, RATIONALS.one
    for _ in range(1000):
        now, after = (2 * now - after) / 5, now
    decision = decide(Recurrence([2, -5], [now, after]))
    assert decision.zeros == [1000] and decision.witness["case"] == "denominator"


def test_the_witness():
    assert decide(Recurrence([1, 1], [0, 1])).witness == {"case": "size", "ratio": "-3", "target": "2", "candidate": 0}
    # Lucas numbers: the target is reached by no index
    assert decide(Recurrence([1, 1], [2, 1])).witness["candidate"] == ""
    assert decide(Recurrence([1, 1], [2, 1])).zeros == []
