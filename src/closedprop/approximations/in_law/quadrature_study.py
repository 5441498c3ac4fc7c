"""Why the mean field is not computed by Gauss-Hermite quadrature: its error against the trapezoid rule's."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.approximations.in_law.variance import slope_moment
from closedprop.networks import activation
from closedprop.validated.gaussian import gauss_hermite, trapezoid


def quadrature_study(
    name: str, variances: Sequence[float], degrees: Sequence[int], nodes: Sequence[int]
) -> list[dict[str, Any]]:
    r"""Return the relative error of :math:`\mathbb E f'(\sqrt q Z)^2` by fixed rules, over the variance ``q``.

    The truth is the adaptive trapezoid rule, whose own relative error estimate is the column ``truth_error``.
    Columns: activation, q, rule, points, error, truth_error. The trapezoid runs over [-10, 10].

    >>> rows = quadrature_study("tanh", [12.6], degrees=[25], nodes=[321])
    >>> [f"{abs(row['error']):.0%}" for row in rows]
    ['68%', '0%']
    """
    act, rows = activation(name), []
    for q in variances:
        truth = slope_moment(act, q)

        def squared_slope(z: np.ndarray, root: float = np.sqrt(q)) -> np.ndarray:
            return act.slope(root * z) ** 2

        rules = [("Gauss-Hermite", n, gauss_hermite(squared_slope, n)) for n in degrees]
        rules += [("trapezoid", n, trapezoid(squared_slope, 10.0, n)) for n in nodes]
        for rule, points, value in rules:
            row = {"activation": act.name, "q": q, "rule": rule, "points": points}
            rows.append(row | {"error": value / truth.value - 1, "truth_error": truth.error / truth.value})
    return rows
