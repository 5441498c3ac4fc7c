"""Isolated crossings of the two tanh neurons, and how long a Pfaffian formula must be to have as many."""

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows

_PARAMETERS = (("alpha", "beta"), ("gate_order", "gate_degree"))


def typeset(crossings: Rows) -> str:
    """Return a line a depth: crossings isolated, zeros between them, examined intervals, least order and number of gates."""
    body = []
    for row in crossings:
        counts = [math(row[column]) if row[column] is not None else "" for column in ("crossings", "zeros", "blocks")]
        known = [f"$2^{{{row['depth']}}}$", math(row["order"]), math(row["gates"])]
        body.append([math(row["depth"]), *counts, *known])
    degrees, gate = ((crossings[0][one], crossings[0][other]) for one, other in _PARAMETERS)
    header = ["$n$", "crossings", r"zeros of $\delta_n$", "examined", "$2^{n}$"]
    header += [rf"$r$, $(\alpha, \beta) = {degrees}$", rf"$s$, $(\rho, d) = {gate}$"]
    return table(header, body, "rrrrrrr")
