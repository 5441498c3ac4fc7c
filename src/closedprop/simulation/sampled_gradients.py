"""Sampled networks at given standard deviations: the rows that theory is compared with, shard by shard."""

from collections.abc import Mapping, Sequence
from functools import reduce
from math import sqrt
from operator import add
from typing import Any

from closedprop.scalars import Estimate, Invalid
from closedprop.simulation.ensembles import Ensemble
from closedprop.simulation.sampling import LayerStatistics, sample

Row = dict[str, Any]

#: What a merged row is about; the columns of statistics follow.
_KEYS = ("activation", "phase", "tied", "sigma_w", "sigma_b", "width", "inputs", "tops", "samples", "layer")
_SHARES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


def sampled_shard(
    rows: Sequence[Mapping[str, Any]],
    width: int,
    samples: int,
    inputs: int,
    tops: int,
    seed: int,
    shard: int,
    shards: int,
) -> list[Row]:
    """Return the sufficient statistics of one shard, a row per regime, tied or not, and layer, as exact text.

    ``rows`` are the predictions to be compared with: each names ``activation``, ``phase``, ``sigma_w``, ``sigma_b``,
    ``input_variance`` and ``layer``; a regime is a row of layer 1, and the depth is the last layer. The shard has the
    networks ``shard - 1``, ``shard - 1 + shards``, .. of ``samples``.
    Raises ``Invalid`` for a shard outside 1, .., shards, or for more shards than samples.
    """
    if not 1 <= shard <= shards <= samples:
        raise Invalid(f"shard {shard} of {shards} for {samples} samples", "there is none", "give 1 <= shard <= shards")
    depth = max(row["layer"] for row in rows)
    regimes = [row for row in rows if row["layer"] == 1]
    sampled = []
    for number, regime in enumerate(regimes):
        for tied in (False, True):
            ensemble = Ensemble(
                regime["activation"],
                (width,) * depth,
                regime["sigma_w"],
                regime["sigma_b"],
                regime["input_variance"],
                tied,
                inputs,
                tops,
            )
            statistics = sample(ensemble, range(shard - 1, samples, shards), seed, case=2 * number + tied)
            keys = {key: regime[key] for key in ("activation", "phase", "sigma_w", "sigma_b")}
            keys |= {"tied": int(tied), "width": width, "inputs": inputs, "tops": tops, "samples": samples}
            sampled += [keys | {"layer": l} | layer.texts() for l, layer in enumerate(statistics, start=1)]
    return sampled


def sampled_gradients(rows: Sequence[Mapping[str, Any]], seed: int) -> list[Row]:
    """Merge the rows of all shards into means, standard errors and quantiles: the same bytes for any number of shards.

    Means are over all inputs and tops of a network, standard errors over networks. The moments and quantiles of the law of
    the squared gradient, and of its logarithm among the ``survivors``, are of the first input and top of each network;
    quantiles are the middles of their bins, which are 1.1 % wide.
    Raises ``Invalid`` where the shards do not add up to the samples.
    """
    groups: dict[tuple, list[LayerStatistics]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in _KEYS), []).append(LayerStatistics.read(row))
    merged = []
    for keys, parts in groups.items():
        layer = reduce(add, parts)
        row = dict(zip(_KEYS, keys, strict=True))
        if layer.gradient.n != row["samples"]:
            found = f"{layer.gradient.n} of {row['samples']} networks"
            raise Invalid("the merged shards", found, "give every shard once")
        merged.append(row | _summary(layer, seed))
    return merged


def _summary(layer: LayerStatistics, seed: int) -> Row:
    logs = layer.log_gradient
    some = logs.n > 1
    quantiles = {name: layer.quantiles.quantile(share) for name, share in _SHARES.items()}
    return (
        _columns("variance", layer.variance.estimate(seed))
        | _columns("gradient", layer.gradient.estimate(seed))
        | {f"gradient_{name}": sqrt(low * high) for name, (low, high) in quantiles.items()}
        | _columns("log_gradient", logs.estimate(seed) if some else None)
        | {
            "log_gradient_variance": logs.variance if some else None,
            "log_gradient_skewness": logs.skewness if some else None,
            "log_gradient_kurtosis": logs.kurtosis if some else None,
            "survivors": layer.survivors,
        }
    )


def _columns(quantity: str, estimate: Estimate | None) -> Row:
    mean, stderr = (estimate.mean, estimate.stderr) if estimate else (None, None)
    return {f"{quantity}_mean": mean, f"{quantity}_stderr": stderr}
