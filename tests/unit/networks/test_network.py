from fractions import Fraction

import numpy as np
import pytest

from closedprop.networks import Network, gaussian_network, rational_network, stream
from closedprop.scalars import Invalid


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Network([]), "a network: no weights; give at least one weight matrix"),
        (lambda: Network([[1, 2]]), r"W\^\(1\): shape \(2,\); give a matrix"),
        (lambda: Network([np.empty((0, 2))]), r"W\^\(1\): shape \(0, 2\); give a matrix with at least one row"),
        (lambda: Network([[[1, 2]], [[1, 2]]]), r"W\^\(2\): 2 columns after a layer of width 1; give it 1 columns"),
        (lambda: Network([[[1]]], [[1], [2]]), "the biases: 2 for 1 weights; give one for each"),
        (lambda: Network([[[1]]], [[1, 2]]), r"b\^\(1\): shape \(2,\); give it shape \(1,\)"),
        (lambda: Network([[[float("nan")]]]), "an array of weights: NaN; remove it"),
        (lambda: Network([[[1, 2], [3]]]), "an array of weights: rows of different lengths"),
        (lambda: Network([[[1]]], activation="rellu"), "the activation rellu: unknown; did you mean relu"),
        (lambda: Network.tied([[1]], depth=0), "a weight-tied network of depth 0: no layer map is used; give a depth"),
        (lambda: Network.tied([[1, 2]], depth=3), r"a tied weight: shape \(1, 2\); give a square matrix"),
        (lambda: gaussian_network(stream(1, "random"), [2], 1.0), "too few or empty layers; give two or more widths"),
        (lambda: gaussian_network(stream(1, "random"), [2, 0], 1.0), "too few or empty layers"),
        (lambda: rational_network(stream(1, "random"), [2, 3], tied=True), "unequal; give equal widths"),
        (lambda: stream(1, "randon"), "the random stream of stage randon: unknown; did you mean random"),
    ],
)
def test_messages(build, message):
    with pytest.raises(Invalid, match=message):
        build()


def test_shapes_and_ties():
    network = Network([[[1, 2, 3], [4, 5, 6]], [["1/2", 0]]])
    assert (network.depth, network.widths, network.is_tied) == (3, (3, 2, 1), False)
    assert Network.tied([[1, 2], [3, 4]], 5, bias=[1, 0]).is_tied
    assert not Network([[[1]], [[1]]], [[0], [1]]).is_tied


def test_exactly_reads_floats_as_binary_fractions():
    network = Network([[[0.1]]], [[0.25]]).exactly()
    assert network.weights[0][0, 0] == Fraction(0.1) != Fraction(1, 10)
    assert network.biases[0][0] == Fraction(1, 4)


def test_streams_differ_by_case_and_repeat():
    draws = {case: stream(9, "linear", *case).standard_normal() for case in [(0,), (1,), (0, 1), ()]}
    assert len(set(draws.values())) == 4
    assert draws[0, 1] == stream(9, "linear", 0, 1).standard_normal()


def test_gaussian_weights_have_variance_by_fan_in():
    network = gaussian_network(stream(3, "random", 1), [400, 300], sigma_w=1.5)
    entries = network.weights[0].astype(float).ravel()
    # The sum of 120000 squares: relative standard deviation sqrt(2/120000); |z| < 5 has false alarm 6e-7.
    z = ((entries**2).mean() * 400 / 1.5**2 - 1) / np.sqrt(2 / entries.size)
    assert abs(z) < 5
