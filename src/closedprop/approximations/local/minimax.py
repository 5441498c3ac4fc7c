r"""Back-propagation with every activation replaced by its best uniform approximation on an interval."""

from typing import Any

import numpy as np

from closedprop.approximations.local.chebyshev import checked_radius, scaled_series
from closedprop.approximations.local.order import error_exponent
from closedprop.approximations.local.recursion import (
    Local,
    covered,
    covering_radius,
    distances,
    from_doubles,
    replaced,
)
from closedprop.approximations.local.remez import minimax_polynomial
from closedprop.networks import Activation, Network
from closedprop.scalars import FLOATS, Exact, Scalars, Truncation


def minimax(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    center: Any = 0,
    radius: float | None = None,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is the nearest polynomial on an interval around each center.

    .. math:: p_i^{(l)} = \operatorname*{arg\,min}_{\deg p \le k} \; \max_{|t| \le r} |f(c + t) - p(c + t)|

    ``radius`` and ``center`` as for :func:`closedprop.approximations.local.chebyshev.chebyshev`.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})` with the radius as h, as for Taylor; at a fixed radius geometric in the order, with the running
    bound. It is the value that is fitted best, not the slope, which delta feels. With kinks no rate is claimed.
    Cost: Remez's exchange for each interval, once, then two Clenshaw sums a neuron.
    Raises ``Unable`` at a preactivation farther from its center than ``radius`` and if the exchange does not settle,
    ``Invalid`` for a radius that is not positive, an order below 1 or wrong shapes.
    Source: Trefethen, Approximation Theory and Approximation Practice, chapter 10.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(minimax(network, [0.1], [1.0], order=3).order, minimax(network, [0.1], [1.0], order=3).value[0].round(5))
    4 [0.2469]
    """
    act = network.activation
    exponent, given = error_exponent(act, order, center), checked_radius(radius)

    def stage(centers: np.ndarray, z: np.ndarray) -> Local:
        reach = covering_radius(distances(z, centers, over)) if given is None else given
        return minimax_local(act, centers, reach, order, over)

    return replaced(network, x, delta_top, stage, exponent, center, over, bounded)


def minimax_local(
    act: Activation, centers: np.ndarray, radius: np.ndarray, order: int, over: Scalars = FLOATS
) -> Local:
    """Return the best polynomials on the intervals of a radius around an array of centers.

    Shapes: ``radius`` one that broadcasts with ``centers``.

    >>> from closedprop.networks import ACTIVATIONS
    >>> minimax_local(ACTIVATIONS["abs"], np.zeros(1), np.array([1.0]), order=2).value(np.array([0.0])).round(6)
    array([0.125])
    """
    scale = from_doubles(radius, over)
    radii, table = np.broadcast_to(scale, centers.shape), np.empty((order + 1, *centers.shape), dtype=over.dtype)
    if over is FLOATS:
        pairs, index = np.unique(np.stack([centers.ravel(), radii.ravel()]), axis=1, return_inverse=True)
        found = np.array([minimax_polynomial(act, c, r, order).coefficients for c, r in pairs.T.tolist()])
        table[...] = found[index.reshape(-1)].T.reshape(table.shape)
    else:
        for at in np.ndindex(centers.shape):
            table[(slice(None), *at)] = minimax_polynomial(act, centers[at], radii[at], order, over).coefficients
    value, slope = scaled_series(table, centers, scale)
    return Local(
        value,
        slope,
        covered(radius),
        "the minimax polynomial",
        "it is fitted within",
        "give a larger radius, or none to cover the input",
    )
