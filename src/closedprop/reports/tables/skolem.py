"""The zeros of delta of weight-tied linear networks."""

from typing import Any

from closedprop.reports.latex import table
from closedprop.reports.records import Rows

_HOW = {
    "zero": "order",
    "geometric": "order",
    "double root": "order, double root",
    "root of unity": "order, root of unity",
    "size": "order, size",
    "denominator": "order, denominator",
    "isolation": "isolation",
    "sieve": "sieve",
}


def typeset(skolem: Rows) -> str:
    """Return a line per network: width, order, zeros, the method and its witness, the verdict."""
    body = [
        [
            row["network"],
            f"${row['width']}$",
            f"${row['order']}$",
            _zeros(row),
            _HOW[row["method"]],
            _witness(row),
            str(row["verdict"]).lower(),
        ]
        for row in skolem
    ]
    return table(["network", "$N$", "order", "zero for $m$", "by", "witness", "verdict"], body, "lrrllll")


def _zeros(row: dict[str, Any]) -> str:
    shown = str(row["zeros"]).split() if row["zeros"] is not None else []
    for pair in str(row["progressions"]).split() if row["progressions"] is not None else []:
        first, step = pair.split(":")
        shown.append(rf"\ge {first}" if step == "1" else rf"{first} + {step} \mathbb{{N}}")
    return f"${', '.join(shown)}$" if shown else "never"


def _witness(row: dict[str, Any]) -> str:
    if row["witness"] is None:
        return "--"
    parts = dict(part.split("=") for part in str(row["witness"]).split())
    symbols = {"ratio": "t", "candidate": "k", "prime": "p", "period": "q"}
    shown = [f"${symbols[name]} = {value}$" for name, value in parts.items() if name in symbols]
    if parts.get("before", "0") != "0":
        shown.append(f"${parts['before']}$ at $m < 0$")
    if "moduli" in parts:
        shown.append(f"${parts['moduli']}$ moduli")
    return ", ".join(shown)
