r"""An approximation about a fixed point compared with the network: layer by layer at first, then by a bound for all others."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from closedprop.approximations.depth.eigenbasis import Eigenbasis, sizes
from closedprop.approximations.depth.fixed_points import LayerFixedPoint, exact_layers, floats
from closedprop.scalars import BALLS, FLOATS, Scalars

_ENOUGH = 0.1  # arbitrary: the bound of the rest may be this share of what was found in the layers compared
_ROUNDING = 2.0**-50  # derived: four roundings of a double


@dataclass(frozen=True, eq=False)
class Followed:
    r"""An approximation after l layers, in the coordinates of the eigenvectors.

    ``argument`` is :math:`\Lambda^l t`, ``point`` what it stands for there, ``jacobian`` that of all l layers, ``inner`` its
    last factor :math:`\Lambda^l J`. Shapes: (N,), (N,), (N, N), (N, N).
    """

    argument: np.ndarray
    point: np.ndarray
    jacobian: np.ndarray
    inner: np.ndarray


#: What bounds the layers that follow: from :math:`\|y\|, \|t\|, \|\Lambda^l J\|`, the defect of the point and the number of
#: layers, two bounds, both None where the orbit may leave the discs: on :math:`\|DH^m - \Lambda^m\|`, and on what the
#: approximation errs if it was right so far. None for an affine layer, where both are 0.
Remainder = Callable[[float, float, float, float, int], tuple[float | None, float | None]] | None


def compared(
    fixed: LayerFixedPoint,
    basis: Eigenbasis,
    over: Scalars,
    z: np.ndarray,
    delta_top: np.ndarray,
    steps: int,
    approximation: Callable[[int], Followed],
    remainder: Remainder,
    followed: int = 64,
) -> float | None:
    r"""Return a bound on :math:`\|\tilde\delta - \delta\|_1` for an approximation of the Jacobian of n layers, or None.

    After l layers, in the coordinates :math:`y = T^{-1} (z - z^*)`, let E be the Jacobian of the l layers less its
    approximation, and let :math:`\|DH^{n-l}(y_l) - \Lambda^{n-l}\| \le g`. Then

    .. math:: \|\tilde\delta - \delta\|_1 \le \|T^{-\top} E^{\top} \Lambda^{n-l}\, T^{\top} \delta^{(L)}\|_1
              + \|T^{-1}\|_\infty \bigl( g\, \|E\|_\infty + r \bigr) \|T^{\top} \delta^{(L)}\|_1

    where r bounds what the approximation errs in the layers after l. The numbers l are tried from 0 on, up to ``followed``,
    until the second term is a tenth of the first; the least bound is taken. For an eigenbasis :math:`\Lambda` is diagonal.
    Shapes: ``z``, ``delta_top`` (N,).    Error: over FLOATS an allowance for rounding is added, an estimate to first order.
    Cost: at most ``followed`` layers with their Jacobians, whatever ``steps`` is.
    """
    exact = over is BALLS
    vectors, inverse, values = basis.vectors, basis.inverse, basis.values
    top = vectors.T @ delta_top
    weights = float(sizes(top).sum())
    condition = float(sizes(inverse).sum(axis=1).max())
    point = fixed.point if exact else fixed.location
    least = None
    for layer, (at, jacobian) in enumerate(exact_layers(fixed, z, over)):
        if layer > min(followed, steps - 1) or (over is FLOATS and not np.isfinite(at).all()):
            break
        if layer & (layer - 1):  # 0, 1, 2, 4, 8, .. are tried
            continue
        y, rough = inverse @ (at - point), approximation(layer)
        difference = inverse @ jacobian @ vectors - rough.jacobian
        found = float(sizes(inverse.T @ (difference.T @ basis.pulled(steps - layer, top))).sum())
        norms = [float(sizes(vector).max()) for vector in (y, rough.argument, y - rough.point)]
        inner = float(sizes(rough.inner).sum(axis=1).max())
        noise = 0.0
        if over is FLOATS:
            noise = _ROUNDING * basis.condition * fixed.width * (1 + float(np.abs(fixed.location).max()))
        rest = (0.0, 0.0)
        if remainder is not None:
            growth, error = remainder(norms[0] + noise, norms[1], inner, norms[2] + noise, steps - layer)
            if growth is None or error is None:
                continue
            rest = growth, error
        total_difference = float(sizes(difference).sum(axis=1).max())
        after = condition * weights * (rest[0] * total_difference + rest[1])
        decay = float(np.abs(_largest(values)) ** np.float64(steps - layer)) if noise else 0.0
        size = float(sizes(jacobian).sum(axis=1).max()) if noise else 0.0
        share = steps * _spread(fixed, values) + layer + len(values)
        allowance = noise * share * (size * decay + rest[1]) * weights * condition
        total = (found + after) * (1 + 1e-9) + allowance
        least = total if least is None else min(least, total)
        if after <= _ENOUGH * found:
            break
    return least


def _largest(values: np.ndarray) -> float:
    return float(sizes(values).max())


def _spread(fixed: LayerFixedPoint, values: np.ndarray) -> float:
    """Return how much more than its share of rounding the largest eigenvalue takes: the norm of the Jacobian over it."""
    return float(np.linalg.norm(floats(fixed.jacobian), np.inf)) / max(_largest(values), 1e-300)
