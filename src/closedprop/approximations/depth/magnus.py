r"""The Magnus expansion: the product of the layers of a residual network as one exponential."""

from collections.abc import Sequence
from fractions import Fraction
from math import asin, exp, inf, pi
from typing import Any

import flint
import numpy as np

from closedprop.networks.residual import ResidualNetwork, residual_forward, residual_matrices
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Truncation, Unable, Undefined
from closedprop.validated.rounding import product

SLACK = 1 + 1e-9  # derived: norms and sums of doubles, and of balls rounded to them, are far more accurate than this
_TERMS = 64  # arbitrary: terms of a tail that are summed before the rest is bounded


def magnus(network: ResidualNetwork, x: Any, delta_top: Any, order: int, over: Scalars = FLOATS) -> Truncation:
    r"""Return delta^(1) of a residual network as one exponential, the logarithm cut off at degree k in the step.

    .. math:: \tilde\delta^{(1)} = \exp(\Omega_1 + \dots + \Omega_k)\, \delta^{(L)}, \qquad
              \log \prod_{l=1}^{L-1} (I + t \varepsilon_l) = \sum_{m \ge 1} \Omega_m t^m, \qquad
              \varepsilon_l = s \operatorname{diag}\bigl(f'(z^{(l)})\bigr) W^{(l)\top}

    :math:`\Omega_1 = \sum_l \varepsilon_l` and
    :math:`\Omega_2 = \tfrac12 \sum_{l<m} [\varepsilon_l, \varepsilon_m] - \tfrac12 \sum_l \varepsilon_l^2`.
    It is closed in depth only given the path: the slopes at every layer come from the forward pass.
    Shapes: ``x``, ``delta_top`` (N,); the value is the 1-tuple of delta^(1), (N,).
    Error: :math:`O(\theta^{k+1})`, :math:`\theta = \sum_l \|\varepsilon_l\|`; ``bound`` is on its 1-norm (:func:`magnus_bound`).
    Cost: k products of matrices a layer, one of them for the bound; the recursion takes a product with a vector.
    Raises ``Invalid`` for another network than a residual one, an order below 1 or a wrong shape, ``Unable`` where the
    expansion is not proved to converge (:func:`angle`), ``Undefined`` over scalars without an exponential.
    Source: W. Magnus 1954; products of matrices.
    Paper: prop:magnus.

    >>> from closedprop.networks import Network
    >>> network = ResidualNetwork(Network.tied([[0.5]], depth=5, activation="identity"))
    >>> magnus(network, [1.0], [1.0], order=4).value[0].round(4), 1.125**4
    (array([1.6018]), 1.601806640625)
    """
    top = top_of(network, delta_top, over)
    if order < 1:
        raise Invalid(f"a Magnus expansion of order {order}", "no terms", "ask for an order of at least 1")
    trace = residual_forward(network, x, over)
    factors = residual_matrices(network, trace.preactivations, over)
    doubles = [nearest_doubles(factor) for factor in factors]
    turned = angle(doubles)
    if not turned < pi:
        raise Unable(
            "the Magnus expansion of this residual network",
            f"its layers turn a vector by up to {turned:.4g}, and convergence is proved below pi",
            "take a smaller step, or run the recursion",
        )
    *terms, omitted = logarithm_terms(factors, order + 1, over)
    value = exponential(sum(terms[1:], terms[0]), over) @ top
    bound = magnus_bound(
        [one_norm(factor) for factor in doubles],
        [one_norm(nearest_doubles(term)) for term in terms],
        float(np.abs(nearest_doubles(omitted @ top)).sum()),
        float(np.abs(nearest_doubles(top)).sum()),
    )
    return Truncation((value,), order + 1, bound=bound if bound < inf else None)


def logarithm_terms(factors: Sequence[np.ndarray], order: int, over: Scalars = FLOATS) -> list[np.ndarray]:
    r"""Return :math:`\Omega_1, .., \Omega_k` of :math:`\log \prod_l (I + t\, \varepsilon_l)`.

    .. math:: \Omega_m = \sum_{j=1}^{m} \frac{(-1)^{j+1}}{j} \sum_{m_1 + \dots + m_j = m} E_{m_1} \cdots E_{m_j}, \qquad
              E_m = \sum_{l_1 < \dots < l_m} \varepsilon_{l_1} \cdots \varepsilon_{l_m}

    Shapes: (N, N) each.    Error: that of the scalars.    Cost: k - 1 products of matrices a factor.

    >>> [term.item() for term in logarithm_terms([np.array([[0.5]]), np.array([[0.5]])], order=2)]
    [1.0, -0.25]
    """
    zero = factors[0] * over.zero
    sums = [zero] * order
    for factor in factors:
        # From the highest degree down, so that each takes the one below it as it was before this factor.
        for m in reversed(range(1, order)):
            sums[m] = sums[m] + product(sums[m - 1], factor, over)
        sums[0] = sums[0] + factor
    terms, powers = list(sums), list(sums)
    for j in range(2, order + 1):
        # powers[m] holds the part of degree m + 1 of (E_1 + E_2 + ..)^j
        powers = [_convolved(powers, sums, m, over) for m in range(order)]
        share = over.convert(Fraction((-1) ** (j + 1), j))
        terms = [term + share * power for term, power in zip(terms, powers, strict=True)]
    return terms


def angle(factors: Sequence[np.ndarray]) -> float:
    r"""Return :math:`\sum_l \arcsin \|\varepsilon_l\|_2`, by which the product turns a vector at most; infinity past a step of 1.

    Below :math:`\pi` no vector is turned around, so the product has no eigenvalue on the negative axis, and the same holds
    with :math:`t \varepsilon_l` for complex t in the unit disc: the expansion of the logarithm converges.
    Paper: thm:magnus.

    >>> round(angle([np.diag([0.5, 0.1])] * 3), 4)
    1.5708
    """
    norms = [SLACK * float(np.linalg.norm(factor, 2)) for factor in factors]
    return inf if max(norms) >= 1 else sum(map(asin, norms))


def magnus_bound(factor_norms: Sequence[float], term_norms: Sequence[float], omitted: float, top: float) -> float:
    r"""Return the proved bound on :math:`\|\tilde\delta^{(1)} - \delta^{(1)}\|_1`, for every step.

    .. math:: \|\Omega_{k+1} \delta^{(L)}\|_1 + \|\delta^{(L)}\|_1 \Bigl( \bigl[e^{\theta t}\bigr]_{>k+1}
              + \bigl[e^{\sum_{m \le k} \|\Omega_m\| t^m}\bigr]_{>k+1} \Bigr)_{t=1},
              \qquad \theta = \sum_l \|\varepsilon_l\|_1

    ``[..]_{>k+1}`` is the part of degree above k + 1 in t. The norms of the factors and terms are operator 1-norms, ``top``
    is that of delta^(L), and ``omitted`` that of the first term left out, applied to it.
    Paper: prop:magnus-bound.

    >>> round(magnus_bound([0.1, 0.1], [0.2], omitted=0.01, top=1.0), 6)  # 0.01 + 2 (e^0.2 - 1.22)
    0.012806
    """
    order = len(term_norms)
    tails = exponential_tail([sum(factor_norms)], order + 1) + exponential_tail(term_norms, order + 1)
    return SLACK * (omitted + top * tails)


def exponential_tail(coefficients: Sequence[float], order: int) -> float:
    r"""Return the part of degree above k of :math:`\exp(\sum_m c_m t^m)` at t = 1, for :math:`c_m \ge 0`, from above.

    64 terms are summed; the rest is at most :math:`r^{-K-1} \exp(\sum_m c_m r^m)` with the r > 1 that makes all
    :math:`c_m r^m \le 1`, or r = 2.

    >>> round(exponential_tail([1.0], 1), 9)  # e - 2
    0.718281828
    """
    reach = max(2.0, min((c ** (-1 / m) for m, c in enumerate(coefficients, start=1) if c > 0), default=inf))
    if reach == inf:
        return 0.0
    series = [1.0]
    for degree in range(1, order + _TERMS + 1):
        series.append(
            sum(m * c * series[degree - m] for m, c in enumerate(coefficients, start=1) if m <= degree) / degree
        )
    exponent = sum(c * reach**m for m, c in enumerate(coefficients, start=1))
    if exponent > 700:  # derived: the exponential of more is no double
        return inf
    return sum(reversed(series[order + 1 :])) + exp(exponent) * reach ** -(order + _TERMS + 1)


def exponential(matrix: np.ndarray, over: Scalars) -> np.ndarray:
    """Return the exponential of a matrix, over FLOATS or BALLS."""
    if over is FLOATS:
        from scipy.linalg import expm  # here, because SciPy takes a third of a second to load and few jobs need it

        return expm(matrix)
    result = flint.arb_mat(len(matrix), len(matrix), list(matrix.ravel())).exp()
    return np.array(result.entries(), dtype=object).reshape(matrix.shape)


def one_norm(matrix: np.ndarray) -> float:
    """Return the operator norm on the 1-norm: the largest column sum."""
    return float(np.abs(matrix).sum(axis=0).max())


def nearest_doubles(array: np.ndarray) -> np.ndarray:
    """Return the midpoints of balls as doubles; doubles as they are."""
    if array.dtype == np.float64:
        return array
    return np.array([float(entry.mid()) for entry in array.flat]).reshape(array.shape)


def _convolved(left: Sequence[np.ndarray], right: Sequence[np.ndarray], m: int, over: Scalars) -> np.ndarray:
    """Return the part of degree m + 1 of a product of two series without constant terms."""
    total = right[0] * over.zero
    for i in range(m):
        total = total + product(left[i], right[m - 1 - i], over)
    return total


def top_of(network: Any, delta_top: Any, over: Scalars) -> np.ndarray:
    """Return delta^(L) of a residual network over scalars that have an exponential, or refuse.

    Raises ``Invalid`` for another network or a wrong shape, ``Undefined`` for other scalars.
    """
    if not isinstance(network, ResidualNetwork):
        raise Invalid("the Magnus expansion", "a network without residual connections", "give a ResidualNetwork")
    if over is not FLOATS and over is not BALLS:
        raise Undefined(f"the exponential of a matrix over {over}", "not defined there", "use over=BALLS or FLOATS")
    top = over.array(delta_top)
    if top.shape != (network.widths[-1],):
        raise Invalid("delta^(L)", f"shape {top.shape}", f"give it shape ({network.widths[-1]},)")
    return top
