r"""Discs of convergence: how far each neuron's Taylor series reaches."""

from functools import cache

import numpy as np

from closedprop.networks import Activation

_SPACING = (
    0.125  # tuned: 1/16 is the most by which a radius is underestimated; 16 radii per unit of the line are computed
)


def radii(act: Activation, centers: np.ndarray) -> np.ndarray:
    r"""Return the radius of convergence of the Taylor series at each of an array of centers, or a little less.

    The distance to a set is 1-Lipschitz, so the radius at the nearest point of a grid, less the distance to that point, is a
    lower bound; at a grid point, such as 0, it is the radius.
    Shapes: any; result the same.    Error: at most 1/8 too small, never too large.

    >>> from closedprop.networks import ACTIVATIONS
    >>> radii(ACTIVATIONS["tanh"], np.array([0.0, 1.0])).round(6)
    array([1.570796, 1.862096])
    """
    nearest, index = np.unique(np.round(centers / _SPACING), return_inverse=True)
    reach = np.array([_radius(act, point * _SPACING) for point in nearest])
    return reach[index].reshape(np.shape(centers)) - np.abs(
        centers - nearest[index].reshape(np.shape(centers)) * _SPACING
    )


@cache
def _radius(act: Activation, center: float) -> float:
    return act.radius(center)
