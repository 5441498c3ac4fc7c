r"""The spectrum of the Jacobian of a wide random network with a given activation, at its mean-field parameters."""

from fractions import Fraction

import numpy as np

from closedprop.approximations.in_law.edge import edge_of_chaos
from closedprop.approximations.in_law.free_probability.slopes import NODES, slope_law
from closedprop.approximations.in_law.free_probability.spectrum import Spectrum
from closedprop.approximations.in_law.variance import fixed_point
from closedprop.networks import Activation, activation


def jacobian_spectrum(
    act: str | Activation,
    depth: int,
    weights: str = "gaussian",
    sigma_w: float | None = None,
    q: float | None = None,
    sigma_b: float = 0.0,
    nodes: int = NODES,
) -> Spectrum:
    r"""Return the limit spectrum of :math:`J J^T` for a wide random network of ``depth`` layers :math:`D_l W_l`.

    The slopes are those at preactivations of variance ``q``. Left out, ``q`` is the fixed point of the variance map at
    ``sigma_w`` and ``sigma_b``. With ``sigma_w`` left out the network is critical, :math:`\sigma_w^2 \mathbb E s^2 = 1` for
    slopes s: at that ``q``, or else on the edge of chaos at ``sigma_b``. ``nodes`` is for slopes that vary continuously.
    Shapes: in J the factors are N x N; a network with preactivations :math:`z^{(1)}, .., z^{(L)}` has ``depth = L - 1``.
    Error: see :class:`Spectrum`; against a sampled network of width N, O(1/N) in the moments at fixed depth, more at an edge.
    Raises ``Invalid`` for an unknown name or a bad number, ``Unable`` and ``Undefined`` where there is no fixed point, no
    critical network, or no bounded slope.
    Source: Pennington, Schoenholz & Ganguli, arXiv 1711.04735 and 1802.09979.

    >>> spectrum = jacobian_spectrum("relu", depth=2)
    >>> [str(spectrum.moment(k)) for k in (1, 2, 3)], spectrum.atoms
    (['1', '5', '33'], ((0.0, Fraction(1, 2)),))
    """
    act = activation(act)
    if q is None:
        q = 0.0
        if not _scale_free(act):
            q = edge_of_chaos(act, sigma_b)[1] if sigma_w is None else fixed_point(act, sigma_w, sigma_b).q
    slopes = slope_law(act, q, nodes)
    mean = slopes.mean_power(1)
    critical = 1 / Fraction(mean) if isinstance(mean, int | Fraction) else 1 / mean
    return Spectrum(slopes, depth, weights, critical if sigma_w is None else sigma_w**2)


def _scale_free(act: Activation) -> bool:
    """Return whether the slope depends on the sign only, so that no variance is needed."""
    pieces_are_lines = all(len(set(act.slope(np.sign(side) * np.array([1.0, 3.0, 9.0])))) == 1 for side in (-1, 1))
    return pieces_are_lines and set(act.kink_points) <= {0.0}
