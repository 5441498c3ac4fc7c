"""Every gate is what it says: its states solve their system, its value is the activation, its symmetries commute."""

import pytest
import sympy as sp

from closedprop.networks import ACTIVATIONS, Activation
from closedprop.networks.gates import GATES, gate_of, riccati_gate
from closedprop.networks.parse import parse
from closedprop.networks.riccati import riccati_of
from closedprop.scalars import Unable

z = sp.Symbol("z", real=True)
BIPOLAR = Activation("bipolar", "2/(1 + exp(-z)) - 1")
ALL = {
    **GATES,
    **{f.name: gate_of(f) for f in (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"], ACTIVATIONS["exp"], BIPOLAR)},
}
FORMULAS = {"tanh": "tanh(z)", "sigmoid": "1/(1 + exp(-z))", "exp": "exp(z)", "bipolar": "2/(1 + exp(-z)) - 1"}
POINTS = (sp.Rational(1, 3), sp.Rational(-5, 7))


def _functions(gate):
    if gate.riccati is not None:
        return [parse(FORMULAS[gate.name])]
    return [parse(state) for state in gate.states]


def _vanishes(expression):
    return all(abs(expression.subs(z, point).evalf(40)) < 1e-30 for point in POINTS)


@pytest.mark.parametrize("gate", ALL.values(), ids=ALL)
def test_the_states_solve_the_system(gate):
    functions = _functions(gate)
    for state, rate in zip(functions, gate.field(functions, z), strict=True):
        assert _vanishes(sp.diff(state, z) - rate)
    formula = parse(FORMULAS.get(gate.name, gate.formula))
    assert _vanishes(gate.value(functions, z) - formula)
    assert _vanishes(gate.slope(functions, z) - sp.diff(formula, z))


@pytest.mark.parametrize("gate", ALL.values(), ids=ALL)
def test_the_symmetries_commute_with_the_flow(gate):
    u = sp.symbols(f"u:{gate.size}")
    flow = gate.field(u, z)

    def along(vector, function):
        return sum(component * sp.diff(function, x) for component, x in zip(vector, u, strict=True))

    for symmetry in gate.symmetries:
        field = [sp.sympify(component) for component in symmetry(u, z)]
        for component, own in zip(field, flow, strict=True):
            assert sp.simplify(sp.diff(component, z) + along(flow, component) - along(field, own)) == 0


@pytest.mark.parametrize("gate", ALL.values(), ids=ALL)
def test_the_symmetries_are_as_many_as_the_states_and_independent(gate):
    u = sp.symbols(f"u:{gate.size}")
    fields = sp.Matrix([list(symmetry(u, z)) for symmetry in gate.symmetries])
    assert fields.shape == (gate.size, gate.size) and sp.simplify(fields.det()) != 0


def test_a_broken_gate_would_be_seen():
    wrong = riccati_gate("sigmoid", riccati_of(ACTIVATIONS["tanh"]))
    functions = _functions(wrong)
    assert not _vanishes(sp.diff(functions[0], z) - wrong.field(functions, z)[0])


def test_gates_are_found_by_expression_and_not_by_name():
    assert gate_of(Activation("swish", "z/(1 + exp(-z))")) is GATES["silu"]
    assert gate_of(Activation("erf", "tanh(z)")).riccati is not None


def test_the_library_has_a_gate_of_each_smooth_transcendental_activation():
    for name in ("tanh", "sigmoid", "exp", "sin", "silu", "arctan", "softplus", "erf", "gelu"):
        assert gate_of(ACTIVATIONS[name]).is_transcendental


@pytest.mark.parametrize("name", ["relu", "isru", "quadratic", "softsign"])
def test_other_activations_are_refused(name):
    message = f"the order of a network of {name}: no differential system of its gate is known; use sin, cos, silu"
    with pytest.raises(Unable, match=message):
        gate_of(ACTIVATIONS[name])


def test_algebraic_gates_are_no_transcendental_ones():
    assert not gate_of(Activation("moebius", "1/(1 + z)")).is_transcendental
    assert not gate_of(ACTIVATIONS["identity"]).is_transcendental
