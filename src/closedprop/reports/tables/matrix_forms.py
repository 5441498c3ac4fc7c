"""Carleman's matrix power and Magnus's exponential: orders of the error, and how tight the bounds are."""

from closedprop.reports.latex import escaped, math, number, table
from closedprop.reports.records import Rows

_NAMES = {"carleman": "Carleman", "magnus": "Magnus", "magnus_frozen": "Magnus, frozen path"}


def typeset(forms: Rows) -> str:
    """Return one line a method and order: exponents, deviation from them, the tally of the bound, bound over error."""
    body = []
    for row in forms:
        exponents = number(row["exponent"]) + (f", {number(row['odd_exponent'])}" if row["odd_exponent"] else "")
        body.append(
            [
                escaped(str(_NAMES.get(row["method"], row["method"]))),
                math(row["order"]),
                f"${exponents}$",
                math(row["deviation"], 1),
                math(row["instances"]),
                math(row["refused"]),
                math(row["unbounded"]),
                math(row["violations"]),
                math(row["ratio_median"], 2),
                math(row["ratio_p95"], 1),
                rf"${100 * row['useful']:.0f}\,\%$",
            ]
        )
    header = ["", "$k$", "exponents", "deviation", "cases", "refused", "no bound", "violations", "median", r"$95\,\%$"]
    return table([*header, "useful"], body, "lc" + "c" + "r" * 8)
