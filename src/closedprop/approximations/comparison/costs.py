r"""Counted operations of every approximation beside those of the recursion."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from closedprop.approximations.comparison.refusals import reason
from closedprop.approximations.cost import recursion_cost
from closedprop.approximations.methods import APPROXIMATIONS, Method
from closedprop.errors import ClosedPropError
from closedprop.networks import Network
from closedprop.networks.residual import ResidualNetwork


def cost_study(
    widths: Sequence[int],
    depths: Sequence[int],
    orders: Sequence[int],
    methods: Mapping[str, Method] = APPROXIMATIONS,
) -> list[dict[str, Any]]:
    """Return one row a method, order, width and depth: operations once for a network, for each input, and of the recursion.

    ``ratio`` is evaluation / recursion. ``inputs`` is the number of inputs from which on the method takes fewer operations in
    all, setup included; empty where it never does. A method has rows for the widths that it takes. Each method that has an
    order is counted at its own one as well.

    >>> row = cost_study([1], [10], [1])[0]
    >>> row["method"], row["order"], row["recursion"], row["evaluation"], row["inputs"]
    ('taylor', 1, 63, 81, None)
    """
    rows = []
    for method, width, depth in product(methods.values(), widths, depths):
        if not _takes(method, width):
            continue
        recursion = recursion_cost(width, depth).evaluation
        for order in sorted({*orders, method.order}) if method.order is not None else [None]:
            cost = method.cost(width, depth, 0 if order is None else order)
            saved = recursion - cost.evaluation
            row: dict[str, Any] = {"method": method.name, "order": order, "usual": int(order == method.order)}
            row |= {"closed": int(method.closed_in_depth), "width": width, "depth": depth}
            row |= {"setup": cost.setup, "evaluation": cost.evaluation, "recursion": recursion}
            row |= {"ratio": cost.evaluation / recursion, "inputs": cost.setup // saved + 1 if saved > 0 else None}
            rows.append(row)
    return rows


def _takes(method: Method, width: int) -> bool:
    """Return whether a method takes networks of that width: whether it refuses one for another reason, or not at all."""
    plain = Network.tied(np.eye(width, dtype=int), 2)
    network = ResidualNetwork(plain) if method.residual else plain
    options: dict[str, Any] = {} if method.order is None else {"order": method.order}
    if method.closed_in_depth:
        options["depth"] = 2
    try:
        method.apply(network, [0] * width, [1] * width, **options)
    except ClosedPropError as error:
        return reason(error) != "width"
    return True
