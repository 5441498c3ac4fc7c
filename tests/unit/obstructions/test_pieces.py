"""Linear pieces, and what they force."""

import numpy as np
import pytest

from closedprop.networks import Network
from closedprop.networks.regions import most_segments
from closedprop.obstructions.checkers import check
from closedprop.obstructions.pieces import certify_pieces, random_piecewise_network
from closedprop.obstructions.pieces_study import pieces_study
from closedprop.scalars import Invalid


@pytest.mark.parametrize("n", range(1, 8))
def test_the_sawtooth_is_optimal(n):
    """thm:pieces: 2^n pieces, n comparisons needed and used; two a layer by ReLUs."""
    for activation, gates in (("abs", n), ("relu", 2 * n)):
        data = certify_pieces(activation=activation, depth=n).data
        assert (data["pieces"], data["comparisons"], data["gates"]) == (2**n, n, gates)
        assert len(data["borders"]) == 2**n - 1


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs"])
@pytest.mark.parametrize("seed", range(4))
def test_random_networks(activation, seed):
    certificate = certify_pieces(activation=activation, width=4, depth=3, start=-3, stop=3, seed=seed)
    assert str(check(certificate)) == "PROVED"
    data = certificate.data
    assert 1 <= data["pieces"] <= len(data["borders"]) + 1 <= most_segments([4, 4, 4])
    assert data["comparisons"] <= data["gates"] == 12


def test_a_border_without_a_change_of_slope():
    """The second neuron is cut at 1/2, where nothing follows from it: two regions, one piece."""
    network = Network([[[1, 0], [0, 1]], [[1, 0]]], [[5, 0], [0]], "relu")
    data = certify_pieces(network, start=-1, stop=1).data
    assert data["pieces"] <= len(data["borders"]) + 1


def test_floats_and_records():
    record = {"weights": [[[1], [-1]]], "activation": "abs"}
    assert certify_pieces(record, start="-99", stop="99").data["pieces"] == 2
    assert certify_pieces(Network([np.array([[0.5]])], activation="relu")).data["network"]["weights"] == [[["1/2"]]]
    assert random_piecewise_network(np.random.default_rng(1), 3, 2, "abs").activation.name == "abs"


def test_study():
    rows = pieces_study([1, 2, 3], [2, 3], [1, 2], samples=2, seed=4)
    assert len(rows) == 2 * 3 + 2 * 2 * 2
    assert {row["checked"] for row in rows} == {"PROVED"}
    assert [row["pieces"] for row in rows[:6]] == [2, 4, 8, 2, 4, 8]
    assert all(2 ** row["bound"] >= row["pieces"] for row in rows)
    assert rows == pieces_study([1, 2, 3], [2, 3], [1, 2], samples=2, seed=4)


def test_messages():
    with pytest.raises(Invalid, match="the sawtooth of leaky_relu: none here; use abs or relu, or give a width"):
        certify_pieces(activation="leaky_relu")
    with pytest.raises(Invalid, match="the regions of tanh: not linear on both sides of 0"):
        certify_pieces(activation="tanh", width=2)
