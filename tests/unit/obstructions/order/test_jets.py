"""The matrices behind the ranks, against symbolic differentiation of small networks."""

import random

import pytest
import sympy as sp

from closedprop.networks import Activation, Network
from closedprop.networks.gates import gate_of
from closedprop.networks.line import Line
from closedprop.obstructions.order.hypotheses import hypotheses
from closedprop.obstructions.order.jets import jets
from closedprop.obstructions.order.joined import joined
from closedprop.obstructions.order.modular import modular, random_point
from closedprop.obstructions.order.span import span_dimension

P = 2147483629


def _ranks(line, of="output", index=(), seed=0):
    draw = lambda: random_numbers.randrange(1, P)  # noqa: E731
    random_numbers = random.Random(seed)
    gate = gate_of(line.activation)
    neurons = joined(line, of, index)
    found = hypotheses(line, gate, neurons, of, index)
    net = modular(line, neurons, P, draw)
    seen = jets(gate, net, neurons, found, random_point(gate, found, neurons, draw), of, index)
    return seen, span_dimension(gate, net, neurons, found, of, index, draw), found


def _symbolic_rank(line, of, index):
    """Return the rank of d(q, Dq, ...)/dT for a tanh network of independent rows, at a random rational point."""
    T = [[sp.Symbol(f"T{l}_{i}") for i in range(width)] for l, width in enumerate(line.widths[:-1])]
    a = [sp.Rational(7, 3), sp.Rational(5, 11), sp.Rational(2, 13)][: line.widths[0]]
    weights = [sp.Matrix([[sp.Rational(str(x)) for x in row] for row in weight]) for weight in line.weights]
    rates = [[(1 - t**2) * x for t, x in zip(T[0], a, strict=True)]]
    for l in range(1, line.layers):
        inner = weights[l - 1] * sp.Matrix(rates[-1])
        rates.append([(1 - t**2) * x for t, x in zip(T[l], inner, strict=True)])
    deltas = [[sp.Rational(str(u)) for u in line.output]]
    for l in range(line.layers, 0, -1):
        arriving = weights[l - 1].T * sp.Matrix(deltas[0])
        deltas.insert(0, [(1 - t**2) * x for t, x in zip(T[l - 1], arriving, strict=True)])
    q = {
        "output": lambda: (weights[-1] * sp.Matrix(T[-1])).dot(sp.Matrix([sp.Rational(str(u)) for u in line.output])),
        "derivative": lambda: sum(x * delta for x, delta in zip(a, deltas[0], strict=True)),
        "delta": lambda: deltas[index[0] - 1][index[1]],
        "weight": lambda: deltas[index[0]][index[1]] * T[index[0] - 1][index[2]],
    }[of]()
    symbols = [t for layer in T for t in layer]
    flow = [rate for layer in rates for rate in layer]
    rows = []
    point = {t: sp.Rational(k + 2, 3 * k + 7) for k, t in enumerate(symbols)}
    for _ in symbols:
        gradient = [sp.diff(q, t) for t in symbols]
        rows.append([component.subs(point) for component in gradient])
        q = sum(component * rate for component, rate in zip(gradient, flow, strict=True))
    return sp.Matrix(rows).rank()


NETWORK = Network([[[1, 2], [3, "1/2"]], [["1/3", 1]]], [["1/2", 0], [0]])


@pytest.mark.parametrize(
    ("of", "index"),
    [
        ("output", ()),
        ("derivative", ()),
        ("delta", (2, 0)),
        ("delta", (1, 1)),
        ("weight", (1, 0, 1)),
        ("weight", (2, 0, 1)),
    ],
)
def test_ranks_are_those_of_the_symbolic_jacobian(of, index):
    line = Line.of(NETWORK)
    seen, span, _ = _ranks(line, of, index)
    assert seen.rank == span == _symbolic_rank(line, of, index)


def test_the_jets_of_moebius_layers_stay_at_three():
    moebius = Activation("moebius", "1/(1 + z)")
    ranks = [_ranks(Line.of(Network.tied([[2]], depth + 1, [3], moebius)))[0].rank for depth in range(1, 7)]
    assert ranks == [1, 2, 3, 3, 3, 3]


def test_softplus_of_weight_one_is_bounded():
    """F^n(x) = log(n + e^x) has order two: the rank of the jets sees it, where generic weights give n + 1."""

    def rank(weight):
        return _ranks(Line.of(Network.tied([[weight]], 5, activation="softplus")))[0].rank

    assert rank("3/2") == 5 and rank(1) <= 3


def test_the_orders_that_are_needed():
    seen, _, found = _ranks(Line.of(NETWORK))
    assert seen.orders == tuple(range(found.variables))


def test_a_constant_has_no_jets():
    seen, span, found = _ranks(Line.of(NETWORK), "delta", (3, 0))
    assert (seen.rank, seen.orders, span, found.variables) == (0, (), 0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_ranks_do_not_depend_on_the_random_point(seed):
    assert _ranks(Line.of(NETWORK), seed=seed)[0].rank == 4
