r"""A fixed point of the layer map of a weight-tied network, found in floats and proved in balls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from closedprop.networks import Activation, Network
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Unable, Undefined
from closedprop.validated.analytic import COMPLEX_BALLS
from closedprop.validated.precision import precision
from closedprop.validated.rounding import enter

#: Bits of the balls in which an expansion over FLOATS is set up.
BITS = 128  # tuned: 64 coefficients keep 20 digits at the multipliers of the studies
_ORBIT = 200  # arbitrary: layers after which an orbit should be near the fixed point that attracts it
_STEPS = 60  # arbitrary: Newton steps; from a good start 6 suffice
_SETTLED = 1e-10  # arbitrary: a Newton step below this, relative to the point, is the quadratic phase


@dataclass(frozen=True, eq=False)
class LayerFixedPoint:
    r"""A fixed point :math:`z^* = W f(z^*) + b`, and what a layer does near it.

    ``point`` and ``slopes`` (:math:`f'(z^*)`) are balls that contain the numbers, for certain; ``weight`` and ``bias`` are the
    numbers of the network as balls. Shapes: (N,), (N,), (N, N), (N,).
    """

    activation: Activation
    weight: np.ndarray
    bias: np.ndarray
    point: np.ndarray
    slopes: np.ndarray

    @property
    def width(self) -> int:
        """The number N of neurons."""
        return len(self.point)

    @property
    def jacobian(self) -> np.ndarray:
        """The Jacobian ``W D`` of the layer map, in balls."""
        return self.weight * self.slopes

    @property
    def location(self) -> np.ndarray:
        """The fixed point in floats, with a relative error of one rounding."""
        return floats(self.point)


def floats(balls: np.ndarray) -> np.ndarray:
    """Return the middles of an array of balls as floats."""
    return np.array([float(ball.mid()) for ball in balls.flat]).reshape(balls.shape)


def activated(act: Activation, z: np.ndarray, over: Scalars, slope: bool = False) -> np.ndarray:
    """Return the values or the slopes of an activation; over BALLS also where arb loses them: its powers of balls around 0.

    Shapes: any; result the same.

    >>> from closedprop.networks import ACTIVATIONS
    >>> activated(ACTIVATIONS["quadratic"], np.array([flint.arb(0, 0.5)]), BALLS)[0] < 0.26
    True
    """
    evaluated = act.slope if slope else act
    found = evaluated(z, over)
    if over is BALLS and act.is_analytic and not all(value.is_finite() for value in found.flat):
        found = np.array([value.real for value in evaluated(z, COMPLEX_BALLS).flat], dtype=object).reshape(z.shape)
    return found


def layer_fixed_point(
    network: Network, fixed_point: Any = None, x: Any = None, over: Scalars = FLOATS
) -> LayerFixedPoint:
    r"""Return a fixed point of the layer map, with a proof that it exists.

    .. math:: z^* = F(z^*), \qquad F(z) = W f(z) + b

    Newton's method starts from ``fixed_point``; if that is left out, from 0 where F(0) = 0, else from where the orbits of
    ``x`` and of 0 are after 200 layers, else from 0. Krawczyk's operator then proves that exactly one fixed point lies
    in a box around the result, or F(z) = z holds exactly. Over FLOATS the network is read as the binary fractions that its
    floats are; over BALLS at the precision in force.
    Shapes: ``fixed_point``, ``x`` (N,).    Error: an enclosure.    Cost: 200 layers, a few solutions of N equations.
    Raises ``Undefined`` at a kink, ``Invalid`` for a network that is not tied or a wrong shape, ``Unable`` where no fixed
    point is found or proved.
    Source: Krawczyk (1969); Neumaier, Interval methods for systems of equations, 5.1.

    >>> layer_fixed_point(Network.tied([[2]], depth=2, activation="tanh"), fixed_point=[1]).location.round(6)
    array([1.915008])
    """
    if over is FLOATS:
        with precision(BITS):
            return _proved(network, fixed_point, x, FLOATS)
    return _proved(network, fixed_point, x, over)


def exact_layers(
    fixed: LayerFixedPoint, z: np.ndarray, over: Scalars = FLOATS
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the preactivations after 0, 1, 2, .. layers, and the Jacobian of all of these layers together.

    Shapes: ``z`` (N,); the Jacobian (N, N).    Cost: a product of matrices each.
    """
    weight, bias = (array if over is BALLS else floats(array) for array in (fixed.weight, fixed.bias))
    jacobian = over.array(np.eye(len(z), dtype=int).tolist())
    while True:
        yield z, jacobian
        with np.errstate(all="ignore"):
            jacobian = (weight * activated(fixed.activation, z, over, slope=True)) @ jacobian
            z = weight @ activated(fixed.activation, z, over) + bias


def _proved(network: Network, fixed_point: Any, x: Any, over: Scalars) -> LayerFixedPoint:
    if not network.is_tied:
        raise Invalid(
            "a fixed point of the layer map", "the weights differ from layer to layer", "use a weight-tied network"
        )
    weight, bias = enter(network.weights[0], over), enter(network.biases[0], over)
    start = _start(network, fixed_point, x)
    act = network.activation
    if not act.is_analytic and np.isin(start, act.kink_points).any():
        raise Undefined(f"the slopes at the fixed point {_shown(start)}", f"a kink of {act.name}", "choose another one")
    point = _enclosed(act, weight, bias, start)
    return LayerFixedPoint(act, weight, bias, point, activated(act, point, BALLS, slope=True))


def _start(network: Network, fixed_point: Any, x: Any) -> np.ndarray:
    """Return the fixed point in floats, or refuse."""
    act, weight, bias = network.activation, FLOATS.array(network.weights[0]), FLOATS.array(network.biases[0])

    def layer(z: np.ndarray) -> np.ndarray:
        return weight @ act(z) + bias

    zero = np.zeros(len(bias))
    starts = []
    if fixed_point is not None:
        starts = [FLOATS.array([_float(value) for value in np.atleast_1d(np.array(fixed_point, dtype=object))])]
        if starts[0].shape != zero.shape:
            raise Invalid("the start for a fixed point", f"shape {starts[0].shape}", f"give it shape {zero.shape}")
    elif not layer(zero).any():
        return zero
    with np.errstate(all="ignore"):
        if fixed_point is None:
            for z in [zero] if x is None else [np.array([_float(value) for value in x]), zero]:
                for _ in range(_ORBIT):
                    z = layer(z)
                starts.append(z)
            starts.append(zero)
        for start in starts:
            z = start
            for _ in range(_STEPS):
                if not np.isfinite(z).all():
                    break
                try:
                    step = np.linalg.solve(weight * act.slope(z) - np.eye(len(z)), layer(z) - z)
                except np.linalg.LinAlgError:
                    step = layer(z) - z  # multiplier 1: at the fixed point itself this is 0
                z = z - step
                if np.abs(step).max() <= _SETTLED * (1 + np.abs(z).max()):
                    return z
    raise Unable(
        "a fixed point of the layer map", f"Newton's method from {_shown(starts[0])} finds none", "give fixed_point="
    )


def _enclosed(act: Activation, weight: np.ndarray, bias: np.ndarray, start: np.ndarray) -> np.ndarray:
    def defect(z: np.ndarray) -> np.ndarray:
        return z - weight @ activated(act, z, BALLS) - bias

    point = enter(start, FLOATS)
    if all(value.is_zero() for value in defect(point)):
        return point
    width = len(start)
    for _ in range(flint.ctx.prec.bit_length()):  # the digits double
        inverse = _inverse(weight, activated(act, point, BALLS, slope=True), point)
        step = (inverse @ defect(point)).tolist()
        point = np.array([(value - change).mid() for value, change in zip(point, step, strict=True)], dtype=object)
        if all(
            abs(change) <= (1 + abs(value)) * flint.arb(2) ** (8 - flint.ctx.prec // 2)
            for value, change in zip(point, step, strict=True)
        ):
            break
    # Krawczyk: m - Y h(m) + (1 - Y h'(X)) (X - m) inside X proves exactly one zero of h = id - F in X.
    inverse = _inverse(weight, activated(act, point, BALLS, slope=True), point)
    step = inverse @ defect(point)
    scale = max((abs(change).upper() for change in step), default=flint.arb(0))
    radius = (4 * scale + flint.arb(2) ** (16 - flint.ctx.prec)).upper()
    box = np.array([value + flint.arb(0, radius) for value in point], dtype=object)
    identity = BALLS.array(np.eye(width, dtype=int).tolist())
    slope = identity - inverse @ (identity - weight * activated(act, box, BALLS, slope=True))
    image = point - step + slope @ (box - point)
    if not all(
        inside.is_finite() and whole.contains_interior(inside) for whole, inside in zip(box, image, strict=True)
    ):
        raise Unable(
            f"a fixed point of the layer map near {_shown(start)}",
            f"no proof at {flint.ctx.prec} bits: an eigenvalue of W D may be 1",
            "choose another fixed point, or more precision",
        )
    return image


def _inverse(weight: np.ndarray, slopes: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return the middle of the inverse of 1 - W D as exact balls."""
    width = len(point)
    matrix = BALLS.array(np.eye(width, dtype=int).tolist()) - weight * slopes
    try:
        inverse = flint.arb_mat(width, width, list(matrix.ravel())).inv()
    except ZeroDivisionError:
        raise Unable(
            f"a fixed point of the layer map near {_shown(floats(point))}",
            "an eigenvalue of W D is 1 within the precision",
            "choose another fixed point; at multiplier 1 there are asymptotics of another kind",
        ) from None
    return np.array([entry.mid() for entry in inverse.entries()], dtype=object).reshape(width, width)


def _float(value: Any) -> float:
    return float(value.mid()) if isinstance(value, flint.arb) else FLOATS.convert(value)


def _shown(point: np.ndarray) -> str:
    return "(" + ", ".join(f"{float(value):.6g}" for value in point) + ")"
