import pytest
import sympy as sp

from closedprop.networks import Network
from closedprop.networks.line import Line
from closedprop.obstructions.checkers.order.structure import occurring
from closedprop.obstructions.order.joined import joined, top_weights
from closedprop.scalars import Invalid

NETWORK = Network([[[1, 0], [2, 1]], [[0, 3], [1, 0]], [[1, 0]]])


def test_by_hand():
    line = Line.of(NETWORK)
    assert joined(line) == ((0, 1), (1,), (0,))
    assert joined(line, "delta", (2, 1)) == ((0, 1), (1,), (0,))
    assert joined(line, "delta", (2, 0)) == ((), (), ())  # no way to the output
    assert joined(line, "delta", (4, 0)) == ((), (), ())  # a constant
    assert joined(line, "weight", (2, 0, 0)) == ((0, 1), (0, 1), (0,))  # delta^(3)_0 T^(2)_0
    assert joined(line, "weight", (3, 0, 1)) == ((0,), (0,), (1,))
    assert top_weights(line) == [1, 0]


def _deltas(line):
    """Return the deltas and neurons as polynomials in the values of the neurons."""
    T = [[sp.Symbol(f"T{l}_{i}") for i in range(width)] for l, width in enumerate(line.widths[:-1], start=1)]
    deltas = [[sp.Rational(str(u)) for u in line.output]]
    for l in range(line.layers, 0, -1):
        weight = line.weights[l - 1]
        deltas.insert(
            0,
            [
                (1 - T[l - 1][j] ** 2) * sum(sp.Rational(str(weight[k][j])) * deltas[0][k] for k in range(len(weight)))
                for j in range(line.widths[l - 1])
            ],
        )
    return T, deltas


@pytest.mark.parametrize("seed", range(30))
def test_neurons_that_occur_in_a_delta_are_joined(sparse_line, seed):
    """Against the expanded polynomials; what is joined to them is closed under the weights below."""
    line = sparse_line(seed)
    T, deltas = _deltas(line)
    for l in range(1, line.layers + 1):
        for i in range(line.widths[l - 1]):
            found = joined(line, "delta", (l, i))
            symbols = sp.expand(deltas[l - 1][i]).free_symbols
            present = [{j for j, t in enumerate(layer) if t in symbols} for layer in T]
            closure = list(present)
            for m in range(line.layers - 1, 0, -1):
                closure[m - 1] = closure[m - 1] | {
                    j for k in closure[m] for j in range(line.widths[m - 1]) if line.weights[m - 1][k][j]
                }
            assert found == tuple(tuple(sorted(layer)) for layer in closure)


@pytest.mark.parametrize("seed", range(30))
def test_finder_and_checker_agree(sparse_line, quantities, seed):
    line = sparse_line(seed)
    for of, index in quantities(line):
        assert [list(layer) for layer in joined(line, of, index)] == occurring(line, of, index)


def test_generic_weights_join_everything():
    line = Line.of({"widths": [2, 3, 2]}, output=[0, 1])
    assert joined(line) == ((0, 1), (0, 1, 2)) and top_weights(line) == [1, 1, 1]
    assert joined(Line.of({"widths": [2, 3, 2]}, output=[0, 0])) == ((), ())
    assert joined(line, "weight", (2, 0, 1)) == ((), ())  # a row that does not reach the output


@pytest.mark.parametrize(
    ("of", "index", "message"),
    [
        ("outptu", (), "the order of the outptu: unknown; did you mean output"),
        ("output", (1,), r"the order of the output \[1\]: widths \(2, 2, 2, 1\); give the index none"),
        ("delta", (5, 0), r"the order of the delta \[5, 0\]: .* give the index \[l, i\] with 1 <= l <= L"),
        ("delta", (1, 2), "the order of the delta"),
        ("weight", (1, 0), r"the order of the weight \[1, 0\]: .* give the index \[l, i, j\] with 1 <= l < L"),
        ("weight", (4, 0, 0), "the order of the weight"),
    ],
)
def test_what_does_not_exist(of, index, message):
    with pytest.raises(Invalid, match=message):
        joined(Line.of(NETWORK), of, index)
