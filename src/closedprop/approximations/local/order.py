r"""The exponent of the error of a local approximation: one rule for all that reproduce polynomials."""

from typing import Any

import numpy as np
import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Invalid, Undefined


def error_exponent(act: Activation, order: int, center: Any = 0) -> int | None:
    r"""Return the exponent in the error :math:`O(h^{m-1})` of delta; None where a polynomial of the order is the activation.

    ``m`` is the least index above ``order`` with a non-zero Taylor coefficient. At an operating point it is generically
    ``order + 1``; at 0, an odd activation skips the even ones, so the exponent is ``order + 1`` for odd orders and ``order``
    for even ones. It is the same for every approximation that reproduces polynomials of the order and shrinks with h.
    With kinks it is 0: the slope is wrong by a part of the jump, however near.
    Raises ``Invalid`` for an order below 1.
    Paper: cor:local-order.

    >>> from closedprop.networks import ACTIVATIONS
    >>> [error_exponent(ACTIVATIONS["tanh"], order) for order in range(1, 6)]
    [2, 2, 4, 4, 6]
    >>> [error_exponent(ACTIVATIONS["tanh"], order, [0.3, 0.1]) for order in range(1, 6)]
    [1, 2, 3, 4, 5]
    """
    if order < 1:
        raise Invalid(f"an approximation of order {order}", "its slope is 0", "ask for an order of at least 1")
    if not act.is_analytic:
        return 0
    if act.taylor(Z, order + 1)[-1] == 0:
        return None
    if np.ndim(center):
        return order
    point = sp.nsimplify(center) if isinstance(center, float) else center
    index = order + 1
    while act.taylor(point, index)[-1] == 0:
        index += 1
    return index - 1


def refuse_kinks(act: Activation, series: str) -> None:
    """Raise ``Undefined`` for an activation that has no power series."""
    if not act.is_analytic:
        raise Undefined(
            f"{series} of {act.name}", "it has kinks", "use an analytic activation, or a fit such as method='chebyshev'"
        )
