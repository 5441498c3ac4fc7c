r"""Back-propagation with every activation replaced by its best polynomial in the mean square of a Gaussian."""

from functools import cache
from math import ceil, factorial, log, sqrt
from typing import Any

import flint
import numpy as np
from numpy.polynomial.hermite_e import hermeder, hermeval

from closedprop.approximations.local.order import error_exponent
from closedprop.approximations.local.recursion import (
    Local,
    covering_radius,
    distances,
    from_doubles,
    replaced,
)
from closedprop.networks import Activation, Network
from closedprop.scalars import BALLS, FLOATS, Exact, Invalid, Scalars, Truncation, Unable, Undefined
from closedprop.validated.gaussian import gaussian_expectation

_FINEST = 2**10  # arbitrary: nodes a unit at which the quadrature in balls gives up


def hermite(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    center: Any = 0,
    variance: float | None = None,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is its Hermite expansion around the center of each neuron.

    .. math:: p_i^{(l)}(c + \sigma t) = \sum_{j=0}^{k} a_j \mathrm{He}_j(t), \qquad
              a_j = \frac{1}{j!} \mathbb E\, f(c + \sigma Z) \mathrm{He}_j(Z), \quad Z \sim N(0, 1)

    ``variance`` is :math:`\sigma^2` for all layers; without it each layer takes for :math:`\sigma` the least power of two
    that is no less than the root of the mean square distance of its preactivations from their centers. ``center`` is a number
    or a reference input, and ``bounded``, as for Taylor polynomials.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})` with :math:`\sigma` as h, as for Taylor; at a fixed variance like :math:`e^{-c \sqrt k}` in the
    mean square, with the running bound, in which the error of the quadrature is included. With kinks no rate is claimed.
    Cost: k + 1 quadratures for an interval, once, then two Clenshaw sums a neuron.
    Raises ``Invalid`` for a variance that is not positive, an order below 1 or wrong shapes, ``Unable`` where a quadrature
    fails.
    Source: Szego, Orthogonal Polynomials, chapters 5 and 9.
    Paper: prop:hermite.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(hermite(network, [0.1], [1.0], order=3).order, hermite(network, [0.1], [1.0], order=3).value[0].round(5))
    4 [0.24692]
    """
    act = network.activation
    exponent = error_exponent(act, order, center)
    if variance is not None and not (variance > 0 and np.isfinite(variance)):
        raise Invalid(
            f"a Gaussian of variance {variance}", "not positive and finite", "give one, or none to fit the input"
        )

    def stage(centers: np.ndarray, z: np.ndarray) -> Local:
        deviation = spread(distances(z, centers, over)) if variance is None else np.array([np.sqrt(variance)])
        return hermite_local(act, centers, deviation, order, over)

    return replaced(network, x, delta_top, stage, exponent, center, over, bounded)


def spread(far: np.ndarray) -> np.ndarray:
    """Return the least power of two that is no less than the root of the mean square of the distances of a layer.

    Shapes: (..., N); result (..., 1).

    >>> spread(np.array([0.3, -0.4]))
    array([0.5])
    """
    return covering_radius(np.sqrt(np.mean(np.square(far), axis=-1, keepdims=True)))


def hermite_local(
    act: Activation, centers: np.ndarray, deviation: np.ndarray, order: int, over: Scalars = FLOATS
) -> Local:
    """Return the Hermite expansions in Gaussians of a standard deviation around an array of centers.

    Shapes: ``deviation`` one that broadcasts with ``centers``.

    >>> from closedprop.networks import ACTIVATIONS
    >>> hermite_local(ACTIVATIONS["quadratic"], np.zeros(1), np.array([2.0]), order=1).value(np.array([1.0])).round(12)
    array([4.])
    """
    widths = np.broadcast_to(deviation, centers.shape)
    table = np.empty((order + 1, *centers.shape), dtype=over.dtype)
    if over is FLOATS:
        pairs, index = np.unique(np.stack([centers.ravel(), widths.ravel()]), axis=1, return_inverse=True)
        found = np.array([hermite_coefficients(act, c, s, order) for c, s in pairs.T.tolist()])
        table[...] = found[index.reshape(-1)].T.reshape(table.shape)
    else:
        for at in np.ndindex(centers.shape):
            table[(slice(None), *at)] = _ball_coefficients(
                act, centers[at], from_doubles(widths[at], over), order, over
            )
    scale, derivative = from_doubles(deviation, over), hermeder(table, axis=0)
    return Local(
        lambda z: hermeval((z - centers) / scale, table, tensor=False),
        lambda z: hermeval((z - centers) / scale, derivative, tensor=False) / scale,
        np.array([np.inf]),
        "the Hermite expansion",
        "it is defined within",
        "use a smaller variance",
    )


@cache
def hermite_coefficients(act: Activation, center: float, deviation: float, order: int) -> np.ndarray:
    r"""Return :math:`a_0, \dots, a_k` in double precision.

    Error: 1e-13 of :math:`\mathbb E |f \mathrm{He}_j| / j!`, an estimate.    Cost: k + 1 quadratures, once.

    >>> from closedprop.networks import ACTIVATIONS
    >>> hermite_coefficients(ACTIVATIONS["quadratic"], 0.0, 2.0, 3).round(12) + 0.0
    array([4., 0., 4., 0.])
    """
    breaks = (act.kink_points - center) / deviation

    def coefficient(j: int) -> float:
        basis = np.eye(order + 1)[j]
        moment = gaussian_expectation(lambda z: act(center + deviation * z) * hermeval(z, basis), breaks)
        return moment.value / factorial(j)

    return np.array([coefficient(j) for j in range(order + 1)])


def _ball_coefficients(act: Activation, center: Any, deviation: np.ndarray, order: int, over: Scalars) -> list[Any]:
    """Return the coefficients at the precision in force, as exact numbers: midpoints of trapezoid sums of halved steps."""
    if over is not BALLS:
        raise Undefined(f"the Hermite expansion over {over}", "its coefficients are integrals", "use FLOATS or BALLS")
    if not act.is_analytic:
        raise Undefined(f"the Hermite expansion of {act.name} over BALLS", "it has kinks", "use over=FLOATS")
    bits, sigma = flint.ctx.prec, deviation.item()
    reach = ceil(sqrt(2 * (bits * log(2) + order * log(bits))) + 1)  # derived: beyond it exp(-z^2/2) z^k < 2^-bits
    count = 2
    total = _trapezoid(act, center, sigma, order, range(-count * reach, count * reach + 1), count)
    while count < _FINEST:
        previous, count = [value / count for value in total], 2 * count
        between = _trapezoid(act, center, sigma, order, range(1 - count * reach, count * reach, 2), count)
        total = [one + other for one, other in zip(total, between, strict=True)]
        refined = [value / count for value in total]
        allowed = 2.0 ** (16 - bits) * max(abs(float(value.mid())) for value in refined)
        if all(abs(float((a - b).mid())) <= allowed for a, b in zip(previous, refined, strict=True)):
            return [value.mid() / factorial(j) for j, value in enumerate(refined)]
    raise Unable(
        f"the Hermite expansion of {act.name} at {bits} bits",
        "its quadrature needs too many nodes",
        "ask for fewer bits",
    )


def _trapezoid(act: Activation, center: Any, sigma: Any, order: int, nodes: range, count: int) -> list[flint.arb]:
    r"""Return the trapezoid sums of :math:`f(c + \sigma z) \mathrm{He}_j(z) \varphi(z)` over nodes at multiples of 1/count."""
    z = np.array([flint.arb(node) / count for node in nodes])
    values = act(center + sigma * z, BALLS)
    density = np.array([(-point * point / 2).exp() / (flint.arb.pi() * 2).sqrt() for point in z])
    basis = np.array([[flint.arb(int(i == j)) for i in range(order + 1)] for j in range(order + 1)], dtype=object)
    return [np.sum(values * density * hermeval(z, row)) for row in basis]
