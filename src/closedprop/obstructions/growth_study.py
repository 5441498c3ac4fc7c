"""The growth table: expanded, tree, DAG and recursion against depth."""

from collections.abc import Sequence
from typing import Any

from closedprop.obstructions.growth import (
    GIBIBYTE,
    chain_monomials,
    expansion_bytes,
    graded_bytes,
    monomials,
    tied_bound,
)
from closedprop.obstructions.sizes import measured_sizes
from closedprop.scalars import Unable


def growth_study(widths: Sequence[int], depths: Sequence[int], limit_gib: float = 8.0) -> list[dict[str, Any]]:
    """Return the sizes of delta^(1). Columns: tied, width, depth, terms, tree, dag, recursion, forecast, bytes.

    ``terms`` is empty where the expansion may need more than ``limit_gib``: ``bytes`` is the bound that decides it, and
    ``forecast`` the number of terms known without expanding (exact if untied, an upper bound if tied). Terms do not
    become fewer with depth; so behind the first refused depth all three are empty.
    Shapes: one row for each of tied, width, depth, in increasing order.    Error: exact.
    """
    rows = []
    for tied in (0, 1):
        for width in sorted(widths):
            refused = False
            for depth in sorted(depths):
                row: dict[str, Any] = {"tied": tied, "width": width, "depth": depth, "terms": ""}
                row |= vars(measured_sizes(width, depth, bool(tied)))
                row |= {"forecast": "", "bytes": ""}
                if not refused:
                    row["forecast"] = tied_bound(width, depth) if tied else chain_monomials(width, depth)
                    row["bytes"] = graded_bytes(width, depth) if tied else expansion_bytes(width, depth)
                    try:
                        row["terms"] = monomials(width, depth, bool(tied), int(limit_gib * GIBIBYTE))
                    except Unable:
                        refused = True
                rows.append(row)
    return rows
