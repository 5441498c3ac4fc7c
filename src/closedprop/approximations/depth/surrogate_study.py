"""What a replaced layer does to delta at great depth, at a critical weight and beside it, against the recursion."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, isfinite
from typing import Any

import numpy as np

from closedprop.approximations.depth.critical import critical_expansion
from closedprop.approximations.depth.moebius import moebius_expansion
from closedprop.approximations.depth.surrogates import surrogate_network
from closedprop.approximations.local.taylor import polynomial
from closedprop.networks import Network, activation
from closedprop.scalars import ClosedPropError

Row = dict[str, Any]
Layer = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]

_LEAST = 1e-250  # derived: below it a product of slopes is soon no normal double
_OUTWARD = 200  # arbitrary: layers in which the orbit of 1 comes to the fixed point of an expanding weight


def surrogate_depth(
    name: str, weights: Sequence[float], starts: Sequence[float], depths: Sequence[int], degrees: Sequence[int]
) -> list[Row]:
    r"""Return delta of tied layers :math:`z \mapsto w f(z)` of one neuron after n = ``steps`` layers, by each approximation.

    The exact value is the recursion in double precision. The methods: the surrogate, matched and fitted; the linearization
    at 0; Taylor polynomials at 0, by their own recursion, wherever it leads; the osculating Moebius map at the fixed point that
    attracts, where :math:`|w f'(0)| > 1`; the depth asymptotics, where it is 1. ``error`` is
    :math:`|\tilde\delta / \delta - 1|`, infinite where the approximation is not finite, empty where the method refuses the
    input. Rows end where delta leaves the range of doubles.
    Paper: thm:surrogate-depth.
    """
    act, rows = activation(name), []
    for w in weights:

        def layer(z: np.ndarray, w: float = w) -> tuple[np.ndarray, np.ndarray]:
            return w * act(z), w * act.slope(z)

        exact = _products(np.array(starts), layer, depths)
        reached = [n for n in depths if (abs(exact[n]) >= _LEAST).any()]
        answers = dict(_answers(Network.tied([[w]], 2, activation=act), starts, reached, degrees))
        for k, start in enumerate(starts):
            for n in (n for n in reached if abs(exact[n][k]) >= _LEAST):
                truth = float(exact[n][k])
                for method, table in answers.items():
                    value = table[n][k]
                    finite = value is not None and isfinite(value)
                    rows.append(
                        {"activation": name, "weight": w, "start": start, "steps": n, "method": method, "exact": truth}
                        | {"delta": float(value) if finite else None}
                        | {"error": abs(float(value) / truth - 1) if finite else None if value is None else inf}
                    )
    return rows


def _answers(
    network: Network, starts: Sequence[float], depths: Sequence[int], degrees: Sequence[int]
) -> Iterator[tuple[str, Mapping[int, Any]]]:
    """Yield for each method delta at each depth and start; None where it refuses."""
    act, w = network.activation, float(network.weights[0][0, 0])
    slope = w * float(act.slope(np.zeros(1))[0])
    expansions: dict[str, Any] = {f"surrogate, {fit}": surrogate_network(network, fit) for fit in ("matched", "fitted")}
    if abs(slope) == 1:
        expansions["critical"] = critical_expansion(network)
    elif abs(slope) > 1:
        z = np.ones(1)
        for _ in range(_OUTWARD):
            z = w * act(z)
        expansions["moebius_surrogate"] = moebius_expansion(network, float(z[0]))
    for method, expansion in expansions.items():
        yield method, {n: [_delta(expansion, start, n) for start in starts] for n in depths}
    with np.errstate(over="ignore"):
        yield "linearization", {n: np.full(len(starts), np.float64(slope) ** n) for n in depths}
    for degree in degrees:
        value = w * act.taylor_array(np.zeros(1), degree)[:, 0]
        slopes = value[1:] * np.arange(1, degree + 1)
        layer = lambda z, c=value, d=slopes: (polynomial(c, z), polynomial(d, z))  # noqa: E731
        yield f"taylor {degree}", _products(np.array(starts), layer, depths)


def _delta(expansion: Any, start: float, steps: int) -> float | None:
    try:
        return float(expansion.delta(np.array([start]), np.ones(1), steps + 1)[0])
    except ClosedPropError:
        return None


def _products(z: np.ndarray, layer: Layer, depths: Sequence[int]) -> dict[int, np.ndarray]:
    """Return the products of the slopes along orbits after each number of layers, until all are as good as 0."""
    found, product = {}, np.ones(len(z))
    with np.errstate(all="ignore"):
        for n in range(1, max(depths) + 1):
            z, slope = layer(np.where(np.isnan(z), np.inf, z))
            product = product * slope
            if n in depths:
                found[n] = product
            if not (np.abs(product) >= _LEAST).any():  # vanished, or NaN
                break
    return {n: found.get(n, product) for n in depths}
