r"""Softsign layers without bias: :math:`w z/(1 + a|z|)`, tied or untied, any real weights, all real z.

.. math:: z_n = \frac{P_n z}{1 + |z| S}, \qquad S = \sum_{k<n} a_k |P_k|, \qquad \delta = \frac{P_n}{(1 + |z| S)^2}\, \delta_n
"""

from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Scalars
from closedprop.solvable import powers
from closedprop.solvable.scalar_form import scalar_family

SOFTSIGN = scalar_family(
    name="softsign",
    formulas={
        "layer": r"w z / (1 + a |z|)",
        "phi": r"1 / |z|",
        "A": r"u \mapsto (u + a) / |w|",
        "iterate": r"P_n z / (1 + |z| S), \quad S = \sum_{k<n} a_k |P_k|",
        "delta": r"P_n / (1 + |z| S)^2",
    },
    classes=frozenset({"CF3", "CF4", "CF5", "CF6", "CF7"}),
    domain="all real x; real weights, a >= 0",
    source="the case p = 1 of the family z/(1 + a|z|^p)^(1/p)",
    label="thm:softsign",
    read=lambda layer, convert: powers.read_saturation(layer, convert, 1),
    layer_map=powers.layer_map,
    layer_slope=powers.layer_slope,
    power=powers.power,
    product=powers.product,
    value=powers.layer_map,
    slope=powers.layer_slope,
    draw=powers.draw_saturation,
    start=powers.start_anywhere,
    systems=(FLOATS, RATIONALS, BALLS),
)


def softsign_delta(weights: Any, x: Any, delta_top: Any, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return delta^(1) of untied softsign layers :math:`z \mapsto w_l z/(1 + |z|)`.

    .. math:: \delta^{(1)} = \frac{P_{L-1}}{(1 + |x| S)^2}\, \delta^{(L)}, \qquad S = \sum_{k<L-1} |P_k|

    Shapes: ``weights`` (L - 1,), ``x`` and ``delta_top`` (1,); result (1,).
    Error: exact over RATIONALS, below one unit in the last place over FLOATS.    Cost: 2 L products, one division.
    Paper: thm:softsign.

    >>> softsign_delta([2, -3], ["1/2"], [1], over=RATIONALS)
    array([-24/25], dtype=object)
    """
    layers = [(w, 1) for w in weights]
    assert SOFTSIGN.untied is not None
    return SOFTSIGN.untied(layers, over).delta(x, delta_top, len(layers))
