r"""Back-propagation with every activation replaced by a Pade approximant, a rational function with the same Taylor series."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import flint
import numpy as np

from closedprop.approximations.local.order import error_exponent, refuse_kinks
from closedprop.approximations.local.recursion import Local, doubles, replaced
from closedprop.approximations.local.taylor import polynomial, polynomial_slope, taylor_coefficients, taylor_local
from closedprop.networks import Activation, Network
from closedprop.scalars import FLOATS, RATIONALS, Exact, Scalars, Truncation, Unable

_REAL = 1e-8  # tuned: a pole whose angle to the real line is below it counts as real


def pade(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    center: Any = 0,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return all deltas of the network whose activation is a Pade approximant of type [m/n], m + n = k, at each neuron.

    .. math:: p_i^{(l)}(c + t) = \frac{u_0 + \dots + u_m t^m}{1 + v_1 t + \dots + v_n t^n} = f(c + t) + O(t^{k+1}),
              \qquad n = \lfloor k/2 \rfloor

    Where f is, but for a linear function, even or odd about the center 0, the type is that of the function G of
    :math:`y = t^2` in :math:`f = a_0 + t\, G(t^2)` or :math:`f = a_0 + a_1 t + t^2 G(t^2)`: the table of f itself has blocks
    there. For tanh, sigmoid, softplus and silu at 0 G is a Stieltjes function, and no pole is real.
    ``center`` is a number or a reference input, and ``bounded``, as for Taylor polynomials.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); the value is the tuple of delta^(1), .., delta^(L).
    Error: :math:`O(h^{m-1})`, as for Taylor, with the running bound; none (``Exact``) for a polynomial activation of degree
    <= k.
    Cost: a linear system of floor(k/2) unknowns a neuron, once, and 2 k operations a neuron.
    Raises ``Undefined`` for an activation with kinks, ``Unable`` beyond the nearest real pole and where the approximant of
    the type does not exist, ``Invalid`` for an order below 1 or wrong shapes.
    Source: Baker & Graves-Morris, Pade Approximants, chapters 1 and 5.
    Paper: thm:pade.

    >>> network = Network.tied([[0.5]], depth=3, activation="tanh")
    >>> print(pade(network, [0.1], [1.0], order=3).order, pade(network, [0.1], [1.0], order=3).value[0].round(5))
    4 [0.2469]
    """
    act = network.activation
    refuse_kinks(act, "the Pade approximant")
    exponent = error_exponent(act, order, center)
    at_zero = not np.ndim(center) and center == 0

    def stage(centers: np.ndarray, _: np.ndarray) -> Local:
        if exponent is None:
            return taylor_local(act, centers, order, over)
        return pade_local(act, centers, order, over, at_zero)

    return replaced(network, x, delta_top, stage, exponent, center, over, bounded)


def pade_local(
    act: Activation, centers: np.ndarray, order: int, over: Scalars = FLOATS, at_zero: bool = False
) -> Local:
    """Return the Pade approximants at an array of centers, up to their nearest real poles.

    ``at_zero`` says that every center is 0, where the parity of f is used.

    >>> from closedprop.networks import ACTIVATIONS
    >>> local = pade_local(ACTIVATIONS["tanh"], np.zeros(1), order=3, at_zero=True)  # z/(1 + z^2/3)
    >>> local.value(np.array([3.0])).round(12), local.reach
    (array([0.75]), array([inf]))
    """
    power = _parity(act, order) if at_zero else 0
    if power:
        centers = centers.reshape(-1)[:1]  # one approximant serves all neurons
    table = taylor_coefficients(act, centers, order, over)
    linear, series = table[:power], table[power :: 2 if power else 1]
    if not len(series):  # order 1 of a_0 + a_1 t + t^2 G(t^2)
        return replace(taylor_local(act, centers, order, over), reach=np.array([np.inf]))
    top, bottom = pade_coefficients(series, len(series) // 2 if power else order // 2, over)

    def value(z: np.ndarray) -> np.ndarray:
        t = z - centers
        y = t * t if power else t
        ratio = polynomial(top, y) / polynomial(bottom, y)
        return polynomial(linear, t) + (t, y)[power - 1] * ratio if power else ratio

    def slope(z: np.ndarray) -> np.ndarray:
        t = z - centers
        y = t * t if power else t
        below = polynomial(bottom, y)
        ratio = polynomial(top, y) / below
        inner = (polynomial_slope(top, y) - ratio * polynomial_slope(bottom, y)) / below
        if not power:
            return inner
        of_power = (ratio, 2 * t * ratio)[power - 1]  # the derivative of t or t^2, times G
        return polynomial_slope(linear, t) + of_power + 2 * t * (t, y)[power - 1] * inner

    reach = _pole_distance(doubles(bottom, over), positive=bool(power))
    return Local(
        value,
        slope,
        np.sqrt(reach) if power else reach,
        "the Pade approximant",
        "it has no pole within",
        "take another order, or an operating point nearer to x",
    )


def pade_coefficients(series: np.ndarray, down: int, over: Scalars = FLOATS) -> tuple[np.ndarray, np.ndarray]:
    r"""Return numerator and denominator of the type [M - n/n] from :math:`g_0, \dots, g_M`, with 1 as the lowest of the latter.

    .. math:: \sum_{j=0}^{n} v_j g_{i-j} = 0, \quad i = M - n + 1, \dots, M, \qquad u_i = \sum_{j=0}^{\min(i, n)} v_j g_{i-j}

    Shapes: ``series`` (M + 1, ...); results (M - n + 1, ...) and (n + 1, ...).
    Raises ``Unable`` where the system is singular.

    >>> top, bottom = pade_coefficients(np.array([1.0, 1.0, 0.5]), 1)  # exp: (1 + t/2) / (1 - t/2)
    >>> top, bottom
    (array([1. , 0.5]), array([ 1. , -0.5]))
    """
    up, places = len(series) - 1 - down, series.shape[1:]
    flat = series.reshape(len(series), -1)
    bottom = np.empty((down + 1, flat.shape[1]), dtype=series.dtype)
    bottom[0] = over.one
    for place, g in enumerate(flat.T):
        matrix = [[g[i - j] if i >= j else over.zero for j in range(1, down + 1)] for i in range(up + 1, up + down + 1)]
        if down:
            bottom[1:, place] = _solved(matrix, [-g[i] for i in range(up + 1, up + down + 1)], over)
    top = [sum((bottom[j] * flat[i - j] for j in range(min(i, down) + 1)), 0 * flat[0]) for i in range(up + 1)]
    return np.array(top).reshape(up + 1, *places), bottom.reshape(down + 1, *places)


def _solved(matrix: Sequence[Sequence[Any]], right: Sequence[Any], over: Scalars) -> np.ndarray:
    try:
        if over is FLOATS:
            return np.linalg.solve(np.array(matrix), np.array(right))
        exact: Any = flint.fmpq_mat if over is RATIONALS else flint.arb_mat
        return np.array(exact(matrix).solve(exact([[entry] for entry in right])).entries(), dtype=object)
    except (np.linalg.LinAlgError, ZeroDivisionError):
        raise Unable(
            f"a Pade approximant with {len(right)} poles",
            "its linear system is singular",
            "take another order, or another center",
        ) from None


@cache
def _parity(act: Activation, order: int) -> int:
    """Return 1 if f - a_0 is odd about 0, 2 if f - a_1 z is even, as far as the next coefficient tells; else 0."""
    indices = {j % 2 for j, value in enumerate(act.taylor(0, order + 1)) if j >= 2 and value != 0}
    return {frozenset([1]): 1, frozenset([0]): 2}.get(frozenset(indices), 0)


def _pole_distance(bottom: np.ndarray, positive: bool) -> np.ndarray:
    """Return the least absolute value of a real root of each denominator, of a positive one if so asked; inf for none."""
    flat = bottom.reshape(len(bottom), -1)
    nearest = np.full(flat.shape[1], np.inf)
    for place, coefficients in enumerate(flat.T):
        roots = np.roots(coefficients[::-1]) if np.isfinite(coefficients).all() else np.zeros(1)
        real = roots[np.abs(roots.imag) <= _REAL * np.abs(roots)].real
        nearest[place] = np.min(np.abs(real[real > 0] if positive else real), initial=np.inf)
    return nearest.reshape(bottom.shape[1:])
