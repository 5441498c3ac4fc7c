import pytest

from closedprop.algebra import Recurrence
from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.skolem.certify import certify_skolem
from closedprop.scalars import RATIONALS, Invalid


def _companion(coefficients, initial):
    """The network whose delta has this recurrence, (c_1, .., c_r)."""
    size = len(coefficients)
    weight = [[int(i == j + 1) for j in range(size)] for i in range(size)]
    for i, row in enumerate(weight):
        row[-1] = coefficients[size - 1 - i]
    return certify_skolem(weight=weight, top=initial, unit=0, bound=3000)


#: Known zeros: Berstel's sequence, the Tribonacci numbers, the Padovan and Perrin sequences.
KNOWN = [
    ((2, -4, 4), (0, 0, 1), [0, 1, 4, 6, 13, 52]),
    ((1, 1, 1), (0, 0, 1), [0, 1]),
    ((0, 1, 1), (1, 0, 0), [1, 2, 4]),
    ((0, 1, 1), (3, 0, 2), [1]),
    ((1, 0, 0, 0, -1), (0, 1, 2, 3, 4), [0]),
]


@pytest.mark.parametrize(("coefficients", "initial", "zeros"), KNOWN)
def test_known_zeros(coefficients, initial, zeros):
    found = _companion(coefficients, initial)
    assert found.data["zeros"] == zeros and found.data["progressions"] == []
    assert [m for m, a in enumerate(Recurrence(coefficients, initial).terms(500)) if a == 0] == zeros
    assert check(found) is found.verdict


def test_the_zeros_before_the_start_count_for_the_isolation():
    """The Tribonacci numbers 0, 0, 1, continued backwards, vanish at -3 and -16 as well."""
    data = _companion((1, 1, 1), (0, 0, 1)).data
    assert data["method"] == "isolation" and data["all_zeros"] == [-16, -3, 0, 1]


@pytest.mark.parametrize("position", [0, 1, 7, 40, 300])
@pytest.mark.parametrize("coefficients", [(1, 1), (2, -5), (3, -2), ("7/2", "-1"), (1, 3)])
def test_a_planted_zero_of_order_two(coefficients, position):
    """Run the recurrence backwards from 0, 1 at the position: the one zero is found there."""
    c_1, c_2 = Recurrence(coefficients, [0, 0]).coefficients
    now, after = RATIONALS.zero, RATIONALS.one
    for _ in range(position):
        now, after = (after - c_1 * now) / c_2, now
    found = _companion(coefficients, [str(now), str(after)])
    assert found.data["zeros"] == [position] and found.verdict is Verdict.PROVED
    assert check(found) is Verdict.PROVED


def test_transients_and_zero_tails():
    data = certify_skolem(weight=[[0, 0, 0], [1, 0, 0], [0, 1, 0]], top=[0, 0, 1]).data
    assert (data["zeros"], data["progressions"]) == ([0, 1], [[3, 1]])
    data = certify_skolem(weight=[[0]], top=[0]).data
    assert (data["zeros"], data["progressions"], data["coefficients"]) == ([], [[0, 1]], [])
    data = certify_skolem(weight=[[0, 0], [1, 2]], top=[0, 3]).data
    assert (data["zeros"], data["progressions"]) == ([0], [])


@pytest.mark.parametrize(("weight", "turn"), [([[0, 2], [3, 0]], 2), ([[1, 1], [-1, 0]], 3), ([[1, -1], [1, 1]], 4)])
def test_periodic_zeros(weight, turn):
    data = certify_skolem(weight=weight, top=[1, 0]).data
    assert data["case"] == "root of unity"
    assert [step for _, step in data["progressions"]] in ([turn], [])


def test_what_stays_open():
    """A double zero, as of (m - 3)^2 2^m, is found, but no prime isolates it."""
    found = certify_skolem(weight=[[2, 0, 0], [1, 2, 0], [0, 1, 2]], top=[9, -10, 8], bound=5000)
    assert (found.verdict, found.data["zeros"], found.data["bound"]) == (Verdict.UNKNOWN, [3], 5000)


def test_refusals():
    with pytest.raises(Invalid, match="give a bound of at least 1"):
        certify_skolem(weight=[[1]], top=[1], bound=0)
    with pytest.raises(Invalid, match="make them fit"):
        certify_skolem(weight=[[1]], top=[1], unit=1)
