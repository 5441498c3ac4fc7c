r"""Carleman's matrix power and Magnus's exponential against the recursion: the order of the error, and its bound."""

from collections.abc import Sequence
from fractions import Fraction
from math import log2
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.carleman import carleman_linearization
from closedprop.approximations.depth.lifting import iterate_exponent
from closedprop.approximations.depth.magnus import magnus
from closedprop.approximations.depth.magnus_frozen import magnus_frozen
from closedprop.networks import Activation, Network, activation, backward, stream
from closedprop.networks.residual import ResidualNetwork, residual_backward
from closedprop.scalars import BALLS, ClosedPropError, Exact
from closedprop.validated.precision import precision

Row = dict[str, Any]

_BITS = 400  # derived: an error of h^7 at h = 2^-21 keeps 250 bits
_HALVINGS = (20, 21)
_FROZEN = (1, 2)  # the orders that are worked out
_ROUNDING = 1e-12  # derived: 33 layers of doubles; an error below this part of delta is one of rounding
_DEPTHS = (2, 4, 9, 33)


def matrix_forms(
    names: Sequence[str], orders: Sequence[int], depth: int, width: int, cases: int, seed: int
) -> list[Row]:
    r"""Return one row a method and order: its exponents, how far measured ones are from them, and how tight its bound is.

    ``exponent`` is that of the error in general, ``odd_exponent`` that for an odd activation without biases about 0 (None
    for Magnus); ``deviation`` is the largest difference of a measured exponent from the predicted one over the activations.
    """
    measured, rows = matrix_orders(names, orders, depth, width, seed), []
    for row in matrix_bounds(names, orders, cases, seed):
        same = [found for found in measured if all(found[key] == row[key] for key in ("method", "order"))]
        exponents = {found["place"]: found["predicted"] for found in same}
        odd = exponents.pop("origin", None)
        deviation = max(abs(found["measured"] - found["predicted"]) for found in same)
        rows.append(row | {"exponent": max(exponents.values()), "odd_exponent": odd, "deviation": deviation})
    return rows


def matrix_orders(names: Sequence[str], orders: Sequence[int], depth: int, width: int, seed: int) -> list[Row]:
    r"""Return predicted and measured exponents of the error of delta^(1), on small rational networks, in 400-bit balls.

    .. math:: \text{measured} = \log_2 \frac{|\tilde\delta^{(1)} - \delta^{(1)}|(h)}
              {|\tilde\delta^{(1)} - \delta^{(1)}|(h/2)}, \qquad h = 2^{-20}

    For Carleman h is the distance from a fixed point, and from the origin for an odd activation without biases; for Magnus
    it is the step of a residual network of fixed depth.
    """
    rng = stream(seed, "approximations", depth, width, 1)
    weight, bias = _fractions(rng, (width, width)), _fractions(rng, (width,))
    untied = (
        [_fractions(rng, (width, width)) for _ in range(depth - 1)],
        [_fractions(rng, (width,)) for _ in range(depth - 1)],
    )
    rows: list[Row] = []
    for act in map(activation, names):
        odd = act.taylor(0, 4)[::2] == [0, 0, 0] and act.taylor(0, 1)[1] != 0
        for place, given in [("fixed point", bias), *([("origin", None)] if odd else [])]:
            network = Network.tied(weight, depth, given, act)
            for order in orders:
                results = [_carleman(network, order, bits, given is None) for bits in _HALVINGS]
                rows.append(_row("carleman", act, place, order, results))
        for order in orders:
            results = [
                _magnus(ResidualNetwork(Network(*untied, act), Fraction(1, 2**bits)), order) for bits in _HALVINGS
            ]
            rows.append(_row("magnus", act, "path", order, results))
        for order in _FROZEN:
            tied = Network.tied(weight, depth, bias, act)
            results = [_magnus(ResidualNetwork(tied, Fraction(1, 2**bits)), order, True) for bits in _HALVINGS]
            rows.append(_row("magnus_frozen", act, "input", order, results))
    return rows


def matrix_bounds(names: Sequence[str], orders: Sequence[int], cases: int, seed: int) -> list[Row]:
    r"""Return how the proved bounds compare with the errors, on ``cases`` random networks a method, activation and order.

    ``violations`` counts errors above the bound, beyond a part of 1e-12 of delta for rounding; ``refused`` the inputs that
    the method refuses; ``unbounded`` those without a bound; ``useful`` is the share of the others whose bound is below
    |delta|_1. The ratios are bound over error, where the error is above rounding.
    """
    rows = []
    for number, method in enumerate(("carleman", "magnus", "magnus_frozen")):
        for order in _FROZEN if method == "magnus_frozen" else orders:
            rng = stream(seed, "approximations", 2, number, order)
            drawn = [_instance(rng, method, act, order) for act in map(activation, names) for _ in range(cases)]
            given = [result for result in drawn if result is not None]
            bounded = [(error, bound, size) for error, bound, size in given if bound is not None]
            ratios = [bound / error for error, bound, size in bounded if error > _ROUNDING * size]
            low, median, high = np.quantile(ratios, [0.05, 0.5, 0.95]) if ratios else (np.nan,) * 3
            rows.append(
                {
                    "method": method,
                    "order": order,
                    "instances": len(drawn),
                    "refused": len(drawn) - len(given),
                    "unbounded": len(given) - len(bounded),
                    "violations": int(sum(error > bound + _ROUNDING * size for error, bound, size in bounded)),
                    "ratio_median": float(median),
                    "ratio_p05": float(low),
                    "ratio_p95": float(high),
                    "useful": float(sum(bound < size for _, bound, size in bounded) / max(len(bounded), 1)),
                }
            )
    return rows


def _row(method: str, act: Activation, place: str, order: int, results: list[tuple[int, float]]) -> Row:
    (predicted, rough), (_, fine) = results
    cell = {"method": method, "activation": act.name, "place": place, "order": order}
    return cell | {"predicted": predicted, "measured": log2(rough / fine)}


def _carleman(network: Network, order: int, bits: int, origin: bool) -> tuple[int, float]:
    top = [1] * network.widths[0]
    with precision(_BITS):
        linearization = carleman_linearization(network, order, over=BALLS)
        x = [ball.mid() + flint.arb((-1) ** i) / 2**bits for i, ball in enumerate(linearization.fixed_point)]
        rough, truth = linearization.delta(x, top, network.depth), backward(network, x, top, over=BALLS).deltas[0]
        return iterate_exponent(network.activation, order, origin, network.depth - 1), _distance(rough, truth)


def _magnus(network: ResidualNetwork, order: int, frozen: bool = False) -> tuple[int, float]:
    width = network.widths[0]
    x, top = [Fraction(i + 1, 3) for i in range(width)], [1] * width
    with precision(_BITS):
        if frozen:
            rough = magnus_frozen(network, x, top, order, network.depth, over=BALLS)
        else:
            rough = magnus(network, x, top, order, over=BALLS)
        return rough.order, _distance(rough.value[0], residual_backward(network, x, top, over=BALLS).deltas[0])


def _instance(
    rng: np.random.Generator, method: str, act: Activation, order: int
) -> tuple[float, float | None, float] | None:
    """Return error, bound and |delta|_1 of a random network, None where it is refused."""
    width, depth = int(rng.integers(1, 4)), int(rng.choice(_DEPTHS))
    weight, bias = rng.standard_normal((width, width)), 0.3 * rng.standard_normal(width) * rng.integers(0, 2)
    direction, top = rng.uniform(-1, 1, width), rng.standard_normal(width)
    amplitude, scale = 10 ** rng.uniform(-1.5, 0), rng.uniform(0.3, 1.05)
    try:
        if method == "carleman":
            slope = abs(float(act.slope(np.zeros(1))[0])) or 1.0
            weight *= scale / slope / np.abs(np.linalg.eigvals(weight)).max()
            tied = Network.tied(weight, depth, bias, act)
            linearization = carleman_linearization(tied, order)
            x = linearization.fixed_point + amplitude * direction
            rough = linearization.statement(x, top, depth)
            truth = backward(tied, x, top).deltas[0]
        elif method == "magnus":
            weights = rng.standard_normal((depth - 1, width, width)) / np.sqrt(width)
            network = ResidualNetwork(Network(list(weights), None, act), amplitude / (depth - 1))
            rough, truth = (
                magnus(network, 3 * direction, top, order),
                residual_backward(network, 3 * direction, top).deltas[0],
            )
        else:
            tied = Network.tied(weight / np.sqrt(width), depth, bias, act)
            network = ResidualNetwork(tied, amplitude / (depth - 1))
            rough = magnus_frozen(network, direction, top, order, depth)
            truth = residual_backward(network, direction, top).deltas[0]
    except ClosedPropError:
        return None
    bound = 0.0 if isinstance(rough, Exact) else rough.bound
    return float(np.abs(rough.value[0] - truth).sum()), bound, float(np.abs(truth).sum())


def _fractions(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Return sixteenths of at most a half in size: small enough for every activation to have a fixed point near 0."""
    numbers = rng.integers(-8, 9, shape)
    result = np.empty(shape, dtype=object)
    for index in np.ndindex(shape):
        result[index] = Fraction(int(numbers[index]), 16)
    return result


def _distance(a: np.ndarray, b: np.ndarray) -> float:
    squared = sum(((u - v) ** 2 for u, v in zip(a, b, strict=True)), flint.arb(0))
    return float(squared.sqrt().mid())
