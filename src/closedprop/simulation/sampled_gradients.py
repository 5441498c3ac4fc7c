"""Sampled networks at given standard deviations: the rows that theory is compared with."""

from collections.abc import Mapping, Sequence
from typing import Any

from closedprop.scalars import Estimate
from closedprop.simulation.ensembles import Ensemble, sample

Row = dict[str, Any]


def sampled_gradients(rows: Sequence[Mapping[str, Any]], width: int, samples: int, seed: int) -> list[Row]:
    """Return a row per regime, tied or not, and layer: means of variance, squared gradient and its logarithm.

    ``rows`` are the predictions to be compared with: each names ``activation``, ``phase``, ``sigma_w``, ``sigma_b``,
    ``input_variance`` and ``layer``; a regime is a row of layer 1, and the depth is the last layer. The logarithm is
    averaged over the ``survivors``, the networks whose gradient is not 0.
    """
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
            )
            for statistics in sample(ensemble, samples, seed, case=2 * number + tied):
                sampled.append(
                    {
                        "activation": regime["activation"],
                        "phase": regime["phase"],
                        "tied": int(tied),
                        "sigma_w": regime["sigma_w"],
                        "sigma_b": regime["sigma_b"],
                        "width": width,
                        "samples": samples,
                        "layer": statistics.layer,
                    }
                    | _columns("variance", statistics.variance)
                    | _columns("gradient", statistics.gradient)
                    | _columns("log_gradient", statistics.log_gradient)
                    | {"survivors": statistics.survivors}
                )
    return sampled


def _columns(quantity: str, estimate: Estimate | None) -> Row:
    mean, stderr = (estimate.mean, estimate.stderr) if estimate else (None, None)
    return {f"{quantity}_mean": mean, f"{quantity}_stderr": stderr}
