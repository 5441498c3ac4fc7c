import pytest

from closedprop.algebra.power_series import product, quotient
from closedprop.algebra.streams import Stream, solution
from closedprop.scalars import PRIME

P = 10007
A, B = [3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]


def _stream(terms):
    return Stream(P, lambda k: 0, terms)


def _first(stream, count=8):
    return [stream[k] for k in range(count)]


def test_arithmetic_is_that_of_power_series():
    over = PRIME(P)
    a, b = over.array(A), over.array(B)
    assert _first(_stream(A) * _stream(B)) == [int(c) for c in product(list(a), list(b))]
    assert _first(_stream(A) / _stream(B)) == [int(c) for c in quotient(list(a), list(b))]
    assert _first(_stream(A) - _stream(B)) == [int(x - y) for x, y in zip(a, b, strict=True)]
    assert _first(2 - _stream(A) * 3)[:2] == [(2 - 9) % P, P - 3]
    assert _first(6 / _stream([2])) == [3] + [0] * 7
    assert _first(_stream(A) / 2)[0] * 2 % P == 3
    assert _first(_stream(A).derivative(), 3) == [1, 8, 3]


def test_a_series_from_its_equation():
    tangent = solution(P, 0, lambda: 1 + tangent * tangent)
    assert [tangent[k] for k in (0, 1, 2)] == [0, 1, 0]
    assert tangent[3] * 3 % P == 1 and tangent[5] * 15 % P == 2


def test_no_quotient_without_constant_term():
    with pytest.raises(ZeroDivisionError, match=f"0 has no inverse modulo {P}"):
        (_stream([1]) / _stream([0, 1]))[0]


def test_other_numbers_are_left_to_the_other_operand():
    with pytest.raises(TypeError):
        _stream(A) * 1.5
