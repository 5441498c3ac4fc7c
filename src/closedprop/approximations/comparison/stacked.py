r"""Local approximations of many networks side by side: the same functions in place of f, on arrays with a leading axis."""

from dataclasses import dataclass

import numpy as np

from closedprop.approximations.comparison.problems import Ensemble
from closedprop.approximations.local.catalogue import LOCAL, at_zero
from closedprop.approximations.local.gronwall import stacked_bounds
from closedprop.approximations.local.order import error_exponent, refuse_kinks
from closedprop.networks.stacks import stacked_backward


@dataclass(frozen=True, eq=False)
class StackedAnswer:
    """delta^(1) of every network, its approximate preactivations, and whether one of them left the reach of the functions."""

    delta: np.ndarray
    preactivations: list[np.ndarray]
    outside: np.ndarray

    def bounds(self, ensemble: Ensemble, depth: int) -> np.ndarray:
        """Return the proved bounds on the 1-norm of the errors."""
        layers = ensemble.layers(depth)
        return stacked_bounds(ensemble.act, *layers, self.preactivations, self.delta, ensemble.tops)


def stacked_answer(method: str, ensemble: Ensemble, x: np.ndarray, depth: int, order: int) -> StackedAnswer | None:
    """Return what a local method gives, to the bit as one network at a time; None for a method that is not in `LOCAL`.

    Shapes: ``x`` (count, N).    Raises what the method raises for any one of the networks.
    """
    if method not in LOCAL:
        return None
    act = ensemble.act
    if method in ("taylor", "pade"):
        refuse_kinks(act, f"the {method} polynomial")
    if method == "pade" and error_exponent(act, order) is None:
        method = "taylor"  # a polynomial activation is its own Taylor polynomial
    outside, slopes, path = np.zeros(len(x), dtype=bool), [], [x]
    weights, biases = ensemble.layers(depth)
    with np.errstate(all="ignore"):
        for weight, bias in zip(weights, biases, strict=True):
            z = path[-1]
            local = at_zero(method, act, order, z)
            outside |= ~(np.abs(z) < local.reach).all(axis=1)
            slopes.append(local.slope(z))
            z = np.matmul(weight, local.value(z)[..., None])[..., 0] + bias
            outside |= ~np.isfinite(z).all(axis=1)
            path.append(np.where(outside[:, None], 0.0, z))  # what is refused already goes on from 0
        delta = stacked_backward(weights, path, ensemble.tops, lambda l, _: slopes[l])[0]
        return StackedAnswer(delta, path, outside)
