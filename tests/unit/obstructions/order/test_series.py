import pytest

from closedprop.algebra.power_series import product, quotient
from closedprop.errors import Unable
from closedprop.networks import ACTIVATIONS
from closedprop.networks.gates import GATES, gate_of
from closedprop.obstructions.order.series import Series, states_along
from closedprop.scalars import PRIME

P = 10007
A, B = [3, 1, 4, 1, 5, 9], [2, 7, 1, 8, 2, 8]


def _series(terms):
    return Series.of(terms, P)


def test_arithmetic_is_that_of_power_series():
    over = PRIME(P)
    a, b = list(over.array(A)), list(over.array(B))
    assert (_series(A) * _series(B)).coefficients() == [int(c) for c in product(a, b)]
    assert (_series(A) / _series(B)).coefficients() == [int(c) for c in quotient(a, b)]
    assert (_series(A) + _series(B[:3])).coefficients() == [5, 8, 5]
    assert (_series(A[:2]) - _series(B)).coefficients() == [1, P - 6]
    assert (2 - 3 * _series(A)).coefficients()[:2] == [P - 7, P - 3]
    assert (_series(A) / 2 * 2).coefficients() == A and (1 / _series(A) * _series(A)).coefficients() == [1, *[0] * 5]


def test_derivative_and_integral():
    assert _series(A).derivative().coefficients() == [1, 8, 3, 20, 45]
    assert _series(A).derivative().integral(3).coefficients() == A


def test_a_pole_is_told():
    with pytest.raises(Unable, match="a power series of a gate: a pole at the random point; use another seed"):
        1 / _series([0, 1, 2])


@pytest.mark.parametrize("name", ["tanh", "exp", *(name for name in GATES if name != "cos")])
def test_states_solve_their_system(name):
    """Also composed with an inner series: D u = G(u, h) D h term by term."""
    gate = gate_of(ACTIVATIONS[name])
    h = _series([5, 3, 1, 4, 1, 5, 9, 2])
    states = states_along(gate, [7, 11][: gate.size], h)
    for state, rate in zip(states, gate.field(states, h), strict=True):
        assert state.length == 8
        assert state.derivative().coefficients() == (rate.first(7) * h.derivative()).coefficients()
