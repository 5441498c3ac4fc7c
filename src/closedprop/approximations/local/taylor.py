r"""Back-propagation with every activation replaced by its Taylor polynomial: a local approximation, still a recursion."""

from typing import Any

import numpy as np

from closedprop.approximations.local.disc import radii
from closedprop.approximations.local.order import error_exponent, refuse_kinks
from closedprop.approximations.local.recursion import Local, doubles, replaced
from closedprop.networks import Activation, Network
from closedprop.networks.activation import Z
from closedprop.scalars import FLOATS, Exact, Scalars, Truncation, evaluate


def taylor(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    center: Any = 0,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is a Taylor polynomial of the given order at each neuron.

    .. math:: p_i^{(l)}(z) = \sum_{j=0}^{k} \frac{f^{(j)}(c_i^{(l)})}{j!} (z - c_i^{(l)})^j

    ``center`` as in :func:`closedprop.approximations.local.recursion.replaced`: a number, or a reference input; without
    ``bounded`` the bound, which costs more than the rest, is left out.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})`, ``h`` the largest distance of a preactivation from its center and ``m > k`` the index of the
    first omitted coefficient that is not zero, with the running bound; none (``Exact``) for a polynomial activation of
    degree <= k.
    Cost: k multiplications per neuron more than the recursion; nothing is gained in depth.
    Raises ``Undefined`` for an activation with kinks, ``Unable`` at a preactivation outside the disc of convergence,
    ``Invalid`` for an order below 1 or wrong shapes.
    Source: Taylor's theorem in a discrete Gronwall argument.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(taylor(network, [0.1], [1.0], order=1).order, taylor(network, [0.1], [1.0], order=1).value[0])
    2 [0.25]
    """
    act = network.activation
    refuse_kinks(act, "the Taylor series")
    exponent = error_exponent(act, order, center)

    def stage(centers: np.ndarray, _: np.ndarray) -> Local:
        return taylor_local(act, centers, order, over)

    return replaced(network, x, delta_top, stage, exponent, center, over, bounded)


def taylor_local(act: Activation, centers: np.ndarray, order: int, over: Scalars = FLOATS) -> Local:
    """Return the Taylor polynomials at an array of centers, within their discs of convergence.

    >>> from closedprop.networks import ACTIVATIONS
    >>> taylor_local(ACTIVATIONS["tanh"], np.zeros(1), order=3).value(np.array([0.3])).round(12)
    array([0.291])
    """
    coefficients = taylor_coefficients(act, centers, order, over)
    return Local(
        lambda z: polynomial(coefficients, z - centers),
        lambda z: polynomial_slope(coefficients, z - centers),
        radii(act, doubles(centers, over)),
        "the Taylor series",
        "it converges within",
        "expand at an operating point nearer to x",
    )


def taylor_coefficients(act: Activation, centers: np.ndarray, order: int, over: Scalars = FLOATS) -> np.ndarray:
    """Return the coefficients at each center, over any scalars that the activation's derivatives allow.

    Shapes: ``centers`` (...); result (order + 1, ...).
    """
    if over is FLOATS:
        if np.any(centers):
            return act.taylor_array(centers, order)
        exact_at_zero = [float(coefficient) for coefficient in act.taylor(0, order)]  # no code to generate
        return np.multiply.outer(exact_at_zero, np.ones(centers.shape))
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
    if len(coefficients) == 1:
        return 0 * distance
    return polynomial(np.array([j * coefficient for j, coefficient in enumerate(coefficients)][1:]), distance)
