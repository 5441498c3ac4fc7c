"""Every approximation of a network's deltas by name. To add one: its file, its line here, its source, its label."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from closedprop.approximations.taylor import taylor
from closedprop.networks import Network
from closedprop.scalars import Invalid, nearest


@dataclass(frozen=True)
class Method:
    """An approximation: ``apply(network, x, delta_top, **options)`` returns deltas with what is known of their error.

    ``closed_in_depth`` says whether its cost at depth L is that of a formula in L, or whether it is still a recursion.
    """

    name: str
    apply: Callable[..., Any]
    closed_in_depth: bool
    source: str
    label: str


APPROXIMATIONS: dict[str, Method] = {
    method.name: method
    for method in (Method("taylor", taylor, closed_in_depth=False, source="Taylor's theorem", label="thm:taylor"),)
}


def approximate(network: Network, x: Any, delta_top: Any, method: str = "taylor", **options: Any) -> Any:
    r"""Return approximate deltas of a network, in a type that states their error.

    ``options`` go to the method: for ``taylor``, ``order`` and ``center`` (:func:`closedprop.approximations.taylor.taylor`).
    Raises ``Invalid`` naming the nearest for an unknown method, and what the method raises.

    >>> network = Network([[[0.5, 0.25]]], activation="tanh")
    >>> approximate(network, [0.1, -0.2], [1.0], method="taylor", order=3).order
    4
    """
    if method not in APPROXIMATIONS:
        raise Invalid(f"the approximation {method}", "unknown", nearest(method, APPROXIMATIONS))
    return APPROXIMATIONS[method].apply(network, x, delta_top, **options)
