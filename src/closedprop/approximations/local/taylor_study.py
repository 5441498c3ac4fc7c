r"""How far the Taylor approximation is from the truth: random networks, every order, inside the disc and outside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log2
from typing import Any

import flint
import numpy as np

from closedprop.approximations.local.disc import radii
from closedprop.approximations.local.taylor import error_exponent, polynomial, polynomial_slope, taylor
from closedprop.networks import Activation, Network, activation, backward, rational_network, stream
from closedprop.networks.stacks import Layerwise, gaussian_stack, stacked_backward, stacked_forward
from closedprop.scalars import BALLS
from closedprop.validated.precision import precision

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class _Draws:
    """A stack of random networks with a reference input, a direction and a delta^(L) for each."""

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    reference: np.ndarray
    direction: np.ndarray
    delta_top: np.ndarray


def taylor_errors(
    act: str | Activation,
    depths: Sequence[int],
    widths: Sequence[int],
    sigmas: Sequence[float],
    orders: Sequence[int],
    amplitudes: Sequence[float],
    draws: int,
    seed: int,
) -> list[Row]:
    r"""Return medians and 5-95 % ranges of the error of delta^(1) over random networks without biases.

    The input is :math:`x = x_0 + h u`, ``h`` the amplitude and :math:`u_i` uniform on [-1, 1]: at the origin :math:`x_0 = 0`,
    at the operating point :math:`x_0 \sim N(0, I)` and the centers are the preactivations at :math:`x_0`. The error is
    :math:`|\tilde\delta^{(1)} - \delta^{(1)}| / |\delta^{(1)}|`, and the angle that between the two, in radians.
    ``outside`` is the share of draws in which some preactivation left its disc of convergence or overflowed. A result that
    overflows counts as an infinite error and as a right angle. The networks are the same for every activation, order and
    amplitude.
    """
    act, rows = activation(act), []
    for depth, width, sigma_w, tied in product(depths, widths, sigmas, (False, True)):
        drawn = _draw(seed, draws, depth, width, sigma_w, tied)
        for center, amplitude in product(("origin", "operating point"), amplitudes):
            cell = {"activation": act.name, "center": center, "tied": int(tied), "depth": depth, "width": width}
            for order, error, angle, outside in _cell(act, drawn, center, amplitude, orders):
                rows.append(
                    {**cell, "sigma_w": sigma_w, "amplitude": amplitude, "order": order, "draws": draws}
                    | _quantiles("error", error)
                    | _quantiles("angle", angle)
                    | {"outside": float(np.mean(outside))}
                )
    return rows


def taylor_orders(act: str | Activation, orders: Sequence[int], depth: int, width: int, seed: int) -> list[Row]:
    r"""Return predicted and measured exponents of the error, on one small rational network, in 400-bit balls.

    .. math:: \text{measured} = \log_2 \frac{|\tilde\delta^{(1)} - \delta^{(1)}|(h)}
              {|\tilde\delta^{(1)} - \delta^{(1)}|(h/2)}, \qquad h = 2^{-20}

    The origin is left out where f(0) is not 0: then no layer but the first stays near it.
    """
    act, rows = activation(act), []
    network = rational_network(stream(seed, "approximations", depth, width), [width] * depth, act, tied=False)
    origin = Network(network.weights, None, act)
    reference = [Fraction(2 * i + 1, 5) for i in range(width)]
    places: list[tuple[str, Network, Any]] = [("operating point", network, reference)]
    if float(act(np.zeros(1))[0]) == 0:
        places.insert(0, ("origin", origin, 0))
    for (place, net, center), order in product(places, orders):
        errors = [_ball_error(net, center, order, Fraction(1, 2**bits)) for bits in (20, 21)]
        predicted = error_exponent(act, order, center)
        rows.append(
            {
                "activation": act.name,
                "center": place,
                "order": order,
                "predicted": predicted,
                "measured": log2(errors[0] / errors[1]),
            }
        )
    return rows


def _ball_error(network: Network, center: Any, order: int, amplitude: Fraction) -> float:
    base = center if np.ndim(center) else [0] * network.widths[0]
    x = [value + amplitude * (-1) ** i for i, value in enumerate(base)]
    top = [1] * network.widths[-1]
    with precision(400):
        truth = backward(network, x, top, over=BALLS).deltas[0]
        rough = taylor(network, x, top, order, center, over=BALLS).value[0]
        squared = sum(((a - b) ** 2 for a, b in zip(rough, truth, strict=True)), flint.arb(0))
        return float(squared.sqrt().mid())


def _draw(seed: int, draws: int, depth: int, width: int, sigma_w: float, tied: bool) -> _Draws:
    rng = stream(seed, "approximations", depth, width, round(1000 * sigma_w), int(tied))
    weights, biases = gaussian_stack(rng, draws, [width] * depth, sigma_w, tied=tied)
    reference = rng.standard_normal((draws, width))
    direction = rng.uniform(-1.0, 1.0, (draws, width))
    return _Draws(weights, biases, reference, direction, rng.standard_normal((draws, width)) / np.sqrt(width))


def _cell(
    act: Activation, drawn: _Draws, center: str, amplitude: float, orders: Sequence[int]
) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield, for each order, the relative errors, the angles, and which draws left a disc of convergence."""
    weights, biases = drawn.weights, drawn.biases
    base = drawn.reference if center == "operating point" else np.zeros_like(drawn.reference)
    x = base + amplitude * drawn.direction
    z = stacked_forward(weights, biases, x, lambda _, values: act(values))
    truth = stacked_backward(weights, z, drawn.delta_top, lambda _, values: act.slope(values))[0]
    if center == "operating point":
        centers = stacked_forward(weights, biases, base, lambda _, values: act(values))[:-1]
    else:
        centers = [np.zeros_like(x)] * len(weights)
    coefficients = [act.taylor_array(points, max(orders)) for points in centers]
    reach = [radii(act, points) for points in centers]
    for order in orders:
        kept = [table[: order + 1] for table in coefficients]
        with np.errstate(over="ignore", invalid="ignore"):
            rough_z = stacked_forward(weights, biases, x, _polynomials(polynomial, kept, centers))
            rough = stacked_backward(weights, rough_z, drawn.delta_top, _polynomials(polynomial_slope, kept, centers))[
                0
            ]
            far = [np.abs(a - b) for a, b in zip(rough_z[:-1], centers, strict=True)]
            outside = np.any([np.any(~(d < r), axis=1) for d, r in zip(far, reach, strict=True)], axis=0)
            yield order, *_distances(rough, truth), outside


def _polynomials(
    evaluated: Callable[[np.ndarray, np.ndarray], np.ndarray], tables: list[np.ndarray], centers: list[np.ndarray]
) -> Layerwise:
    return lambda l, values: evaluated(tables[l], values - centers[l])


def _distances(rough: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    error = np.linalg.norm(rough - truth, axis=1) / np.linalg.norm(truth, axis=1)
    u, v = (array / np.linalg.norm(array, axis=1, keepdims=True) for array in (rough, truth))
    # Kahan's form: accurate for small angles, where the arc cosine loses half of the digits.
    angle = 2 * np.arctan2(np.linalg.norm(u - v, axis=1), np.linalg.norm(u + v, axis=1))
    return np.where(np.isnan(error), np.inf, error), np.where(np.isnan(angle), np.pi / 2, angle)


def _quantiles(quantity: str, values: np.ndarray) -> Row:
    # "lower" picks a sample: no interpolation between a finite and an infinite error
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95], method="lower")
    return {f"{quantity}_median": float(median), f"{quantity}_p05": float(low), f"{quantity}_p95": float(high)}
