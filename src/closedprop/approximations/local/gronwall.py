r"""How far an approximate delta is from delta: a bound that runs along with the recursion, and holds for any approximation."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.approximations.local.envelope import envelope, upper
from closedprop.networks import Activation, Network
from closedprop.scalars import BALLS, FLOATS, Scalars

_UNIT = 2.0**-53
_CODE = 8  # tuned: array code of a registered f or f' errs by less than 8 units, in its value or in its argument


def running_bound(
    network: Network, preactivations: Sequence[np.ndarray], delta: Any, delta_top: Any, over: Scalars = FLOATS
) -> float:
    r"""Return a proved bound on :math:`\|\tilde\delta - \delta^{(1)}\|_1` for any vector and any approximate trajectory.

    .. math:: r^{(l)} = \tilde z^{(l+1)} - W^{(l)} f(\tilde z^{(l)}) - b^{(l)}, \qquad
              \zeta^{(l+1)} = r^{(l)} + W^{(l)} D^{(l)} \zeta^{(l)}, \qquad
              \eta^{(l+1)} = |W^{(l)}| \bigl(|D^{(l)}| \eta^{(l)} + \tfrac12 T^{(l)} e^{(l)} \odot e^{(l)}\bigr)
    .. math:: e^{(l+1)} = \min\bigl(|\zeta^{(l+1)}| + \eta^{(l+1)},\; |r^{(l)}| + |W^{(l)}| S^{(l)} e^{(l)}\bigr), \qquad
              \hat\delta^{(l)} = D^{(l)} W^{(l)\top} \hat\delta^{(l+1)}, \qquad
              d^{(l)} = |W^{(l)\top} \hat\delta^{(l+1)}| \odot T^{(l)} e^{(l)} + S^{(l)} |W^{(l)}|^\top d^{(l+1)}
    .. math:: \|\tilde\delta - \delta^{(1)}\|_1 \le \|\tilde\delta - \hat\delta^{(1)}\|_1 + \|d^{(1)}\|_1

    D are the slopes of f at the approximate trajectory, S and T bounds of :math:`|f'|` and :math:`|f''|` within ``e`` of it
    (:func:`closedprop.approximations.local.envelope.envelope`); a kink within reach adds its jump. The true trajectory is
    not needed. For a local approximation the second term is of one order more in h than the first: the bound over the error
    tends to 1.
    Shapes: ``preactivations`` z^(1) = x, .., z^(L) of the approximation; ``delta`` (widths[0],), ``delta_top`` (widths[-1],).
    Error: none over BALLS. Over FLOATS rounding is bounded too, on the assumption that the array code of f and f' errs by
    at most 8 units in the last place of its value or its argument; barring underflow. Infinite where a number overflows.
    Cost: seven products of a matrix and a vector a layer, about four times the recursion.
    Source: the discrete Gronwall argument, with the first-order part kept apart.
    Paper: thm:running-bound.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> path = [np.array([0.1]), np.array([0.05]), np.array([0.025])]  # the linearized network
    >>> bool(0 < running_bound(network, path, [0.25], [1.0]) < 0.004)
    True
    """
    weights, biases = ([over.array(value) for value in values] for values in (network.weights, network.biases))
    claimed, top = over.array(delta), over.array(delta_top)
    return float(_bounds(network.activation, weights, biases, preactivations, claimed, top, over))


def stacked_bounds(
    act: Activation,
    weights: Sequence[np.ndarray],
    biases: Sequence[np.ndarray],
    preactivations: Sequence[np.ndarray],
    delta: np.ndarray,
    delta_top: np.ndarray,
) -> np.ndarray:
    """Return the running bound of each of many networks side by side, in double precision.

    Shapes: as in :mod:`closedprop.networks.stacks`; ``delta`` (count, widths[0]); result (count,).
    """
    return _bounds(act, weights, biases, preactivations, delta, delta_top, FLOATS)


def uniform_bound(
    depth: int,
    weight_norm: float,
    slope: float,
    curvature: float,
    value_error: float,
    slope_error: float,
    top: float,
) -> float:
    r"""Return the bound on :math:`\|\tilde\delta^{(1)} - \delta^{(1)}\|_1` from one set of constants for all layers.

    .. math:: \|\tilde\delta^{(1)} - \delta^{(1)}\|_1 \le w (wS)^{L-2} \|\delta^{(L)}\|_1
              \sum_{l=1}^{L-1} (B + T E_l), \qquad E_l = w A \sum_{j=0}^{l-2} (wS)^j

    ``weight_norm`` w bounds the largest absolute row sum of every weight; ``slope`` S bounds :math:`|f'|` and
    :math:`|p'|`, ``curvature`` T bounds :math:`|f''|`, ``value_error`` A bounds :math:`|f - p|` and ``slope_error`` B
    :math:`|f' - p'|`, all on intervals that contain both trajectories; ``top`` is :math:`\|\delta^{(L)}\|_1`.
    Error: rounding.    Cost: O(depth).
    Paper: cor:uniform-bound.

    >>> uniform_bound(2, weight_norm=1.0, slope=1.0, curvature=1.0, value_error=9.0, slope_error=0.25, top=2.0)
    0.5
    """
    growth, forward_error, total = weight_norm * slope, 0.0, 0.0
    for _ in range(depth - 1):
        total += slope_error + curvature * forward_error
        forward_error = growth * forward_error + weight_norm * value_error
    return weight_norm * growth ** (depth - 2) * top * total


def _bounds(
    act: Activation,
    weights: Sequence[np.ndarray],
    biases: Sequence[np.ndarray],
    z: Sequence[np.ndarray],
    delta: np.ndarray,
    delta_top: np.ndarray,
    over: Scalars,
) -> np.ndarray:
    unit = _UNIT if over is FLOATS else 0.0  # balls carry their rounding
    finite = np.ones(delta.shape[:-1], dtype=bool)
    if over is FLOATS:  # what overflowed is carried along as 0, and bounded by infinity
        for layer in [*z, delta]:
            finite = finite & np.all(np.isfinite(layer), axis=-1)
        z = [np.where(np.isfinite(layer), layer, 0.0) for layer in z]
    sizes = [_magnitude(weight) for weight in weights]
    with np.errstate(over="ignore", invalid="ignore"):
        slopes, steepest, changes = _forward(act, weights, sizes, biases, z, over, unit)
        corrected, distance = delta_top, np.zeros(delta_top.shape)
        for l in reversed(range(len(weights))):
            pulled, steep = _pull(weights[l], corrected), _magnitude(slopes[l])
            lost = (weights[l].shape[-2] + 2) * unit * _pull(sizes[l], _magnitude(corrected)) * steep
            moved = _product(_magnitude(pulled), changes[l]) + steepest[l] * _pull(sizes[l], distance)
            corrected, distance = pulled * slopes[l], (moved + lost) * _inflated(weights[l])
        total = np.sum((1 + 4 * unit) * _magnitude(delta - corrected) + distance, axis=-1)
    return np.where(finite & ~np.isnan(total), total * (1 + delta.shape[-1] * _UNIT), np.inf)


def _forward(
    act: Activation,
    weights: Sequence[np.ndarray],
    sizes: Sequence[np.ndarray],
    biases: Sequence[np.ndarray],
    z: Sequence[np.ndarray],
    over: Scalars,
    unit: float,
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Return, for each layer, f' at the approximate trajectory, a bound of |f'| at the true one, and one of the change."""
    first_order, remainder, error = 0 * z[0], np.zeros(z[0].shape), np.zeros(z[0].shape)
    slopes, steepest, changes = [], [], []
    for l, (weight, size, bias) in enumerate(zip(weights, sizes, biases, strict=True)):
        value, slope = act(z[l], over), act.slope(z[l], over)
        flat, steep, linear = _magnitude(value), _magnitude(slope), _magnitude(first_order)
        found = envelope(act, np.nextafter(-_upper(-z[l]) - error, -np.inf), np.nextafter(_upper(z[l]) + error, np.inf))
        # The array code of f and f' may err in its value or, as it were, in its argument.
        value_code = _CODE * unit * (flat + _magnitude(z[l]) * steep)
        slope_code = _CODE * unit * (steep + _product(_magnitude(z[l]), found.curvature))
        change = np.minimum(_product(found.curvature, error) + found.jump, found.slope + steep)
        slopes.append(slope)
        steepest.append(np.minimum(found.slope, steep + change + slope_code))
        changes.append(change + slope_code)

        residual = z[l + 1] - _apply(weight, value) - bias
        rounding = (weight.shape[-1] + 4) * unit
        lost = _apply(size, value_code) + rounding * (_apply(size, flat) + _magnitude(bias) + _magnitude(z[l + 1]))
        plain = _magnitude(residual) + _apply(size, steepest[-1] * error) + lost
        bend = _product(found.curvature / 2 * error + found.jump, error)
        remainder = (
            _apply(size, steep * (remainder + rounding * linear) + bend + slope_code * (linear + remainder)) + lost
        )
        first_order = residual + _apply(weight, slope * first_order)
        error = np.fmin((1 + 4 * unit) * _magnitude(first_order) + remainder, plain) * _inflated(weight)
    return slopes, steepest, changes


def _inflated(weight: np.ndarray) -> float:
    """Return a factor that outweighs the rounding of one layer of the recursions for non-negative bounds."""
    return 1 + 2.0**-50 * (sum(weight.shape[-2:]) + 8)  # derived: at most N + 8 operations, each to 2^-53


def _product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the product, with 0 times infinity as 0: nothing to move, or nothing moved."""
    return np.where((one == 0) | (other == 0), 0.0, one * other)


def _apply(weight: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.matmul(weight, values[..., None])[..., 0]


def _pull(weight: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.matmul(values[..., None, :], weight)[..., 0, :]


def _magnitude(values: np.ndarray) -> np.ndarray:
    return _upper(np.abs(values))


def _upper(values: np.ndarray) -> np.ndarray:
    """Return doubles that are no less than the entries of an array over FLOATS or BALLS."""
    if values.dtype != object:
        return values
    return np.array([upper(BALLS.convert(entry)) for entry in values.flat]).reshape(values.shape)
