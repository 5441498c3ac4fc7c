"""Small linear networks worked out exactly: recurrences, generating functions, Fibonacci numbers, the residual limit."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from closedprop.networks import stream
from closedprop.scalars import RATIONALS
from closedprop.solvable.cayley_hamilton import delta_recurrence
from closedprop.solvable.fibonacci import DELTA_TOP, WEIGHT, fibonacci_delta
from closedprop.solvable.linear import linear_delta
from closedprop.solvable.residual import residual_delta, residual_limit

#: Weight and delta at the top of networks whose delta is a sequence with a name.
EXAMPLES: Mapping[str, tuple[Any, Any]] = {
    "Fibonacci": (WEIGHT, DELTA_TOP),
    "Tribonacci": ([[1, 1, 0], [1, 0, 1], [1, 0, 0]], [1, 0, 0]),
    "sixth of a turn": ([[1, 1], [-1, 0]], [1, 0]),
    "one block": ([[2, 0], [1, 2]], [0, 1]),
    "averaging": ([["1/2", "1/2"], ["1/2", "1/2"]], [1, 0]),
    "forgetting": ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 1]),
    "root two, twice": ([[0, 1, 0, 0], [2, 0, 0, 0], [1, 0, 0, 1], [0, 1, 2, 0]], [0, 0, 0, 1]),
}


def recurrence_study(terms: int) -> list[dict[str, Any]]:
    """Return the shortest recurrence and the generating function of the first component of delta, exactly.

    Columns: network, width, order, coefficients, initial, numerator, denominator (of the generating function in t),
    terms. Polynomials are their coefficients, constant term first; everything is text of exact fractions.
    """
    rows = []
    for name, (weight, top) in EXAMPLES.items():
        recurrence = delta_recurrence(weight, top, unit=0)
        numerator, denominator = recurrence.generating_function()
        rows.append(
            {
                "network": name,
                "width": len(top),
                "order": recurrence.order,
                "coefficients": _listed(recurrence.coefficients),
                "initial": _listed(recurrence.initial),
                "numerator": _listed(numerator.coeffs()),
                "denominator": _listed(denominator.coeffs()),
                "terms": _listed(linear_delta(weight, top, m, over=RATIONALS)[0] for m in range(terms)),
            }
        )
    return rows


def fibonacci_study(steps: int) -> list[dict[str, Any]]:
    """Return delta of the Fibonacci network by the recursion and by Binet's formula.

    Columns: steps (below the top), delta_1, delta_2, binet_1, binet_2.
    """
    rows = []
    for m in range(steps + 1):
        delta, binet = linear_delta(WEIGHT, DELTA_TOP, m, over=RATIONALS), fibonacci_delta(m)
        names = ("delta_1", "delta_2", "binet_1", "binet_2")
        rows.append({"steps": m} | {name: int(x.p) for name, x in zip(names, (*delta, *binet), strict=True)})
    return rows


def residual_study(width: int, depths: Sequence[int], seed: int) -> list[dict[str, Any]]:
    """Return the distance of a residual network from its infinite depth, and the proved bound.

    Columns: layers, error, bound (both relative to the Euclidean norm of the limit).
    """
    rng = stream(seed, "linear", width)
    matrix, top = rng.standard_normal((width, width)) / np.sqrt(width), rng.standard_normal(width)
    limit = residual_limit(matrix, top)
    size = float(np.linalg.norm(limit.value))
    assert limit.constant is not None
    rows = []
    for layers in depths:
        error = float(np.linalg.norm(residual_delta(matrix, top, layers) - limit.value))
        rows.append({"layers": layers, "error": error / size, "bound": limit.constant / layers / size})
    return rows


def _listed(values: Any) -> str:
    return " ".join(str(value) for value in values)
