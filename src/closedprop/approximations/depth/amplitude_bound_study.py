r"""Do the bounds of the linearization and of the amplitude expansion hold, and how sharp are they? Random tied networks."""

from collections.abc import Sequence
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.amplitude import amplitude_expansion
from closedprop.approximations.depth.fixed_points import activated
from closedprop.approximations.depth.linearized import Linearization, linearized
from closedprop.networks import Activation, Network, activation, stream
from closedprop.scalars import BALLS, FLOATS, ClosedPropError
from closedprop.validated.precision import precision
from closedprop.validated.rounding import enter

Row = dict[str, Any]

_BITS = 128  # derived: a true delta after 40 layers keeps 100 bits
_DEPTHS = (3, 40)
_RATES = (0.2, 0.9)  # of the largest eigenvalue at the fixed point without biases
_SPREAD = 0.1  # of the biases about those that make 0 a fixed point
_RESOLVED = 1e-9  # arbitrary: relative errors below it say more of rounding than of the approximation


def amplitude_bounds(
    names: Sequence[str],
    widths: Sequence[int],
    orders: Sequence[int],
    amplitudes: Sequence[float],
    networks: int,
    inputs: int,
    seed: int,
) -> list[Row]:
    r"""Return how the proved bounds compare with the errors, for each activation, width and method.

    A network has a Gaussian weight scaled to a largest eigenvalue of :math:`W f'(0)` uniform on [0.2, 0.9] (of W, where
    :math:`f'(0) = 0`) and biases :math:`-W f(0)` plus noise of size 1/10; an input has a distance from its fixed point that is
    log-uniform between ``amplitudes``, in a uniform direction, a depth uniform from 3 to 40, a Gaussian delta^(L) and an order.
    ``refused`` inputs are those that the method refuses, ``unbounded`` those to which it gives no bound. ``violations``
    counts errors above the bound for certain, the truth being computed in 128-bit balls. Ratios are bound over error, where
    the relative error is above 1e-9; ``ratio_at_once`` is that of the bounds in which no layer is followed.
    """
    rows = []
    for name in names:
        for width in widths:
            act, rng = activation(name), stream(seed, "approximations", 7, width, sorted(names).index(name))
            results: dict[str, list[tuple[float, float | None, float | None, float] | None]] = {
                "linearization": [],
                "amplitude": [],
            }
            for _ in range(networks):
                network = _network(rng, act, width)
                for method, result in _results(rng, network, orders, amplitudes, inputs):
                    results[method].append(result)
            for method, found in results.items():
                rows.append({"activation": name, "width": width, "method": method, **_summary(found)})
    return rows


def _network(rng: np.random.Generator, act: Activation, width: int) -> Network:
    weight = rng.standard_normal((width, width))
    slope = abs(float(act.slope(np.zeros(1))[0])) or 1.0
    weight *= rng.uniform(*_RATES) / (np.abs(np.linalg.eigvals(weight)).max() * slope)
    bias = _SPREAD * rng.standard_normal(width) - weight @ act(np.zeros(width))
    return Network.tied(weight, 2, bias, act)


def _results(
    rng: np.random.Generator, network: Network, orders: Sequence[int], amplitudes: Sequence[float], inputs: int
) -> list[tuple[str, tuple[float, float | None, float | None, float] | None]]:
    """Return for each method and input its error, its bounds and the size of delta, None for a refusal."""
    results: list[tuple[str, tuple[float, float | None, float | None, float] | None]] = []
    width = network.widths[0]
    try:
        local = linearized(network)
    except ClosedPropError:  # no fixed point
        return [(method, None) for method in ("linearization", "amplitude") for _ in range(inputs)]
    expansions: dict[int, Any] = {}
    for _ in range(inputs):
        direction = rng.uniform(-1.0, 1.0, width)
        size = np.exp(rng.uniform(*np.log(amplitudes)))
        depth, order = int(rng.integers(_DEPTHS[0], _DEPTHS[1] + 1)), int(rng.choice(orders))
        top = rng.standard_normal(width)
        x = local.fixed.location + size * direction / np.abs(direction).max()
        truth = _truth(local, x, top, depth)
        results.append(("linearization", _compared(local, x, top, depth, truth)))
        try:
            if order not in expansions:
                expansions[order] = amplitude_expansion(network, order)
            results.append(("amplitude", _compared(expansions[order], x, top, depth, truth)))
        except ClosedPropError:
            results.append(("amplitude", None))
    return results


def _truth(local: Linearization, x: np.ndarray, top: np.ndarray, depth: int) -> np.ndarray:
    """Return delta^(1) in balls."""
    with precision(_BITS):
        fixed, z, slopes = local.fixed, enter(x, FLOATS), []
        for _ in range(depth - 1):
            slopes.append(activated(fixed.activation, z, BALLS, slope=True))
            z = fixed.weight @ activated(fixed.activation, z, BALLS) + fixed.bias
        delta = enter(top, FLOATS)
        for slope in reversed(slopes):
            delta = (fixed.weight.T @ delta) * slope
    return delta


def _compared(
    expansion: Any, x: np.ndarray, top: np.ndarray, depth: int, truth: np.ndarray
) -> tuple[float, float | None, float | None, float]:
    rough = expansion.delta(x, top, depth)
    bound = expansion.bound(x, top, depth)
    at_once = (
        bound
        if len(x) == 1 and not isinstance(expansion, Linearization)
        else expansion.bound(x, top, depth, followed=0)
    )
    with precision(_BITS):
        error = sum((abs(a - b) for a, b in zip(enter(rough, FLOATS), truth, strict=True)), flint.arb(0))
        size = sum((abs(value) for value in truth), flint.arb(0))
        return float(error.lower()), bound, at_once, float(size.mid())


def _summary(found: list[tuple[float, float | None, float | None, float] | None]) -> Row:
    given = [result for result in found if result is not None]
    bounded = [result for result in given if result[1] is not None]
    resolved = [result for result in bounded if result[0] > _RESOLVED * result[3]]
    ratios = [bound / error for error, bound, _, _ in resolved if bound is not None]
    at_once = [bound / error for error, _, bound, _ in resolved if bound is not None]
    return {
        "instances": len(found),
        "refused": len(found) - len(given),
        "unbounded": len(given) - len(bounded),
        "violations": sum(error > bound for error, bound, _, _ in bounded if bound is not None),
        "resolved": len(resolved),
        "ratio_median": _at(ratios, 0.5),
        "ratio_p95": _at(ratios, 0.95),
        "at_once": len(at_once),
        "ratio_at_once": _at(at_once, 0.5),
    }


def _at(values: list[float], share: float) -> float | None:
    return float(np.quantile(values, share, method="lower")) if values else None
