"""Depth profiles of delta: two solvable saturating layers beside tanh, which is not."""

from collections.abc import Sequence
from typing import Any

from closedprop.networks import Network, backward
from closedprop.scalars import FLOATS
from closedprop.solvable.isru import ISRU
from closedprop.solvable.softsign import SOFTSIGN


def profile_study(weights: Sequence[str], x: str, depths: Sequence[int]) -> list[dict[str, Any]]:
    r"""Return :math:`\delta = (F^n)'(x)` over the number n of weight-tied layers, by closed form and, for tanh, by recursion.

    The inverse square root has a = 2/3, which gives it the cubic term of tanh.
    Columns: layer, weight, steps, delta.

    >>> [round(row["delta"], 12) for row in profile_study(["1"], "1/2", [2]) if row["layer"] == "softsign"]
    [0.25]
    """
    rows = []
    for weight in weights:
        forms = {"softsign": SOFTSIGN.tied((weight, 1), FLOATS), "isru": ISRU.tied((weight, "2/3"), FLOATS)}
        for steps in depths:
            deltas = {name: form.delta([x], [1], steps)[0] for name, form in forms.items()}
            network = Network.tied([[weight]], steps + 1, activation="tanh")
            deltas["tanh"] = backward(network, [x], [1]).deltas[0][0]
            rows += [
                {"layer": name, "weight": float(FLOATS.convert(weight)), "steps": steps, "delta": float(delta)}
                for name, delta in deltas.items()
            ]
    return rows
