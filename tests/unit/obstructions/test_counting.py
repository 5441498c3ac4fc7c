"""Ranks of networks in their parameters, and the constants that they force."""

from itertools import pairwise

import flint
import numpy as np
import pytest

from closedprop.networks import ACTIVATIONS, Network, activation, backward, stream
from closedprop.networks.riccati import riccati_of
from closedprop.networks.symmetries import parameter_count, symmetry_fields
from closedprop.obstructions.checkers import check
from closedprop.obstructions.counting import certify_counting, pivots
from closedprop.obstructions.counting_study import counting_study
from closedprop.obstructions.weight_gradients import jets, points
from closedprop.scalars import PRIME, Invalid, Unable

P = 2147483629

#: Activation, widths, constants of the output, constants of the gradient; P - s and P - s - 1 by hand, see each line.
RANKS = [
    ("tanh", [1, 1, 1], 4, 3),
    ("tanh", [1, 2, 1], 7, 6),
    ("tanh", [2, 3, 3, 1], 25, 24),
    ("sigmoid", [2, 2, 2, 1], 15, 14),
    ("exp", [2, 2, 2, 1], 15 - 4, 15 - 4 - 1),  # a shift for each of four inner units
    ("quadratic", [1, 1, 1, 1, 1], 8 - 3, 8 - 3 - 1),  # a scaling for each of three
    ("quadratic", [2, 2, 2, 1], 15 - 4 - 1, 15 - 4 - 1 - 1),  # and a rotation
    ("relu", [1, 2, 1], 7 - 2, 4 - 2),  # of the gradient: weights less scalings
    ("leaky_relu", [2, 2, 2, 1], 15 - 4, 10 - 4),
    ("identity", [2, 3, 3, 1], 2 + 1, 2),  # one matrix and a bias
]


@pytest.mark.parametrize(("name", "widths", "output", "gradient"), RANKS)
def test_ranks(name, widths, output, gradient):
    for of, rank in (("output", output), ("gradient", gradient)):
        certificate = certify_counting(name, widths, of)
        assert certificate.data["rank"] == rank
        assert str(check(certificate)) == "PROVED"


@pytest.mark.parametrize("widths", [[1, 2, 1], [2, 2, 2, 1]])
def test_a_numerical_rank_agrees(widths):
    """The gradients of a tanh network at many inputs: the smallest singular value is far above rounding, 1e-15 of the largest."""
    rng = np.random.default_rng(0)
    network = Network(
        [2 * rng.standard_normal((rows, cols)) for cols, rows in pairwise(widths)],
        [rng.standard_normal(rows) for rows in widths[1:]],
    )
    rows = []
    for x in 2 * rng.standard_normal((400, widths[0])):
        gradients = backward(network, x, [1.0])
        pairs = zip(gradients.weights, gradients.biases, strict=True)
        rows.append(np.concatenate([part.ravel() for pair in pairs for part in pair]))
    values = np.linalg.svd(np.array(rows), compute_uv=False)
    assert len(values) == parameter_count(widths) and values[-1] > 1e-11 * values[0]


@pytest.mark.parametrize("of", ["output", "gradient"])
@pytest.mark.parametrize("name", ["exp", "quadratic", "relu", "abs", "identity", "tanh"])
def test_the_symmetries_are_in_the_kernel(name, of):
    """prop:parameter-symmetries: the matrix times each field is zero, whatever the points."""
    f, widths = ACTIVATIONS[name], [2, 3, 2, 1]
    rng, g = stream(3, "obstructions", 9, 77), riccati_of(f) if not f.kinks else None
    by_jets = g is not None and bool(g.linear or g.square)
    found = jets(f, g, widths, of, rng, P) if by_jets else points(f, widths, of, rng, P)
    weights = found.witness["weights"]
    if by_jets:
        shapes = zip(widths[1:], widths, strict=False)
        weights = [np.array(flat).reshape(shape) for flat, shape in zip(weights, shapes, strict=True)]
    fields = symmetry_fields(f, weights, found.witness.get("biases"), PRIME(P))
    for field in fields:
        column = flint.nmod_mat(len(field), 1, [int(entry) for entry in field], P)
        assert found.matrix * column == flint.nmod_mat(found.matrix.nrows(), 1, P)
    # For the identity one of the 18 does nothing: a matrix that acts on three units and fixes what two inputs make of them.
    assert found.symmetries == (17 if name == "identity" else len(fields))
    assert found.matrix.rank() <= parameter_count(widths) - found.symmetries


def test_the_gradient_of_a_piecewise_linear_network_sees_no_bias():
    found = points(ACTIVATIONS["abs"], [2, 3, 1], "gradient", stream(0, "obstructions", 9, 5), P)
    columns = list(zip(*found.matrix.tolist(), strict=True))
    biases = [6, 7, 8, 12]  # after 2*3 weights, and after 3 more
    assert all(entry == 0 for k in biases for entry in columns[k])
    assert any(entry != 0 for entry in columns[0])


def test_several_outputs():
    assert certify_counting("tanh", [2, 3, 2]).data["rank"] == 17


def test_an_activation_of_ones_own():
    bipolar = {"expression": "2/(1 + exp(-z)) - 1"}
    certificate = certify_counting(bipolar, [1, 2, 1])
    assert certificate.data["rank"] == 7 and str(check(certificate)) == "PROVED"
    cubic = {"expression": "z**3 + z"}
    assert certify_counting(cubic, [1, 1, 1]).data["way"] == "points"


def test_pivots():
    assert pivots(flint.nmod_mat(3, 4, [0, 1, 2, 0, 0, 0, 0, 5, 0, 2, 4, 0], 101)) == [1, 3]


def test_study():
    rows = counting_study([{"activation": "tanh", "widths": [1, 1, 1]}, {"activation": "relu", "widths": [1, 2, 1]}], 1)
    assert [row["rank"] for row in rows] == [4, 3, 5, 2]
    assert [row["unseen"] for row in rows] == [0, 1, 0, 3]
    assert [row["widths"] for row in rows[::2]] == ["1-1-1", "1-2-1"]


def test_messages():
    with pytest.raises(Invalid, match="the constants of deltas: unknown; ask for output or gradient"):
        certify_counting(of="deltas")
    with pytest.raises(Invalid, match=r"the constants of the gradient: widths \[1, 2\]; give two or more"):
        certify_counting(widths=[1, 2], of="gradient")
    with pytest.raises(Invalid, match="the polynomials of softsign: none over the rationals"):
        certify_counting("softsign")
    with pytest.raises(Unable, match="constants of the gradient of constant: rank 0 in all draws; take other widths"):
        certify_counting(activation("identity").__class__("constant", "3"), [1, 1], "gradient")
