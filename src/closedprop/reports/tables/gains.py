"""Critical gains, and the gains of a framework."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows

_SHOWN = (0, 0.1, 0.3, 1)  # arbitrary: the other columns are in the CSV


def typeset(gains: Rows) -> str:
    """Return the critical sigma_w at some sigma_b, whether its variance attracts, and q*, chi and xi at PyTorch's gain."""
    shown = [f"{value:g}" for value in _SHOWN if f"sigma_w_at_{value:g}" in gains[0]]
    body = []
    for row in gains:
        cells = [escaped(row["activation"]), *(_digits(row[f"sigma_w_at_{value}"]) for value in shown)]
        cells.append(_or_dash(row["attracts_from"], 4))
        cells += [_or_dash(row[f"framework_{column}"], 6) for column in ("gain", "q", "chi")]
        body.append([*cells, _or_dash(row["framework_xi"], 4)])
    header = ["activation", *(rf"$\sbias = {value}$" for value in shown), "attracts from"]
    header += [r"$\sw$", "$q^*$", r"$\slopefactor$", r"$\xi_{\text{grad}}$"]
    return table(header, body, "l" + "r" * (len(header) - 1))


def _digits(value: float | None) -> str:
    return "--" if value is None else f"${value:.8f}$"


def _or_dash(value: float | None, digits: int) -> str:
    return "--" if value is None else math(float(value), digits)
