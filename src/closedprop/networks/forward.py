"""The forward pass, over any number system."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.networks.network import Network
from closedprop.scalars import FLOATS, Invalid, Scalars, Unable


@dataclass(frozen=True, eq=False)
class Trace:
    """The preactivations ``z^(1), .., z^(L)`` of one forward pass."""

    preactivations: tuple[np.ndarray, ...]

    @property
    def output(self) -> np.ndarray:
        """The last preactivation ``z^(L)``."""
        return self.preactivations[-1]


def forward(network: Network, x: Any, over: Scalars = FLOATS) -> Trace:
    r"""Return all preactivations of a network at the input ``x``.

    .. math:: z^{(1)} = x, \qquad z^{(l+1)} = W^{(l)} f(z^{(l)}) + b^{(l)}

    Shapes: ``x`` (widths[0],).    Error: exact over exact scalars, enclosures over BALLS, rounding over FLOATS.
    Cost: one product of a matrix and a vector, and one activation, per layer.
    Raises ``Invalid`` for a wrong shape or NaN, ``Undefined`` where the activation does not exist over the scalars,
    ``Unable`` when floats overflow.
    Paper: def:forward.

    >>> from closedprop.scalars import RATIONALS
    >>> network = Network([[["1/2", 1]], [[3]]], activation="relu")
    >>> [z.tolist() for z in forward(network, [2, -1], over=RATIONALS).preactivations]
    [[2, -1], [1], [3]]
    """
    z = over.array(x)
    if z.shape != (network.widths[0],):
        raise Invalid("the input x", f"shape {z.shape}", f"give it shape ({network.widths[0]},)")
    preactivations = [z]
    for l, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True), start=2):
        with np.errstate(over="ignore", invalid="ignore"):
            z = over.array(weight) @ network.activation(z, over) + over.array(bias)
        if over is FLOATS and not np.isfinite(z).all():
            raise Unable(f"z^({l}) over FLOATS", "overflow", "use over=BALLS, or smaller weights or inputs")
        preactivations.append(z)
    return Trace(tuple(preactivations))
