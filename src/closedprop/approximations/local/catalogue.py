r"""The local approximations by name, for one network over any scalars and for many networks side by side."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from closedprop.approximations.local.chebyshev import chebyshev, chebyshev_local
from closedprop.approximations.local.hermite import hermite, hermite_local, spread
from closedprop.approximations.local.minimax import minimax, minimax_local
from closedprop.approximations.local.pade import pade, pade_local
from closedprop.approximations.local.recursion import Local, covering_radius
from closedprop.approximations.local.taylor import taylor, taylor_local
from closedprop.networks import Activation

LOCAL: Mapping[str, Callable[..., Any]] = {
    "taylor": taylor,
    "pade": pade,
    "chebyshev": chebyshev,
    "minimax": minimax,
    "hermite": hermite,
}


def at_zero(name: str, act: Activation, order: int, z: np.ndarray) -> Local:
    """Return what takes the place of the activation in one layer, centered at 0 and scaled to cover z, in double precision.

    Shapes: ``z`` (..., N); each leading index is a network with a scale of its own.

    >>> from closedprop.networks import ACTIVATIONS
    >>> at_zero("chebyshev", ACTIVATIONS["tanh"], 3, np.array([0.3, 0.7])).reach.round(9)
    array([1.])
    """
    centers = np.zeros(z.shape)
    if name == "taylor":
        return taylor_local(act, centers, order)
    if name == "pade":
        return pade_local(act, centers, order, at_zero=True)
    if name == "hermite":
        return hermite_local(act, centers, spread(z), order)
    fitted = chebyshev_local if name == "chebyshev" else minimax_local
    return fitted(act, centers, covering_radius(z), order)
