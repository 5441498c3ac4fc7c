"""Spectra of sampled Jacobians at given parameters: histograms and statistics that theory is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from tqdm import tqdm

from closedprop.simulation.jacobians import squared_singular_values
from closedprop.simulation.statistics import Moments

Row = dict[str, Any]

#: Eigenvalues as near as this to an atom, relatively, count as it. derived: rounding of 32 layers, 1e-13, and far below 1/N.
_AT_ATOM = 1e-9
_SHARE = 0.8  # arbitrary: of the bins, this part lies below the largest growth factor of the theory


def sampled_spectra(rows: Sequence[Mapping[str, Any]], width: int, samples: int, bins: int, seed: int) -> list[Row]:
    r"""Return histograms of the growth factor a layer, :math:`u = \lambda^{1/n}`, and the statistics of the spectra.

    ``rows`` are the predictions: each names ``activation``, ``q``, ``weight_variance``, ``bias_variance``, ``weights``,
    ``layers``, the ``top`` of the support and an ``atom`` or None; rows of equal spectra count once. A row of the result
    is a bin: its ends ``low`` and ``high``, and ``count`` of all eigenvalues of ``samples`` networks, those that are 0
    left out. It repeats mean and standard error over the networks of the ``mean`` of their eigenvalues, the ``variance``,
    the ``largest``, the share ``at_zero`` and the share at the ``atom`` (None where the theory has none).
    One network serves all depths, so the statistics of different depths are not independent. Statistics are rounded to 9
    digits: the rest depends on the last bits of the singular values.
    """
    keys = ("activation", "q", "weight_variance", "bias_variance", "weights")
    networks = list(dict.fromkeys(tuple(row[key] for key in keys) for row in rows))
    result = []
    for number, network in enumerate(networks):
        name, q, weight_variance, bias_variance, weights = network
        predicted = {row["layers"]: row for row in rows if tuple(row[key] for key in keys) == network}
        drawn: dict[int, list[np.ndarray]] = {layers: [] for layers in predicted}
        for sample in tqdm(range(samples), disable=None, leave=False):
            for layers, values in squared_singular_values(
                name, weights, weight_variance, bias_variance, q, width, predicted, seed, (number, sample)
            ):
                drawn[layers].append(values)
        for layers, row in predicted.items():
            shared = dict(zip(keys, network, strict=True)) | {"layers": layers, "width": width, "samples": samples}
            shared |= _statistics(drawn[layers], width, row["atom"], (seed, number))
            result += [shared | bin_ for bin_ in _histogram(drawn[layers], layers, row["top"], bins)]
    return result


def _statistics(drawn: Sequence[np.ndarray], width: int, atom: float | None, seed: tuple[int, ...]) -> Row:
    means = [float(np.sum(values)) / width for values in drawn]
    squares = [float(np.sum(values**2)) / width for values in drawn]
    columns: dict[str, Iterable[float] | None] = {
        "mean": means,
        "variance": [square - mean**2 for square, mean in zip(squares, means, strict=True)],
        "largest": [float(max(values, default=0.0)) for values in drawn],
        "at_zero": [1 - len(values) / width for values in drawn],
        "at_atom": None if atom is None else [_number_at(atom, v) / width for v in drawn],
    }
    row: Row = {}
    for name, numbers in columns.items():
        # 12 digits after the point: of an isometry, whose variance is 0, nothing else is left than rounding errors
        estimate = None if numbers is None else Moments.of([round(x, 12) for x in numbers]).estimate(seed)
        row[name] = None if estimate is None else float(f"{estimate.mean:.9g}")
        row[f"{name}_stderr"] = None if estimate is None else float(f"{estimate.stderr:.9g}")
    return row


def _number_at(atom: float, values: np.ndarray) -> int:
    return int(np.sum(np.abs(values / atom - 1) < _AT_ATOM))


def _histogram(drawn: Sequence[np.ndarray], layers: int, top: float, bins: int) -> list[Row]:
    # The top is in the middle of a bin: were it an end, rounding would decide where the eigenvalues of an atom there count.
    ends = np.arange(bins + 1) * (top ** (1 / layers) / (int(_SHARE * bins) + 0.5))
    counts, _ = np.histogram(np.concatenate(drawn) ** (1 / layers), ends)
    return [
        {"low": low, "high": high, "count": count}
        for low, high, count in zip(ends[:-1].tolist(), ends[1:].tolist(), counts.tolist(), strict=True)
    ]
