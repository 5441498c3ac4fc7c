"""How many linear pieces random ReLU networks have along a line, counted exactly, against what is possible."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.networks import Network, gaussian_network, stream
from closedprop.networks.regions import most_segments, regions_on_line

_GRAIN = 64  # arbitrary: weights are rounded to 1/64, so that exact arithmetic stays short


def regions_study(widths: Sequence[int], layers: Sequence[int], samples: int, seed: int) -> list[dict[str, Any]]:
    r"""Return the mean number of activation regions on the segment :math:`p + t q`, -2 < t < 2, p and q standard normal.

    The networks have the given number of ReLU layers of one width, weights :math:`N(0, 2 / N_l)` and biases
    :math:`N(0, 1/4)`, rounded to fractions; the regions are enumerated, not sampled.
    Columns: width, layers, units, samples, mean, stderr, most (the bound of prop:regions-line).
    """
    rows = []
    for width in widths:
        for count in layers:
            found = [_regions(stream(seed, "linear", width, count, k), width, count) for k in range(samples)]
            rows.append(
                {
                    "width": width,
                    "layers": count,
                    "units": width * count,
                    "samples": samples,
                    "mean": float(np.mean(found)),
                    "stderr": float(np.std(found, ddof=1) / np.sqrt(samples)),
                    "most": most_segments([width] * count),
                }
            )
    return rows


def _regions(rng: np.random.Generator, width: int, layers: int) -> int:
    drawn = gaussian_network(rng, [width] * (layers + 1), np.sqrt(2), 0.5, "relu")
    network = Network([_rounded(w) for w in drawn.weights], [_rounded(b) for b in drawn.biases], "relu")
    point, direction = (_rounded(rng.standard_normal(width)) for _ in range(2))
    return len(regions_on_line(network, point, direction, -2, 2))


def _rounded(values: Any) -> Any:
    return np.vectorize(lambda value: Fraction(round(_GRAIN * float(value)), _GRAIN), otypes=[object])(values)
