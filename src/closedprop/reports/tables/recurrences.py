"""Recurrences and generating functions of delta."""

from collections.abc import Callable

from closedprop.reports.latex import table
from closedprop.reports.records import Rows


def typeset(recurrences: Rows) -> str:
    """Return, for each example, the shortest recurrence, the generating function and the first terms."""
    body = []
    for row in recurrences:
        coefficients = _listed(row["coefficients"])
        step = _sum(coefficients, lambda k: f"a_{{m{-k - 1:+d}}}") or "0"
        top, bottom = (_sum(_listed(row[part]), _power) or "0" for part in ("numerator", "denominator"))
        body.append(
            [
                row["network"],
                f"${row['width']}$",
                f"$a_m = {step}$",
                f"${top}$" if bottom == "1" else rf"$\dfrac{{{top}}}{{{bottom}}}$",
                f"${', '.join(_fraction(term) for term in _listed(row['terms']))}, \\dots$",
            ]
        )
    header = ["network", "$N$", "recurrence", r"$\sum_m a_m t^m$", r"$a_m = \delta^{(L-m)}_1$, $m = 0, 1, \dots$"]
    return (
        table(header, body, "lrlll")
        .replace("\\\\\n", "\\\\[3pt]\n")
        .replace("{tabular}{lrlll}", "{tabular}{@{}lrlll@{}}")
    )


def _listed(text: object) -> list[str]:
    return str(text).split() if text is not None else []


def _sum(coefficients: list[str], symbol: Callable[[int], str]) -> str:
    """Return a sum such as ``2 a_{m-1} - a_{m-2}`` without terms that are zero."""
    total = ""
    for k, coefficient in enumerate(coefficients):
        if coefficient == "0":
            continue
        sign, size = ("-", coefficient[1:]) if coefficient.startswith("-") else ("+", coefficient)
        factor = symbol(k)
        size = "" if size == "1" and factor else _fraction(size)
        total += f" {sign} {size} {factor}" if total or sign == "-" else f"{size} {factor}"
    return total.strip()


def _power(k: int) -> str:
    return "" if k == 0 else "t" if k == 1 else f"t^{{{k}}}"


def _fraction(text: str) -> str:
    if "/" not in text:
        return text
    sign = "-" if text.startswith("-") else ""
    top, bottom = text.lstrip("-").split("/")
    return rf"{sign}\tfrac{{{top}}}{{{bottom}}}"
