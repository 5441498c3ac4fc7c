r"""How long each approximation takes, and how long the recursion: a dated record, not a result."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import tanh
from typing import Any

import numpy as np

from closedprop.approximations.comparison.evaluate import first_delta, prepared
from closedprop.approximations.methods import APPROXIMATIONS, Method
from closedprop.errors import ClosedPropError
from closedprop.networks import Network
from closedprop.networks.timing import dated, quartiles

Row = dict[str, Any]

#: Spectral radius of the weight and largest entry of the input. The first is near enough to 1 for delta to be a double at
#: depth 10^6, and the input near enough to 0 for the series to converge; the second is for methods of the critical case.
_PROBLEMS = ((0.9995, 0.01), (1.0, 0.5))


def approximations_record(
    widths: Sequence[int],
    depths: Sequence[int],
    orders: Sequence[int],
    local_depth: int,
    repeats: int,
    methods: Mapping[str, Method] = APPROXIMATIONS,
) -> dict[str, Any]:
    """Return times over FLOATS of delta^(1) of a tied tanh network, with the machine and the versions they belong to.

    Each row has width, depth, method, order, ``setup_median`` (the first stage, once for a network; empty where there is
    none), ``seconds_low``, ``seconds_median``, ``seconds_high`` (an input, given the first stage), ``ratio_median``, the
    seconds over those of the recursion, and ``error``, the relative error of that delta in the largest entry; ``usual``
    marks a method's own order. Recursions: ``recursion`` is NumPy, one small product a layer, forward and then backward;
    ``loop``, for one neuron, plain Python on floats; ``activations``, no method, is what the tanh values alone take in one
    call of NumPy, a floor for compiled code. Methods that refuse the network have no row; local ones, recursions
    themselves, run up to ``local_depth``.
    """
    rows = []
    for width in widths:
        for depth in depths:
            base = 0.0
            for row in _recursions(width, depth, repeats):
                base = base or row["seconds_median"]
                rows.append(row | {"ratio_median": row["seconds_median"] / base, "usual": 1})
            for method in methods.values():
                if method.closed_in_depth or depth <= local_depth:
                    for order in sorted({*orders, method.order}) if method.order is not None else [None]:
                        for row in _method(method, width, depth, order, repeats):
                            ratio = row["seconds_median"] / base
                            rows.append(row | {"ratio_median": ratio, "usual": int(order == method.order)})
    return dated(rows, repeats, ["numpy", "scipy"])


def recursion(weight: np.ndarray, x: np.ndarray, top: np.ndarray, depth: int) -> np.ndarray:
    r"""Return delta^(1) of a tied tanh network in plain NumPy: forward with the slopes kept, then backward.

    >>> recursion(np.array([[0.5]]), np.zeros(1), np.ones(1), 3)
    array([0.25])
    """
    slopes, z = np.empty((depth - 1, len(x))), x
    for l in range(depth - 1):
        value = np.tanh(z)
        slopes[l] = 1 - value * value
        z = weight @ value
    delta, transposed = top, weight.T
    for l in range(depth - 2, -1, -1):
        delta = (transposed @ delta) * slopes[l]
    return delta


def loop(weight: float, x: float, top: float, depth: int) -> float:
    """Return delta^(1) of one tanh neuron, tied: one pass, because the slopes of one neuron commute.

    >>> loop(0.5, 0.0, 1.0, 3)
    0.25
    """
    z, delta = x, top
    for _ in range(depth - 1):
        value = tanh(z)
        delta *= weight * (1 - value * value)
        z = weight * value
    return delta


def _problem(width: int, radius: float, size: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(width)
    weight, x = rng.standard_normal((width, width)), rng.uniform(0.5, 1.0, width)
    weight *= radius / np.abs(np.linalg.eigvals(weight)).max()
    return (np.abs(weight) if width == 1 else weight), size * x / x.max(), np.ones(width)


def _recursions(width: int, depth: int, repeats: int) -> list[Row]:
    weight, x, top = _problem(width, *_PROBLEMS[0])
    calls: dict[str, Callable[[], Any]] = {"recursion": lambda: recursion(weight, x, top, depth)}
    if width == 1:
        calls["loop"] = lambda: loop(float(weight[0, 0]), float(x[0]), 1.0, depth)
    values = np.linspace(-1.0, 1.0, width * (depth - 1))
    calls["activations"] = lambda: np.tanh(values)
    return [_row(name, None, width, depth, None, quartiles(call, repeats), 0.0) for name, call in calls.items()]


def _method(method: Method, width: int, depth: int, order: int | None, repeats: int) -> list[Row]:
    """Return the row of a method on the first of the problems that it does not refuse."""
    for radius, size in _PROBLEMS:
        try:
            return [_timed(method, width, depth, order, repeats, radius, size)]
        except ClosedPropError:
            continue
    return []


def _timed(method: Method, width: int, depth: int, order: int | None, repeats: int, radius: float, size: float) -> Row:
    weight, x, top = _problem(width, radius, size)
    network = Network.tied(weight, 2 if method.closed_in_depth else depth, activation="tanh")
    expansion = prepared(method, network, order)
    value, truth = first_delta(method, network, x, top, depth, order, expansion), _truth(width, depth, radius, size)
    # The largest entry, because the squares of a delta of 10^-217 vanish.
    error = float(np.abs(value - truth).max() / np.abs(truth).max())
    setup = None if expansion is None else quartiles(lambda: prepared(method, network, order), 1)[1]
    seconds = quartiles(lambda: first_delta(method, network, x, top, depth, order, expansion), repeats)
    return _row(method.name, order, width, depth, setup, seconds, error)


@cache
def _truth(width: int, depth: int, radius: float, size: float) -> np.ndarray:
    weight, x, top = _problem(width, radius, size)
    return np.array([loop(weight.item(), x.item(), 1.0, depth)]) if width == 1 else recursion(weight, x, top, depth)


def _row(
    name: str,
    order: int | None,
    width: int,
    depth: int,
    setup: float | None,
    seconds: tuple[float, float, float],
    error: float,
) -> Row:
    row: Row = {"width": width, "depth": depth, "method": name, "order": order, "setup_median": setup}
    return row | dict(zip(("seconds_low", "seconds_median", "seconds_high"), seconds, strict=True)) | {"error": error}
