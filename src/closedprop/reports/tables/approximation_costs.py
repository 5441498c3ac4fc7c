"""Operations of every approximation, relative to those of the recursion."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(costs: Rows) -> str:
    """Return, at the usual order, evaluation / recursion by depth, and the setup, at the smallest and largest width."""
    rows = [row for row in costs if row["usual"] or row["order"] is None]
    widths, depths = (sorted(distinct(rows, key)) for key in ("width", "depth"))
    places = [(width, depth) for width in (widths[0], widths[-1]) for depth in (depths[0], depths[-1])]
    body = []
    for method in sorted(distinct(rows, "method"), key=lambda name: select(rows, method=name)[0]["closed"]):
        cells = [select(rows, method=method, width=width, depth=depth) for width, depth in places]
        setups = [found[0]["setup"] if found else None for found in cells[1::2]]
        ratios = [math(found[0]["ratio"], 2) if found else "" for found in cells]
        body.append([escaped(method), *ratios, *("" if setup is None else math(setup) for setup in setups)])
    header = [
        "method",
        *(f"$N = {n}$, $L = {power(l)}$" for n, l in places),
        *(f"setup, $N = {n}$" for n in (widths[0], widths[-1])),
    ]
    return table(header, body, "l" + "r" * (len(header) - 1))


def power(depth: int) -> str:
    """Return a depth in LaTeX, powers of ten from 100 on as such.

    >>> power(30), power(1000)
    ('30', '10^{3}')
    """
    exponent = len(str(depth)) - 1
    return f"10^{{{exponent}}}" if depth == 10**exponent and exponent > 1 else str(depth)
