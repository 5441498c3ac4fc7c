import pytest

from closedprop.algebra import SCANS
from closedprop.networks import Network, backward, rational_network, stream
from closedprop.scalars import RATIONALS, Invalid
from closedprop.solvable.scanning import scan_study, scanned_deltas


@pytest.mark.parametrize("method", SCANS)
def test_all_deltas_of_an_untied_linear_network(method):
    network = rational_network(stream(4, "linear", 0), (2, 3, 1, 4, 2, 2), "identity")
    deltas = backward(Network(network.weights, None, "identity"), [1, 2], [3, -1], RATIONALS).deltas
    scanned, _ = scanned_deltas(network.weights, [3, -1], method, RATIONALS)
    assert [delta.tolist() for delta in scanned] == [delta.tolist() for delta in deltas[-2::-1]]


def test_counts_approach_the_prediction():
    """The leading terms are exact up to lower orders: within 15 % of work, and 2 of depth, at 4096 layers."""
    for row in scan_study([4096], width=3):
        if row["method"] != "sequential":
            assert row["work"] == pytest.approx(row["predicted_work"], rel=0.15)
            assert abs(row["depth"] - row["predicted_depth"]) <= 2


def test_no_weights():
    with pytest.raises(Invalid, match="no weights; give at least one"):
        scanned_deltas([], [1])
