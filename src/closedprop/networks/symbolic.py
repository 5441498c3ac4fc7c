"""The network with a symbol for every number, in the paper's notation."""

from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from closedprop.networks.activation import Activation
from closedprop.networks.network import Network
from closedprop.scalars import Invalid


@cache
def symbol(letter: str, layer: int | None = None, *units: int) -> sp.Symbol:
    """Return a symbol whose name is its LaTeX form.

    >>> symbol("W", 2, 1, 2), symbol("x", None, 1)
    (W^{(2)}_{12}, x_{1})
    """
    superscript = "" if layer is None else f"^{{({layer})}}"
    subscript = f"_{{{''.join(map(str, units))}}}" if units else ""
    return sp.Symbol(letter + superscript + subscript, real=True)


def weight_symbols(width: int, layer: int | None) -> np.ndarray:
    """Return the symbols :math:`W^{(l)}_{ij}`; at width 1 without indices, and without a layer for a tied weight.

    Shapes: (width, width).
    """
    units = range(1, width + 1)
    return np.array([[symbol("W", layer, *((i, j) if width > 1 else ())) for j in units] for i in units], dtype=object)


def unit_symbols(letter: str, width: int, layer: int | None = None) -> np.ndarray:
    """Return one symbol for each unit of a layer; at width 1 without an index.

    Shapes: (width,).
    """
    return np.array([symbol(letter, layer, *((i,) if width > 1 else ())) for i in range(1, width + 1)], dtype=object)


def symbolic_network(
    width: int, depth: int, tied: bool, activation: str | Activation = "quadratic"
) -> tuple[Network, np.ndarray[Any, Any]]:
    r"""Return the network without biases whose weights are symbols, and the symbols of its input.

    Raises ``Invalid`` for a width below 1 or a depth below 2.

    >>> network, x = symbolic_network(1, 3, tied=False)
    >>> network.weights[1][0, 0], x[0]
    (W^{(2)}, x)
    """
    if width < 1 or depth < 2:
        raise Invalid(
            f"a symbolic network of width {width} and depth {depth}", "no layer map", "give width >= 1, depth >= 2"
        )
    weights = [weight_symbols(width, None if tied else l) for l in range(1, depth)]
    return Network(weights, activation=activation), unit_symbols("x", width)
