"""Exact laws of finite width."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(laws: Rows) -> str:
    """Return a line per activation and width: moments of one layer, and of its logarithm; products of several layers."""
    depth = distinct(select(laws, law="kernel"), "layers")
    shown = depth[len(depth) // 2]
    body = []
    for name in distinct(select(laws, law="layer"), "activation"):
        for width in distinct(select(laws, law="layer", activation=name), "width"):
            layer = {row["quantity"]: row["value"] for row in select(laws, law="layer", activation=name, width=width)}
            cells = [escaped(name), math(width), math(layer["moment 2"], 5), math(layer["moment 3"], 5)]
            cells += [math(layer[key], 4) for key in ("log_mean", "log_variance")] + [math(layer["dead"], 2)]
            (kernel,) = select(laws, law="kernel", activation=name, width=width, layers=shown)
            chain = select(laws, law="log", activation=name, width=width, layers=shown)
            log = {row["quantity"]: row["value"] for row in chain}
            cells += [math(kernel["value"], 4), math(log["distance"], 2), math(log["bound"], 2)]
            body.append(cells)
    header = ["activation", "$N$", r"$\mathbb{E} S^2$", r"$\mathbb{E} S^3$", r"$\mathbb{E} \log S$"]
    header += [
        r"$\operatorname{Var} \log S$",
        "dead",
        rf"$\mathbb{{E}} K^2 / (\mathbb{{E}} K)^2$, $d = {shown}$",
        "distance",
        "bound",
    ]
    return table(header, body, "lrrrrrrrrr")
