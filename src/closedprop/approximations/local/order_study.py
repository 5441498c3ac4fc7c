r"""Predicted and measured exponents of the error of every local approximation, with its proved bound, in ball arithmetic."""

from collections.abc import Sequence
from fractions import Fraction
from math import log2
from typing import Any

import numpy as np

from closedprop.approximations.local.catalogue import LOCAL
from closedprop.approximations.local.envelope import upper
from closedprop.approximations.local.order import error_exponent
from closedprop.networks import Activation, Network, activation, backward, rational_network, stream
from closedprop.scalars import BALLS
from closedprop.validated.precision import precision

_BITS = 200  # derived: h = 2^-13 to the power 8 and a slack of 2^-60


def local_orders(
    act: str | Activation, orders: Sequence[int], depth: int, width: int, seed: int
) -> list[dict[str, Any]]:
    r"""Return exponents of the error in h on one small rational network, and the bound over the error at the smaller h.

    .. math:: \text{measured} = \log_2 \frac{\|\tilde\delta^{(1)} - \delta^{(1)}\|_1(h)}
              {\|\tilde\delta^{(1)} - \delta^{(1)}\|_1(h/2)}, \qquad h = 2^{-12}

    Intervals and Gaussians shrink with h. The origin is left out where f(0) is not 0, for then no layer but the first stays
    near it, and where f'(0) is 0, for then the preactivations fall faster than h from layer to layer.
    """
    act, rows = activation(act), []
    network = rational_network(stream(seed, "approximations", depth, width), [width] * depth, act, tied=False)
    reference = [Fraction(2 * i + 1, 5) for i in range(width)]
    places: list[tuple[str, Network, Any]] = [("operating point", network, reference)]
    zero = np.zeros(1)
    if act(zero)[0] == 0 and act.slope(zero)[0] != 0:
        places.insert(0, ("origin", Network(network.weights, None, act), 0))
    for place, net, center in places:
        for name in LOCAL:
            for order in orders:
                predicted = error_exponent(act, order, center)
                if predicted is None:
                    continue
                (wide, _), (narrow, bound) = (
                    _error(name, net, center, order, Fraction(1, 2**bits)) for bits in (12, 13)
                )
                rows.append(
                    {
                        "activation": act.name,
                        "center": place,
                        "method": name,
                        "order": order,
                        "predicted": predicted,
                        "measured": log2(wide / narrow),
                        "ratio": bound / narrow,
                    }
                )
    return rows


def _error(name: str, network: Network, center: Any, order: int, amplitude: Fraction) -> tuple[float, float]:
    """Return the error in the sum norm and the proved bound of it."""
    base = center if np.ndim(center) else [0] * network.widths[0]
    x = [value + amplitude * (-1) ** i for i, value in enumerate(base)]
    top = [1] * network.widths[-1]
    with precision(_BITS):
        truth = backward(network, x, top, over=BALLS).deltas[0]
        rough = LOCAL[name](network, x, top, order, center, over=BALLS)
        return sum(upper(abs(a - b)) for a, b in zip(rough.value[0], truth, strict=True)), rough.bound
