"""Certified horseshoes: the block, the iterate, its intervals, and the bound on the entropy."""

from fractions import Fraction
from math import floor

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Row, Rows

_NAMES = {"tanh": r"\tanh", "erf": r"\erf", "relu": r"\ReLU", "sigmoid": r"\sigma"}


def typeset(horseshoes: Rows) -> str:
    """Return a line a block: the map, k and m, the outer ends, what the images are beyond, and log(m)/k."""
    body, last = [], ""
    for row in horseshoes:
        name, last = ("" if row["activation"] == last else escaped(row["activation"])), row["activation"]
        ends = f"$[{row['low']}, {row['high']}]$"
        entropy = rf"$\ge {floor(1000 * row['bound']) / 1000:.3f}$"
        images = rf"$\le {row['below']:.3f}$, $\ge {row['above']:.3f}$"
        body.append([name, f"${_map(row)}$", math(row["iterate"]), math(row["intervals"]), ends, images, entropy])
    header = ["activation", "$F(x)$", "$k$", "$m$", "$[h_-, h_+]$", "images of the ends", "entropy"]
    return table(header, body, "llrrccr")


def _map(row: Row) -> str:
    """Return the formula of a block."""
    inner, shifts, outer = (
        [Fraction(entry) for entry in str(row[name]).split()] for name in ("inner", "shifts", "outer")
    )
    offset = Fraction(str(row["offset"]))
    if row["activation"] == "logistic":
        return rf"{_decimal(Fraction(str(row['parameter'])))}\, x (1 - x)"
    if row["activation"] == "quadratic":
        return _sum([(outer[0], "x^{2}")], offset)
    name = _NAMES.get(row["activation"], rf"\operatorname{{{row['activation']}}}")
    terms = [(v, f"{name}({_sum([(a, 'x')], b)})") for a, b, v in zip(inner, shifts, outer, strict=True)]
    return _sum(terms, offset)


def _sum(terms: list[tuple[Fraction, str]], constant: Fraction) -> str:
    text = ""
    for factor, what in [*terms, (constant, "")]:
        if factor:
            size = "" if abs(factor) == 1 and what else _decimal(abs(factor))
            sign = "-" if factor < 0 else "+" if text else ""
            text += (f" {sign} " if text else sign) + size + what
    return text


def _decimal(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"
