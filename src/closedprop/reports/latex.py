"""Numbers and tables in LaTeX."""

from collections.abc import Sequence
from math import isinf
from typing import Any

from tabulate import tabulate

_ESCAPES = {letter: rf"\{letter}" for letter in "_%&#{}$"} | {"^": r"\^{}", "~": r"\~{}", "\\": r"\textbackslash{}"}


def number(value: float | int | None, digits: int = 3) -> str:
    r"""Return a number for math mode: integers in full, others to ``digits`` significant digits.

    >>> number(84736), number(0.000123456), number(2.5), number(None), number(1e30)
    ('84\\,736', '1.23 \\cdot 10^{-4}', '2.5', '\\text{--}', '10^{30}')
    """
    if value is None:
        return r"\text{--}"
    if isinstance(value, int):
        return f"{value:,}".replace(",", r"\,")
    if isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.{digits}g}"
        return text if "e" not in text else f"{float(text):.0f}"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"


def math(value: Any, digits: int = 3) -> str:
    r"""Return a number set in math mode.

    >>> math(0.5)
    '$0.5$'
    """
    return f"${number(value, digits)}$"


def interval(median: float, low: float, high: float, digits: int = 2) -> str:
    r"""Return a median with its 5-95 % range below it in smaller type, for a cell of a table.

    >>> interval(0.5, 0.25, 1.0)
    '$0.5$ {\\scriptsize $[0.25, 1]$}'
    """
    return rf"{math(median, digits)} {{\scriptsize $[{number(low, digits)}, {number(high, digits)}]$}}"


def escaped(text: str) -> str:
    r"""Return plain text with the characters escaped that LaTeX reads as commands.

    >>> escaped("leaky_relu")
    'leaky\\_relu'
    """
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def table(header: Sequence[str], body: Sequence[Sequence[str]], align: str | None = None) -> str:
    """Return a ``tabular`` with booktabs rules; cells are LaTeX already. ``align`` has a letter per column, as in LaTeX."""
    names = {"l": "left", "r": "right", "c": "center"}
    aligned = [names[letter] for letter in align] if align else None
    text = tabulate(body, header, tablefmt="latex_raw", colalign=aligned, disable_numparse=True)
    rules = iter([r"\toprule", r"\midrule", r"\bottomrule"])
    lines = [next(rules) if line == r"\hline" else line for line in text.splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"
