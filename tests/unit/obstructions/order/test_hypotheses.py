import pytest

from closedprop.networks import Activation, Network
from closedprop.networks.gates import GATES, gate_of
from closedprop.networks.line import Line
from closedprop.obstructions.checkers.order.structure import hypotheses_of, variables_of
from closedprop.obstructions.order.hypotheses import hypotheses
from closedprop.obstructions.order.joined import joined

MOEBIUS = Activation("moebius", "1/(1 + z)")


def _found(line, of="output", index=()):
    return hypotheses(line, gate_of(line.activation), joined(line, of, index), of, index)


def test_independent_rows():
    found = _found(Line.of(Network([[[1, 2], [3, 4]], [[1, 1]]])))
    assert found.hold and found.paper == "thm:order" and found.variables == 4
    assert found.record["ranks"] == [2, 2] and "reduced" not in found.record


def test_rational_directions_are_dependent():
    found = _found(Line.of(Network([[[1, 2], [3, 4]], [[1, 1]]]), direction=[1, 2]))
    assert found.hold and found.paper == "thm:order-rational" and found.variables == 3
    assert found.record["ranks"] == [1, 2] and not found.record["independent"] and found.record["reduced"]


def test_dependent_rows_of_other_exponential_gates_are_refused():
    for activation in ("exp", "sin", Activation("shifted", "tanh(z + 1)")):
        found = _found(Line.of(Network([[[1, 2], [3, 4]], [[1, 1]]], activation=activation), direction=[1, 2]))
        assert not found.hold and not found.record["reduced"]


@pytest.mark.parametrize(
    ("rows", "biases"),
    [([[1], [-1]], [0, 0]), ([[1], [1]], [2, 2]), ([[1], [-1]], [2, -2]), ([[1], [0]], [0, 1])],
    ids=["opposite", "equal", "opposite with biases", "constant"],
)
def test_layers_that_are_not_reduced(rows, biases):
    assert not _found(Line.of(Network([rows, [[1, 1]]], [biases, [0]]))).hold  # the input is fed to layer 1 alone
    network = Network([[[1]], rows, [[1, 2]]], [[0], biases, [0]])
    assert not _found(Line.of(network)).hold


def test_biases_distinguish_neurons():
    network = Network([[[1]], [[1], [1]], [[1, 2]]], [[0], [2, 3], [0]])
    assert _found(Line.of(network)).hold and _found(Line.of(network)).variables == 3


def test_dead_neurons_do_not_matter():
    """The second and third row are dependent, but lead to a dead neuron."""
    network = Network([[[1, 2], [2, 1], [4, 2]], [[1, 1, 0]], [[1]]])
    found = _found(Line.of(network))
    assert found.record["joined"] == [2, 2, 1] and found.record["independent"] and found.variables == 5


def test_algebraic_gates_never_hold():
    found = _found(Line.of(Network([[[1]]], activation=MOEBIUS)))
    assert found.record["independent"] and not found.record["transcendental gate"] and not found.hold


def test_conditions_of_other_gates():
    def line(activation, rows=((1, 2), (3, 4)), **more):
        return Line.of(Network([rows, [[1, 1]]], [[0, 1], [0]], activation), **more)

    assert _found(line("silu")).hold
    # arctan: rational directions do no harm, equal ones do
    assert _found(line("arctan"), "output").variables == 3 and _found(line("arctan", direction=[1, 2])).hold
    assert not _found(line("arctan", direction=[1, -1])).hold
    assert _found(line("arctan", direction=[1, -1], base=[1, 0])).hold
    # erf: (a t + c)^2 modulo constants
    assert _found(line("erf")).hold and _found(line("erf")).variables == 4 + 2 + 1
    assert not _found(line("erf", direction=[1, 2])).hold
    assert _found(line("erf", direction=[1, 2], base=[1, 0])).hold
    assert not _found(line("erf", rows=((1, 2), (2, 4)))).hold
    # softplus: rational weights
    assert not _found(line("softplus")).hold
    assert _found(Line.of({"widths": [2, 2, 1], "activation": "softplus"})).variables == 5
    assert _found(Line.of({"widths": [1, 1, 1, 1], "activation": "softplus"}), "derivative").variables == 3
    # three generic rows of length one have rank one
    assert _found(Line.of({"widths": [1, 3, 1], "activation": "erf"})).variables == 4 + 1 + 1


@pytest.mark.parametrize("activation", ["tanh", "exp", *GATES, MOEBIUS], ids=str)
@pytest.mark.parametrize("seed", range(12))
def test_finder_and_checker_agree(sparse_line, quantities, activation, seed):
    if activation == "cos":
        activation = Activation("cos", "cos(z)")
    line = sparse_line(seed, activation, zeros=0.2)
    gate = gate_of(line.activation)
    for of, index in quantities(line):
        neurons = joined(line, of, index)
        found = hypotheses(line, gate, neurons, of, index)
        lists = [list(layer) for layer in neurons]
        basis = [
            layer if reduction is None else [layer[j] for j in reduction.basis]
            for layer, reduction in zip(lists, found.reductions, strict=True)
        ]
        assert hypotheses_of(line, gate, lists, basis) == found.record
        if not found.record.get("reduced", False):
            assert variables_of(line, gate, lists, of, index) == found.variables
