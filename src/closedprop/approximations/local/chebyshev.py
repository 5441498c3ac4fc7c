r"""Back-propagation with every activation replaced by its interpolant in Chebyshev points of an interval."""

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.polynomial.chebyshev import chebder, chebval

from closedprop.approximations.local.order import error_exponent
from closedprop.approximations.local.recursion import (
    Elementwise,
    Local,
    covered,
    covering_radius,
    distances,
    from_doubles,
    replaced,
)
from closedprop.networks import Activation, Network
from closedprop.scalars import FLOATS, Exact, Invalid, Scalars, Truncation


def chebyshev(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    center: Any = 0,
    radius: float | None = None,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is interpolated in Chebyshev points around the center of each neuron.

    .. math:: p_i^{(l)}(c + r t) = \sum_{m=0}^{k} a_m T_m(t), \qquad p_i^{(l)} = f \text{ at } c + r \cos\frac{(2j+1)\pi}{2k+2},
              \quad j = 0, \dots, k

    ``radius`` is r for all layers; without it each layer takes the least power of two that covers its preactivations, as
    the recursion reaches them. ``center`` is a number or a reference input, and ``bounded``, as for Taylor polynomials.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})` with the radius as h, as for Taylor; at a fixed radius geometric in the order, with the running
    bound. With kinks no rate is claimed (order 0): the slope keeps an error of the size of the jump.
    Cost: k + 1 values of f for an interval, once, then two Clenshaw sums a neuron.
    Raises ``Unable`` at a preactivation farther from its center than ``radius``, ``Invalid`` for a radius that is not
    positive, an order below 1 or wrong shapes.
    Source: Trefethen, Approximation Theory and Approximation Practice, chapters 8 and 21.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(chebyshev(network, [0.1], [1.0], order=3).order, chebyshev(network, [0.1], [1.0], order=3).value[0].round(5))
    4 [0.2469]
    """
    act = network.activation
    exponent, given = error_exponent(act, order, center), checked_radius(radius)

    def stage(centers: np.ndarray, z: np.ndarray) -> Local:
        reach = covering_radius(distances(z, centers, over)) if given is None else given
        return chebyshev_local(act, centers, reach, order, over)

    return replaced(network, x, delta_top, stage, exponent, center, over, bounded)


def chebyshev_local(
    act: Activation, centers: np.ndarray, radius: np.ndarray, order: int, over: Scalars = FLOATS
) -> Local:
    """Return the interpolants on the intervals of a radius around an array of centers.

    Shapes: ``radius`` one that broadcasts with ``centers``.

    >>> from closedprop.networks import ACTIVATIONS
    >>> local = chebyshev_local(ACTIVATIONS["tanh"], np.zeros(1), np.array([1.0]), order=9)
    >>> abs(local.value(np.array([0.5])) - np.tanh(0.5)) < 1e-5
    array([ True])
    """
    scale = from_doubles(radius, over)
    values = act(np.array([centers + scale * node for node in cosines(1, order, over)]), over)
    coefficients = np.array(
        [
            sum(value * cosine for value, cosine in zip(values, cosines(m, order, over), strict=True))
            * (over.one * min(m + 1, 2) / (order + 1))
            for m in range(order + 1)
        ]
    )
    value, slope = scaled_series(coefficients, centers, scale)
    return Local(
        value,
        slope,
        covered(radius),
        "the Chebyshev interpolant",
        "it is fitted within",
        "give a larger radius, or none to cover the input",
    )


def geometric_errors(maximum: float, ellipse: float, order: int, radius: float) -> tuple[float, float]:
    r"""Return the a-priori bounds A and B of :math:`|f - p|` and :math:`|f' - p'|`, for the interpolant and for minimax.

    .. math:: A = \frac{4 M \varrho^{-k}}{\varrho - 1}, \qquad B = \frac{2 M \varrho^{-k}}{r (\varrho - 1)}
              \Bigl(3 k^2 + \frac{2 k \varrho}{\varrho - 1} + \frac{\varrho (\varrho + 1)}{(\varrho - 1)^2}\Bigr)

    ``maximum`` M bounds :math:`|f|` on a neighborhood of the ellipse of the points :math:`c + \frac r2 (w + 1/w)`,
    :math:`1 \le |w| \le \varrho`, on which f is analytic; ``ellipse`` is :math:`\varrho`.
    Error: rounding.
    Paper: thm:fits.

    >>> geometric_errors(1.0, 2.0, 3, 1.0)
    (0.5, 11.25)
    """
    size, excess = maximum * ellipse**-order, ellipse - 1
    tail = 3 * order**2 + 2 * order * ellipse / excess + ellipse * (ellipse + 1) / excess**2
    return 4 * size / excess, 2 * size * tail / (radius * excess)


def scaled_series(coefficients: np.ndarray, centers: np.ndarray, scale: np.ndarray) -> tuple[Elementwise, Elementwise]:
    r"""Return :math:`\sum_m a_m T_m((z - c)/r)` and its derivative as functions of z.

    Shapes: ``coefficients`` (order + 1, ...), the rest of them as ``centers``.
    """
    derivative = chebder(coefficients, axis=0)
    return (
        lambda z: chebval((z - centers) / scale, coefficients, tensor=False),
        lambda z: chebval((z - centers) / scale, derivative, tensor=False) / scale,
    )


def checked_radius(radius: float | None) -> np.ndarray | None:
    """Return a given radius as an array, None for none; ``Invalid`` unless it is positive and finite."""
    if radius is not None and not (radius > 0 and np.isfinite(radius)):
        raise Invalid(
            f"an interval of radius {radius}", "not positive and finite", "give one, or none to cover the input"
        )
    return None if radius is None else np.array([float(radius)])


def cosines(multiple: int, order: int, over: Scalars) -> list[Any]:
    r"""Return :math:`T_m` at the Chebyshev points, :math:`\cos(m (2j+1) \pi / (2k+2))`, j = 0..k, over FLOATS or BALLS.

    >>> [round(value, 3) for value in cosines(1, 2, FLOATS)]
    [0.866, 0.0, -0.866]
    """
    turns = [Fraction(multiple * (2 * j + 1), 2 * order + 2) for j in range(order + 1)]
    if over is FLOATS:
        return [float(np.cos(np.pi * float(turn))) for turn in turns]
    return [over.function("cos")(over.convert(sp.pi) * over.convert(turn)) for turn in turns]
