r"""Back-propagation with every activation replaced by its Taylor polynomial: a local approximation, still a recursion."""

from typing import Any

import flint
import numpy as np
import sympy as sp

from closedprop.approximations.local.disc import radii
from closedprop.networks import Activation, Network, forward
from closedprop.networks.activation import Z
from closedprop.scalars import (
    BALLS,
    FLOATS,
    RATIONALS,
    Exact,
    Invalid,
    Scalars,
    Truncation,
    Unable,
    Undefined,
    evaluate,
)


def taylor(
    network: Network, x: Any, delta_top: Any, order: int, center: Any = 0, over: Scalars = FLOATS
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is a Taylor polynomial of the given order at each neuron.

    .. math:: p_i^{(l)}(z) = \sum_{j=0}^{k} \frac{f^{(j)}(c_i^{(l)})}{j!} (z - c_i^{(l)})^j, \qquad
              \tilde z^{(l+1)} = W^{(l)} p^{(l)}(\tilde z^{(l)}) + b^{(l)}, \qquad
              \tilde\delta^{(l)} = \bigl(W^{(l)\top} \tilde\delta^{(l+1)}\bigr) \odot p^{(l)\prime}(\tilde z^{(l)})

    A number as ``center`` is the center of every neuron; a vector is a reference input, and the centers are the
    preactivations there (the operating point). The result is the exact gradient of the approximate network.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})`, ``h`` the largest distance of a preactivation from its center and ``m > k`` the index of the
    first omitted coefficient that is not zero; none (``Exact``) for a polynomial activation of degree <= k.
    Cost: k multiplications per neuron more than the recursion; nothing is gained in depth.
    Raises ``Undefined`` for an activation with kinks, ``Unable`` at a preactivation outside the disc of convergence,
    ``Invalid`` for an order below 1 or wrong shapes.
    Source: Taylor's theorem in a discrete Gronwall argument.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(taylor(network, [0.1], [1.0], order=1).order, taylor(network, [0.1], [1.0], order=1).value[0])
    2 [0.25]
    """
    act = network.activation
    _check(act, order)
    z, delta = over.array(x), over.array(delta_top)
    for name, given, width in (("the input x", z, network.widths[0]), ("delta^(L)", delta, network.widths[-1])):
        if given.shape != (width,):
            raise Invalid(name, f"shape {given.shape}", f"give it shape ({width},)")
    centers = _centers(network, center, over)
    slopes = []
    for l, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        distance = z - centers[l - 1]
        _refuse_outside(act, distance, centers[l - 1], l, over)
        coefficients = taylor_coefficients(act, centers[l - 1], order, over)
        slopes.append(polynomial_slope(coefficients, distance))
        z = over.array(weight) @ polynomial(coefficients, distance) + over.array(bias)
    deltas = [delta]
    for weight, slope in zip(reversed(network.weights), reversed(slopes), strict=True):
        deltas.append((over.array(weight).T @ deltas[-1]) * slope)
    value = tuple(deltas[::-1])
    exponent = error_exponent(act, order, center)
    return Exact(value) if exponent is None else Truncation(value, exponent)


def error_exponent(act: Activation, order: int, center: Any = 0) -> int | None:
    r"""Return the exponent in the error :math:`O(h^{m-1})` of delta; None where the polynomial is the activation.

    ``m`` is the least index above ``order`` with a non-zero Taylor coefficient. At an operating point it is generically
    ``order + 1``; at 0, an odd activation skips the even ones, so the exponent is ``order + 1`` for odd orders and ``order``
    for even ones.
    Paper: cor:taylor-order.

    >>> from closedprop.networks import ACTIVATIONS
    >>> [error_exponent(ACTIVATIONS["tanh"], order) for order in range(1, 6)]
    [2, 2, 4, 4, 6]
    >>> [error_exponent(ACTIVATIONS["tanh"], order, [0.3, 0.1]) for order in range(1, 6)]
    [1, 2, 3, 4, 5]
    """
    _check(act, order)
    if act.taylor(Z, order + 1)[-1] == 0:
        return None
    if np.ndim(center):
        return order
    point = sp.nsimplify(center) if isinstance(center, float) else center
    index = order + 1
    while act.taylor(point, index)[-1] == 0:
        index += 1
    return index - 1


def taylor_coefficients(act: Activation, centers: np.ndarray, order: int, over: Scalars = FLOATS) -> np.ndarray:
    """Return the coefficients at each center, over any scalars that the activation's derivatives allow.

    Shapes: ``centers`` (...); result (order + 1, ...).
    """
    if over is FLOATS:
        return act.taylor_array(centers, order)
    formulas = act.taylor(Z, order)
    coefficients = np.empty((order + 1, *centers.shape), dtype=object)
    for index in np.ndindex(centers.shape):
        at_zero = bool(centers[index] == over.zero)
        exact = act.taylor(0, order) if at_zero else formulas  # at 0 the coefficients may be rational
        for j, formula in enumerate(exact):
            coefficients[(j, *index)] = evaluate(formula, Z, centers[index], over)
    return coefficients


def polynomial(coefficients: np.ndarray, distance: np.ndarray) -> np.ndarray:
    r"""Return :math:`\sum_j a_j d^j` by Horner's rule, elementwise.

    >>> polynomial(np.array([1.0, 0.0, 2.0]), np.array([3.0]))
    array([19.])
    """
    total = coefficients[-1] + 0 * distance
    for coefficient in coefficients[-2::-1]:
        total = total * distance + coefficient
    return total


def polynomial_slope(coefficients: np.ndarray, distance: np.ndarray) -> np.ndarray:
    r"""Return :math:`\sum_j j a_j d^{j-1}`, elementwise.

    >>> polynomial_slope(np.array([1.0, 0.0, 2.0]), np.array([3.0]))
    array([12.])
    """
    return polynomial(np.array([j * coefficient for j, coefficient in enumerate(coefficients)][1:]), distance)


def taylor_bound(
    depth: int,
    weight_norm: float,
    slope: float,
    curvature: float,
    value_error: float,
    slope_error: float,
    top: float,
) -> float:
    r"""Return the proved bound on :math:`\|\tilde\delta^{(1)} - \delta^{(1)}\|_1`.

    .. math:: \|\tilde\delta^{(1)} - \delta^{(1)}\|_1 \le w (wS)^{L-2} \|\delta^{(L)}\|_1
              \sum_{l=1}^{L-1} (B + T E_l), \qquad E_l = w A \sum_{j=0}^{l-2} (wS)^j

    ``weight_norm`` w bounds the largest absolute row sum of every weight; ``slope`` S bounds :math:`|f'|` and
    :math:`|p'|`, ``curvature`` T bounds :math:`|f''|`, ``value_error`` A bounds :math:`|f - p|` and ``slope_error`` B
    :math:`|f' - p'|`, all on intervals around the centers that contain both trajectories; ``top`` is
    :math:`\|\delta^{(L)}\|_1`.
    Error: rounding.    Cost: O(depth).
    Paper: thm:taylor.

    >>> taylor_bound(2, weight_norm=1.0, slope=1.0, curvature=1.0, value_error=9.0, slope_error=0.25, top=2.0)
    0.5
    """
    growth, forward_error, total = weight_norm * slope, 0.0, 0.0
    for _ in range(depth - 1):
        total += slope_error + curvature * forward_error
        forward_error = growth * forward_error + weight_norm * value_error
    return weight_norm * growth ** (depth - 2) * top * total


def _centers(network: Network, center: Any, over: Scalars) -> tuple[np.ndarray, ...]:
    if np.ndim(center):
        return forward(network, center, over).preactivations
    return tuple(over.array([center] * width) for width in network.widths)


def _check(act: Activation, order: int) -> None:
    if not act.is_analytic:
        raise Undefined(f"the Taylor series of {act.name}", "it has kinks", "use an analytic activation, such as tanh")
    if order < 1:
        raise Invalid(f"a Taylor approximation of order {order}", "its slope is 0", "ask for an order of at least 1")


def _refuse_outside(act: Activation, distance: np.ndarray, centers: np.ndarray, layer: int, over: Scalars) -> None:
    if over not in (FLOATS, RATIONALS, BALLS):  # a formal series: there is nothing to compare
        return
    far = np.array([_upper(abs(entry)) for entry in distance])
    reach = radii(act, np.array([-_upper(-entry) for entry in centers]))
    worst = int(np.argmax(far - reach))
    if not far[worst] < reach[worst]:
        raise Unable(
            f"the Taylor series of {act.name} at z^({layer})",
            f"a distance of {far[worst]:.4g} from the center, where it converges within {reach[worst]:.4g} only",
            "expand at an operating point nearer to x",
        )


def _upper(value: Any) -> float:
    """Return a real number, or the upper end of a ball, as a float."""
    if isinstance(value, flint.fmpq):
        return int(value.p) / int(value.q)
    return float(value.upper()) if isinstance(value, flint.arb) else float(value)
