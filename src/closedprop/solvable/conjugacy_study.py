"""One picture for all conjugacies: a layer map, and the same map in the coordinate in which it is simple."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.scalars import FLOATS
from closedprop.solvable.families import FAMILIES

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Picture:
    r"""A layer of a family, the interval it is drawn on, its coordinate phi, and what the layer is there.

    >>> PICTURES["softsign"].simple(np.array([2.0]))
    array([3.])
    """

    layer: Any
    interval: tuple[float, float]
    phi: Function
    simple: Function


PICTURES: Mapping[str, Picture] = {
    "softsign": Picture((1, 1), (0.2, 2.0), lambda z: 1 / z, lambda u: u + 1),
    "isru": Picture((1, 1), (0.4, 2.0), lambda z: z**-2, lambda u: u + 1),
    "log-affine": Picture((1, 1), (-2.0, 2.0), np.exp, lambda u: u + 1),
    "hyperbolic-angle": Picture(2, (-0.97, 0.97), np.arctanh, lambda u: 2 * u),
    "chebyshev": Picture(2, (-1.0, 1.0), np.arccos, lambda u: np.pi - np.abs(np.pi - 2 * u)),
}


def conjugacy_study(points: int) -> list[dict[str, Any]]:
    r"""Return graphs of the layers F over z and of :math:`\varphi \circ F \circ \varphi^{-1}` over :math:`u = \varphi(z)`.

    ``in_coordinate`` is computed from F, ``simple`` is the map A that it equals: the picture is a check as well.
    Columns: family, z, layer (F(z)), coordinate (u), in_coordinate (phi(F(z))), simple (A(u)).
    """
    rows = []
    for name, picture in PICTURES.items():
        z = np.linspace(*picture.interval, points)
        image = FAMILIES[name].step(picture.layer, z, FLOATS)
        u = picture.phi(z)
        columns = zip(z, image, u, picture.phi(image), picture.simple(u), strict=True)
        for at, value, coordinate, inside, simple in columns:
            rows.append(
                {
                    "family": name,
                    "z": float(at),
                    "layer": float(value),
                    "coordinate": float(coordinate),
                    "in_coordinate": float(inside),
                    "simple": float(simple),
                }
            )
    return rows
