"""How the time of sampled networks divides: a dated record, not a result."""

from collections.abc import Sequence
from time import process_time
from typing import Any

import numpy as np

from closedprop.networks.timing import dated
from closedprop.simulation.ensembles import Ensemble
from closedprop.simulation.sampling import sample


class Stopwatch:
    """A matrix product that counts its own processor time and operations.

    >>> watch = Stopwatch()
    >>> watch(np.ones((3, 1, 2)), np.ones((3, 2, 4))).shape, watch.operations
    ((3, 1, 4), 48)
    """

    def __init__(self):
        self.seconds = 0.0
        self.operations = 0

    def __call__(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return ``left @ right``."""
        start = process_time()
        product = np.matmul(left, right)
        self.seconds += process_time() - start
        self.operations += 2 * product.size * left.shape[-1]
        return product


def simulation_record(
    names: Sequence[str], widths: Sequence[int], depth: int, networks: int, inputs: int, tops: int, repeats: int
) -> dict[str, Any]:
    """Return the share of the time of ``sample`` that is spent inside the matrix products, with the machine it belongs to.

    Each row has activation, width, depth, networks, inputs, tops, ``seconds`` (the median of the repeats, of processor
    time), ``share`` (the median of the shares) and ``gigaflops``, the rate inside the products.
    """
    rows = []
    for name in names:
        for width in widths:
            ensemble = Ensemble(name, (width,) * depth, 1.0, 0.1, inputs=inputs, tops=tops)
            totals, inside, rates = [], [], []
            for repeat in range(repeats + 1):
                watch, start = Stopwatch(), process_time()
                sample(ensemble, networks, seed=1, case=repeat, matmul=watch)
                total = process_time() - start
                if repeat:  # the first one loads what is loaded at first use
                    totals.append(total)
                    inside.append(watch.seconds / total)
                    rates.append(watch.operations / watch.seconds / 1e9)
            rows.append(
                {
                    "activation": name,
                    "width": width,
                    "depth": depth,
                    "networks": networks,
                    "inputs": inputs,
                    "tops": tops,
                }
                | {"seconds": float(np.median(totals)), "share": float(np.median(inside))}
                | {"gigaflops": float(np.median(rates))}
            )
    return dated(rows, repeats, ["numpy"])
