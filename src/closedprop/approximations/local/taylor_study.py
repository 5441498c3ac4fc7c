r"""How far the Taylor approximation is from the truth: random networks, every order, inside the disc and outside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from closedprop.approximations.local.disc import radii
from closedprop.approximations.local.taylor import polynomial, polynomial_slope
from closedprop.networks import Activation, activation, stream
from closedprop.networks.distances import angles, quantiles, relative_errors
from closedprop.networks.stacks import Layerwise, gaussian_stack, stacked_backward, stacked_forward

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
                    | quantiles("error", error)
                    | quantiles("angle", angle)
                    | {"outside": float(np.mean(outside))}
                )
    return rows


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
            yield order, relative_errors(rough, truth), angles(rough, truth), outside


def _polynomials(
    evaluated: Callable[[np.ndarray, np.ndarray], np.ndarray], tables: list[np.ndarray], centers: list[np.ndarray]
) -> Layerwise:
    return lambda l, values: evaluated(tables[l], values - centers[l])
