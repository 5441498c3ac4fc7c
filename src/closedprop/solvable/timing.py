"""How long each closed form of a linear network takes: a dated record, not a result."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.networks.timing import dated, quartiles
from closedprop.scalars import FLOATS, Unable
from closedprop.solvable.accuracy import METHODS, non_normal_weight
from closedprop.solvable.linear import linear_delta


def linear_record(widths: Sequence[int], depths: Sequence[int], repeats: int) -> dict[str, Any]:
    """Return times over FLOATS with the machine and the versions they belong to.

    Each row has width, steps, method, ``seconds_median``, ``seconds_low``, ``seconds_high`` (the quartiles of ``repeats``
    runs) and ``ratio_median``, the median over that of the recursion.
    """
    rows = []
    for width in widths:
        rng = np.random.default_rng(width)
        weight, top = non_normal_weight(rng, width, coupling=0.1), rng.standard_normal(width)
        for steps in depths:
            base = 0.0
            for method in METHODS:
                low, median, high = _quartiles(weight, top, steps, method, repeats)
                base = base or median or 0.0  # the recursion is the first method
                rows.append(
                    {
                        "width": width,
                        "steps": steps,
                        "method": method,
                        "seconds_low": low,
                        "seconds_median": median,
                        "seconds_high": high,
                        "ratio_median": median / base if median is not None else None,
                    }
                )
    return dated(rows, repeats, ["numpy", "scipy"])


def _quartiles(weight: Any, top: Any, steps: int, method: str, repeats: int) -> tuple[float | None, ...]:
    """Return the quartiles of the time of one call; ``None`` where the method refuses the weight."""
    try:
        return quartiles(lambda: linear_delta(weight, top, steps, method, FLOATS), repeats)
    except Unable:
        return None, None, None
