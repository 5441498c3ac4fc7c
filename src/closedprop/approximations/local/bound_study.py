r"""Does the running bound hold, and how sharp is it? Random networks of every kind, every local approximation."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from closedprop.approximations.local.catalogue import LOCAL, at_zero
from closedprop.approximations.local.gronwall import stacked_bounds
from closedprop.networks import Activation, activation, stream
from closedprop.networks.stacks import gaussian_stack, stacked_backward, stacked_forward

_RESOLVED = 100  # arbitrary: an error counts for the ratio if it is so many times the rounding of the recursion


def local_bounds(
    names: Sequence[str],
    orders: Sequence[int],
    depths: Sequence[int],
    widths: Sequence[int],
    amplitudes: Sequence[float],
    draws: int,
    seed: int,
) -> list[dict[str, Any]]:
    r"""Return, for each activation and method, how often the error of delta^(1) exceeds its bound, and their ratio.

    An instance is an untied network with :math:`\sigma_w` uniform on [1/2, 3/2] and :math:`\sigma_b = 1/10`, an input with
    entries uniform on [-h, h], a normal delta^(L) and an order; the functions are centered at 0. ``refused`` instances left
    the reach of the functions or overflowed. ``violations`` counts errors above the bound by more than the rounding of the
    recursion itself, which has a running bound of its own. Ratios are over ``resolved`` errors, 100 times that rounding.
    """
    rows = []
    for name, method in product(names, LOCAL):
        act = activation(name)
        cells = [
            _cell(act, method, order, depth, width, amplitude, draws, seed)
            for depth, width, amplitude, order in product(depths, widths, amplitudes, orders)
        ]
        error, bound, rounding, inside = (np.concatenate(column) for column in zip(*cells, strict=True))
        resolved = inside & (error > _RESOLVED * rounding)
        ratios = np.sort(bound[resolved] / error[resolved])
        rows.append(
            {
                "activation": act.name,
                "method": method,
                "instances": int(np.sum(inside)),
                "refused": int(np.sum(~inside)),
                "violations": int(np.sum(error[inside] - rounding[inside] > bound[inside])),
                "resolved": len(ratios),
                "ratio_median": _at(ratios, 0.5),
                "ratio_p95": _at(ratios, 0.95),
                "ratio_max": _at(ratios, 1.0),
            }
        )
    return rows


def _cell(
    act: Activation, method: str, order: int, depth: int, width: int, amplitude: float, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return errors, bounds, bounds of the rounding of the recursion, and which instances are inside the domain."""
    rng = stream(seed, "approximations", 5, depth, width, round(1000 * amplitude), order)
    weights, biases = gaussian_stack(rng, draws, [width] * depth, 1.0, 0.1)
    spread = rng.uniform(0.5, 1.5, (draws, 1, 1))
    weights = [spread * weight for weight in weights]
    x, top = amplitude * rng.uniform(-1, 1, (draws, width)), rng.standard_normal((draws, width))
    inside = np.ones(draws, dtype=bool)
    slopes = []

    def value(_: int, z: np.ndarray) -> np.ndarray:
        nonlocal inside
        z = np.where(np.isfinite(z), z, 0.0)
        local = at_zero(method, act, order, z)
        inside = inside & np.all(np.abs(z) < local.reach, axis=1)
        slopes.append(local.slope(z))
        return local.value(z)

    with np.errstate(over="ignore", invalid="ignore"):
        path = stacked_forward(weights, biases, x, value)
        rough = stacked_backward(weights, path, top, lambda l, _: slopes[l])[0]
        true_path = stacked_forward(weights, biases, x, lambda _, z: act(z))
        truth = stacked_backward(weights, true_path, top, lambda _, z: act.slope(z))[0]
        error = np.sum(np.abs(rough - truth), axis=1)
        for z in [*path, *true_path]:
            inside = inside & np.all(np.isfinite(z), axis=1)
    inside = inside & np.isfinite(error)
    bound = stacked_bounds(act, weights, biases, path, rough, top)
    return error, bound, stacked_bounds(act, weights, biases, true_path, truth, top), inside


def _at(ordered: np.ndarray, share: float) -> float | None:
    return float(ordered[int(share * (len(ordered) - 1))]) if len(ordered) else None
