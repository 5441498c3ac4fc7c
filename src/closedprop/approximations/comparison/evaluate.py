r"""One approximation on one network: delta^(1) as a vector, through its two stages where it has them."""

from inspect import signature
from typing import Any

import numpy as np

from closedprop.approximations.methods import Method
from closedprop.networks import Network
from closedprop.networks.residual import ResidualNetwork


def prepared(method: Method, network: Network | ResidualNetwork, order: int | None) -> Any:
    """Return what a method does once for a tied network: its expansion, or None where it has no such stage.

    Raises what the method raises.
    """
    if method.prepare is None:
        return None
    return method.prepare(network) if order is None else method.prepare(network, order)


def first_delta(
    method: Method,
    network: Network | ResidualNetwork,
    x: Any,
    delta_top: Any,
    depth: int,
    order: int | None,
    expansion: Any = None,
) -> np.ndarray:
    """Return delta^(1) of an approximation in double precision.

    ``expansion`` is what :func:`prepared` returned; ``depth`` is that of the network, or of a tied one repeated.
    Shapes: ``x``, ``delta_top`` and the result (N,).    Raises what the method raises.

    >>> from closedprop.approximations.methods import APPROXIMATIONS
    >>> first_delta(APPROXIMATIONS["taylor"], Network.tied([[0.5]], 3), [0.1], [1.0], 3, order=1)
    array([0.25])
    """
    if expansion is not None:
        value = expansion.delta(x, delta_top, depth)
    else:
        options: dict[str, Any] = {} if order is None else {"order": order}
        if method.closed_in_depth:
            options["depth"] = depth
        if "bounded" in signature(method.apply).parameters:
            options["bounded"] = False
        value = method.apply(network, x, delta_top, **options).value[0]
    return np.atleast_1d(np.asarray(value, dtype=np.float64))
