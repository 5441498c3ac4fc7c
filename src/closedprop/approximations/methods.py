"""Every approximation of a network's delta by name. To add one: its file, its line here, its source, its label."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.approximations.cost import Cost, polynomial_cost
from closedprop.approximations.local.taylor import taylor
from closedprop.scalars import Exact, Invalid, Truncation, nearest


@dataclass(frozen=True)
class Method:
    r"""An approximation of delta^(1).

    ``apply(network, x, delta_top, ...)`` takes the options ``order`` (if the method has one), ``depth`` (if it is closed in
    depth) and its own; it returns a ``Truncation`` or ``Exact`` whose ``value[0]`` is delta^(1). A local method, which is
    still a recursion, gives all deltas. ``order`` is the order taken if none is asked for, None for a method without one.
    ``cost(width, depth, order)`` counts operations (:mod:`closedprop.approximations.cost`).
    """

    name: str
    apply: Callable[..., Truncation | Exact]
    closed_in_depth: bool
    order: int | None
    cost: Callable[[int, int, int], Cost]
    source: str
    label: str


APPROXIMATIONS: dict[str, Method] = {
    method.name: method
    for method in (Method("taylor", taylor, False, 3, polynomial_cost, "Taylor's theorem", "thm:taylor"),)
}


def approximate(
    network: Any,
    x: Any,
    delta_top: Any = None,
    method: str = "taylor",
    order: int | None = None,
    depth: int | None = None,
    **options: Any,
) -> Truncation | Exact:
    r"""Return an approximation of delta^(1) in a type that states its error.

    ``delta_top`` is delta^(L), all ones if it is left out: then the loss is the sum of the last preactivations. ``order`` is
    that of the method, its usual one if left out. ``depth`` replaces the depth of a weight-tied network, for methods that are
    closed in depth, so that ``10**6`` layers need not be written down. ``options`` go to the method.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); ``value[0]`` of the result is delta^(1), (widths[0],).
    Raises ``Invalid`` naming the nearest for an unknown method, for an order or a depth that the method does not take, and
    what the method raises outside its domain.

    >>> from closedprop.networks import Network
    >>> network = Network([[[0.5, 0.25]]], activation="tanh")
    >>> approximate(network, [0.1, -0.2], [1.0], method="taylor", order=3).order
    4
    """
    if method not in APPROXIMATIONS:
        raise Invalid(f"the approximation {method}", "unknown", nearest(method, APPROXIMATIONS))
    chosen = APPROXIMATIONS[method]
    if chosen.order is not None:
        options["order"] = chosen.order if order is None else order
    elif order is not None:
        raise Invalid(f"order {order} of the approximation {method}", "it has no order", "leave it out")
    if chosen.closed_in_depth:
        options["depth"] = network.depth if depth is None else depth
    elif depth is not None:
        raise Invalid(
            f"depth {depth} for the approximation {method}", "it is a recursion", "give a network of that depth"
        )
    top = np.ones(network.widths[-1], dtype=int) if delta_top is None else delta_top
    return chosen.apply(network, x, top, **options)
