r"""A network with other functions in place of its activation: still a recursion, and its exact gradient."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from closedprop.approximations.local.envelope import upper
from closedprop.approximations.local.gronwall import running_bound
from closedprop.networks import Network, forward
from closedprop.networks.network import exact_fractions
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Exact, Invalid, Scalars, Truncation, Unable

Elementwise = Callable[[np.ndarray], np.ndarray]

_COVERED = 1 + 2.0**-40  # derived: far above the rounding of a distance, 2^-52
_NEAREST = 2.0**-20  # arbitrary: the scale where every preactivation is its center


@dataclass(frozen=True, eq=False)
class Local:
    """What takes the place of the activation in one layer: p and p' of every neuron, and how far from its center.

    ``reach`` is the distance from the center within which p may be used; ``name``, ``within`` and ``remedy`` say in an error
    message what p is, what holds within the reach, and what to do beyond it.
    """

    value: Elementwise
    slope: Elementwise
    reach: np.ndarray
    name: str
    within: str
    remedy: str


#: The functions of one layer, from the centers and the preactivations that have been reached.
Stage = Callable[[np.ndarray, np.ndarray], Local]


def replaced(
    network: Network,
    x: Any,
    delta_top: Any,
    stage: Stage,
    exponent: int | None,
    center: Any = 0,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network with the functions of ``stage`` in place of its activation.

    .. math:: \tilde z^{(l+1)} = W^{(l)} p^{(l)}(\tilde z^{(l)}) + b^{(l)}, \qquad
              \tilde\delta^{(l)} = \bigl(W^{(l)\top} \tilde\delta^{(l+1)}\bigr) \odot p^{(l)\prime}(\tilde z^{(l)})

    A number as ``center`` is the center of every neuron; a vector is a reference input, and the centers are the
    preactivations there (the operating point). ``exponent`` is that of the error, None for none.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: the bound of :func:`closedprop.approximations.local.gronwall.running_bound`, over FLOATS and BALLS, if ``bounded``.
    Cost: that of the recursion, of p, and of the bound.
    Raises ``Unable`` at a preactivation beyond the reach of the functions, ``Invalid`` for wrong shapes.
    Paper: def:local.

    >>> square = Local(lambda z: z**2, lambda z: 2 * z, np.array([np.inf]), "the square", "it is defined within", "-")
    >>> network = Network([[[0.5]]], activation="tanh")
    >>> replaced(network, [0.5], [1.0], lambda centers, z: square, exponent=0).value[0]
    array([0.5])
    """
    z, top = over.array(x), over.array(delta_top)
    for name, given, width in (("the input x", z, network.widths[0]), ("delta^(L)", top, network.widths[-1])):
        if given.shape != (width,):
            raise Invalid(name, f"shape {given.shape}", f"give it shape ({width},)")
    path, slopes = [z], []
    centers = _centers(network, center, over)
    for l, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        local = stage(centers[l], path[-1])
        _refuse_beyond(local, network.activation.name, distances(path[-1], centers[l], over), l + 1)
        slopes.append(local.slope(path[-1]))
        path.append(over.array(weight) @ local.value(path[-1]) + over.array(bias))
    deltas = [top]
    for weight, slope in zip(reversed(network.weights), reversed(slopes), strict=True):
        deltas.append((over.array(weight).T @ deltas[-1]) * slope)
    value = tuple(deltas[::-1])
    if exponent is None:
        return Exact(value)
    proved = bounded and over in (FLOATS, BALLS)
    return Truncation(value, exponent, bound=running_bound(network, path, value[0], top, over) if proved else None)


def distances(z: np.ndarray, centers: np.ndarray, over: Scalars) -> np.ndarray:
    """Return the distances from the centers as doubles, for balls no less; 0 over scalars that have no order.

    >>> distances(np.array([1.0]), np.array([3.0]), FLOATS)
    array([2.])
    """
    if over is FLOATS:
        return np.abs(z - centers)
    if over not in (RATIONALS, BALLS):  # a formal series: there is nothing to compare
        return np.zeros(z.shape)
    far = [abs(entry) for entry in (z - centers).flat]
    return np.array([upper(d) if isinstance(d, flint.arb) else _double(d) for d in far]).reshape(z.shape)


def doubles(values: np.ndarray, over: Scalars) -> np.ndarray:
    """Return the nearest doubles of numbers, for balls of their midpoints; 0 over scalars that have no order.

    >>> from closedprop.scalars import RATIONALS
    >>> doubles(RATIONALS.array(["1/4"]), RATIONALS)
    array([0.25])
    """
    if over is FLOATS:
        return values
    if over not in (RATIONALS, BALLS):
        return np.zeros(values.shape)
    return np.array([_double(entry) for entry in values.flat]).reshape(values.shape)


def from_doubles(values: np.ndarray, over: Scalars) -> np.ndarray:
    """Return doubles as the numbers that they are, over FLOATS, RATIONALS or BALLS.

    >>> from_doubles(np.array([0.25]), BALLS)
    array([0.250000000000000], dtype=object)
    """
    return values if over is FLOATS else over.array(exact_fractions(values))


def covering_radius(far: np.ndarray) -> np.ndarray:
    r"""Return the least power of two that is no less than the largest of the distances of a layer.

    So neighboring inputs share their interval, and one that is half as large gets half of it.
    Shapes: (..., N); result (..., 1).

    >>> covering_radius(np.array([[0.3, -0.7], [0.0, 4.0]])).T
    array([[1., 4.]])
    """
    largest = np.max(np.abs(far), axis=-1, keepdims=True)
    mantissa, exponent = np.frexp(np.where(largest > 0, largest, _NEAREST))
    return np.ldexp(1.0, np.where(mantissa <= 0.5 * _COVERED, exponent - 1, exponent))


def covered(radius: np.ndarray) -> np.ndarray:
    """Return the reach of functions that are fitted up to a radius, with room for the rounding of a distance.

    >>> covered(np.array([1.0])) > 1
    array([ True])
    """
    return radius * _COVERED


def _centers(network: Network, center: Any, over: Scalars) -> tuple[np.ndarray, ...]:
    if np.ndim(center):
        return forward(network, center, over).preactivations
    return tuple(over.array([center] * width) for width in network.widths)


def _refuse_beyond(local: Local, activation: str, far: np.ndarray, layer: int) -> None:
    reach = np.broadcast_to(local.reach, far.shape)
    worst = int(np.argmax(np.where(np.isnan(far), np.inf, far) - reach))
    if not far[worst] < reach[worst]:
        raise Unable(
            f"{local.name} of {activation} at z^({layer})",
            f"a distance of {far[worst]:.4g} from the center, where {local.within} {reach[worst]:.4g} only",
            local.remedy,
        )


def _double(value: flint.fmpq | flint.arb) -> float:
    return int(value.p) / int(value.q) if isinstance(value, flint.fmpq) else float(value.mid())
