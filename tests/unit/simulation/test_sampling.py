import numpy as np
import pytest

from closedprop.scalars import Invalid
from closedprop.simulation import Ensemble, LayerStatistics, Moments, sample
from closedprop.simulation import ensembles as module
from closedprop.simulation.sampled_gradients import sampled_gradients, sampled_shard

REGIME = {"activation": "tanh", "phase": "ordered", "sigma_w": 0.9, "sigma_b": 0.1, "input_variance": 1.0}
PREDICTED = [REGIME | {"layer": layer} for layer in (1, 2, 3)]


@pytest.fixture(scope="module")
def merged():
    """The rows of 24 networks, merged from one shard, three and eight."""
    results = {}
    for shards in (1, 3, 8):
        rows = [
            row
            for shard in range(shards, 0, -1)
            for row in sampled_shard(PREDICTED, 7, 24, 2, 3, seed=1, shard=shard, shards=shards)
        ]
        results[shards] = sampled_gradients(rows, seed=1)
    return results


def test_the_same_bytes_for_any_number_of_shards(merged):
    assert repr(merged[1]) == repr(merged[3]) == repr(merged[8])


def test_rows_of_the_study(merged):
    assert [(row["tied"], row["layer"]) for row in merged[1]] == [(t, l) for t in (0, 1) for l in (1, 2, 3)]
    top = merged[1][2]
    assert (
        top["samples"] == top["survivors"] == 24 and top["gradient_p05"] <= top["gradient_p50"] <= top["gradient_p95"]
    )


def test_neither_order_nor_memory_matters(monkeypatch):
    ensemble = Ensemble("relu", (6, 6, 6), 1.4, inputs=2)
    whole = sample(ensemble, 50, 1, 0)
    assert whole == sample(ensemble, list(range(49, -1, -1)), 1, 0)
    monkeypatch.setattr(module, "MEMORY", 8 * 500)
    assert 1 <= ensemble.at_once < 4 and whole == sample(ensemble, 50, 1, 0)
    assert whole != sample(ensemble, 50, 1, 1)


def test_means_are_over_networks_and_laws_of_the_first_input():
    gradients = np.array([[[1.0, 3.0], [5.0, 7.0]], [[0.0, 2.0], [2.0, 4.0]]])
    layer = LayerStatistics.of(np.array([[1.0, 2.0], [3.0, 4.0]]), gradients)
    assert layer.gradient == Moments.of([4.0, 2.0]) and layer.variance == Moments.of([1.5, 3.5])
    assert layer.log_gradient == Moments.of([0.0]) and layer.survivors == 1
    assert layer.quantiles.zeros == 1 and layer.quantiles.n == 2


def test_dead_networks_are_counted():
    """Three relu layers of width 1: alive with probability 1/8; a mean of the logarithm needs the survivors."""
    n = 640
    bottom, *_, top = sample(Ensemble("relu", (1, 1, 1, 1), 1.4), n, seed=5, case=0)
    assert abs(bottom.survivors - n / 8) < 5 * np.sqrt(n * 7 / 64)  # false alarm 6e-7
    assert top.survivors == n == bottom.gradient.n and bottom.quantiles.zeros == n - bottom.survivors


def test_refusals():
    for shard, shards in ((0, 2), (3, 2), (1, 25)):
        with pytest.raises(Invalid, match=f"shard {shard} of {shards} for 24 samples: there is none"):
            sampled_shard(PREDICTED, 7, 24, 1, 1, seed=1, shard=shard, shards=shards)
    half = sampled_shard(PREDICTED, 7, 24, 1, 1, seed=1, shard=1, shards=2)
    with pytest.raises(Invalid, match="12 of 24 networks; give every shard once"):
        sampled_gradients(half, seed=1)
