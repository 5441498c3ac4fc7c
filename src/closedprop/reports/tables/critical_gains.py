"""Critical gains of the usual activations, to copy from, beside those of a framework."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows

_USUAL = ("relu", "tanh", "sigmoid", "erf", "softsign", "elu", "selu", "gelu", "silu")
_SHOWN = (0, 0.1, 0.3)  # arbitrary: the other columns are in the CSV


def typeset(gains: Rows) -> str:
    """Return the critical sigma_w of the usual activations, whether its variance attracts, and chi at PyTorch's gain.

    The rows are those of the usual activations that were computed, or all where none of these was.
    """
    rows = sorted(
        (row for row in gains if row["activation"] in _USUAL), key=lambda row: _USUAL.index(row["activation"])
    )
    shown = [f"{value:g}" for value in _SHOWN if f"sigma_w_at_{value:g}" in gains[0]]
    body = []
    for row in rows or gains:
        cells = [escaped(row["activation"]), *(_digits(row[f"sigma_w_at_{value}"]) for value in shown)]
        cells.append(_or_dash(row["attracts_from"]))
        body.append([*cells, _or_dash(row["framework_gain"]), _or_dash(row["framework_chi"])])
    header = ["activation", *(rf"$\sbias = {value}$" for value in shown), "attracts from"]
    header += [r"PyTorch's $\sw$", r"its $\slopefactor$"]
    return table(header, body, "l" + "r" * (len(header) - 1))


def _digits(value: float | None) -> str:
    return "--" if value is None else f"${value:.5f}$"


def _or_dash(value: float | None) -> str:
    return "--" if value is None else math(float(value), 4)
