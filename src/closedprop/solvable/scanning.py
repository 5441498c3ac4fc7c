"""All deltas by a parallel prefix product of the layers, with its cost beside the one Akra-Bazzi predicts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from closedprop.algebra import SCANS, DivideAndConquer, Scan, scan
from closedprop.scalars import FLOATS, Invalid, Scalars

#: Work and depth of each scan as divide-and-conquer recurrences (see closedprop.algebra.scan).
RECURRENCES: Mapping[str, tuple[DivideAndConquer, DivideAndConquer]] = {
    "halves": (DivideAndConquer(((2, 1 / 2),), 1 / 2, 1), DivideAndConquer(((1, 1 / 2),), 1, 0)),
    "thirds": (
        DivideAndConquer(((1, 1 / 3), (1, 2 / 3)), 2 / 3, 1),
        DivideAndConquer(((1, 2 / 3),), 1, 0),
    ),
    "pairs": (DivideAndConquer(((1, 1 / 2),), 1, 1), DivideAndConquer(((1, 1 / 2),), 2, 0)),
}


def scanned_deltas(
    weights: Sequence[Any], delta_top: Any, method: str = "pairs", over: Scalars = FLOATS
) -> tuple[list[np.ndarray], Scan]:
    r"""Return :math:`\delta^{(L-1)}, \dots, \delta^{(1)}` of an untied linear network, and the scan that gave them.

    Shapes: ``weights`` :math:`W^{(1)}, .., W^{(L-1)}`, each (N_{l+1}, N_l); ``delta_top`` (N_L,).
    Error: that of the scalars.    Cost: the work of the scan times N^3, against (L - 1) N^2 of the recursion.
    Raises ``Invalid`` for no weights or an unknown method.

    >>> from closedprop.scalars import RATIONALS
    >>> scanned_deltas([[[1, 1], [1, 0]]] * 4, [1, 0], over=RATIONALS)[0][-1]
    array([5, 3], dtype=object)
    """
    if not len(weights):
        raise Invalid("the deltas by a scan", "no weights", "give at least one")
    top = over.array(delta_top)
    done = scan([over.array(weight).T for weight in reversed(weights)], lambda a, b: b @ a, method)
    return [prefix @ top for prefix in done.prefixes], done


def scan_study(lengths: Sequence[int], width: int) -> list[dict[str, Any]]:
    """Return counted costs of the scans beside their Akra-Bazzi predictions.

    Columns: layers, method, work, predicted_work, depth, predicted_depth (leading terms; empty for the sequential
    scan), multiplications and recursion_multiplications (scalar, at ``width``).
    """
    rows = []
    for length in lengths:
        for method in SCANS:
            done = scan(range(length), lambda a, b: a + b, method)
            predicted: list[Any] = [recurrence.leading(length) for recurrence in RECURRENCES.get(method, ())] or [
                "",
                "",
            ]
            rows.append(
                {
                    "layers": length,
                    "method": method,
                    "work": done.work,
                    "predicted_work": predicted[0],
                    "depth": done.depth,
                    "predicted_depth": predicted[1],
                    "multiplications": done.work * width**3,
                    "recursion_multiplications": length * width**2,
                }
            )
    return rows
