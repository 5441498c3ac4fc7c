"""Where the time of sampled networks goes, from the committed record."""

from collections.abc import Mapping
from typing import Any

from closedprop.reports.latex import escaped, math, table


def typeset(record: Mapping[str, Any]) -> str:
    """Return activation, width, depth, pairs a network, seconds a network, share and rate of the matrix products."""
    body = []
    for row in record["rows"]:
        cells = [escaped(row["activation"]), math(row["width"]), math(row["depth"]), math(row["inputs"] * row["tops"])]
        cells += [math(row["seconds"] / row["networks"], 2), rf"${100 * row['share']:.0f}\,\%$"]
        body.append([*cells, math(row["gigaflops"], 2)])
    header = ["activation", "$N$", "$L$", "pairs", "seconds", "in products", r"$10^9$ operations per second"]
    return table(header, body, "lrrrrrr")
