r"""Inverse-square-root layers without bias: :math:`w z/\sqrt{1 + a z^2}`, tied or untied, any real weights.

.. math:: z_n = \frac{P_n z}{\sqrt{1 + z^2 S}}, \qquad S = \sum_{k<n} a_k P_k^2, \qquad
          \delta = \frac{P_n}{(1 + z^2 S)^{3/2}}\, \delta_n
"""

from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Scalars
from closedprop.solvable import powers
from closedprop.solvable.scalar_form import scalar_family

ISRU = scalar_family(
    name="isru",
    formulas={
        "layer": r"w z / \sqrt{1 + a z^2}",
        "phi": r"z^{-2}",
        "A": r"u \mapsto (u + a) / w^2",
        "iterate": r"P_n z / \sqrt{1 + z^2 S}, \quad S = \sum_{k<n} a_k P_k^2",
        "delta": r"P_n / (1 + z^2 S)^{3/2}",
    },
    classes=frozenset({"CF3", "CF4", "CF5", "CF6", "CF7"}),
    domain="all real x; real weights, a >= 0",
    source="the case p = 2 of the family z/(1 + a|z|^p)^(1/p)",
    label="thm:isru",
    read=lambda layer, convert: powers.read_saturation(layer, convert, 2),
    layer_map=powers.layer_map,
    layer_slope=powers.layer_slope,
    power=powers.power,
    product=powers.product,
    value=powers.layer_map,
    slope=powers.layer_slope,
    draw=powers.draw_saturation,
    start=powers.start_anywhere,
    systems=(FLOATS, BALLS),
)


def isru_delta(weight: Any, a: Any, x: Any, delta_top: Any, n: int, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return delta n weight-tied layers :math:`z \mapsto w z/\sqrt{1 + a z^2}` below the top.

    .. math:: \delta = \frac{w^n}{(1 + a z^2 S)^{3/2}}\, \delta_n, \qquad
              S = \frac{w^{2n} - 1}{w^2 - 1}, \quad S = n \text{ at } w = \pm 1

    Shapes: ``x`` and ``delta_top`` (1,); result (1,).    Error: below one unit in the last place.
    Cost: O(log n) products, one square root.
    Paper: thm:isru.

    >>> isru_delta(1, 1, [1.0], [1.0], 3)
    array([0.125])
    """
    return ISRU.tied((weight, a), over).delta(x, delta_top, n)
