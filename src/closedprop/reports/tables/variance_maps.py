"""Variance maps as scalar layers: which are solvable in depth."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows

#: What is known where no closed form is found, by the column ``known``.
_KNOWN = {
    "beckerbergweiler1995": r"none of finite order: not a power or Chebyshev map \citep{beckerbergweiler1995}",
    "cor:hypertranscendence": r"none of finite order: an exponential layer (Corollary~\ref{cor:hypertranscendence})",
    "ade-variance-erf": r"no equation within bounds: certificate \texttt{ade-variance-erf}",
}


def typeset(maps: Rows) -> str:
    """Return V and its iterate, or what is known of the Koenigs function, with the multiplier that sets the depth scale."""
    body = []
    for row in maps:
        known = _KNOWN.get(row["known"], "open") if not row["solved"] else f"${_display(row['iterate'])}$"
        multiplier = "--" if row["multiplier"] is None else math(row["multiplier"], 4)
        body.append([escaped(row["activation"]), f"${_display(row['map'])}$", known, multiplier])
    text = table(["activation", "$V(q)$", "$V^n(q)$, or what is known of $K$", "$V'(q^*)$"], body, "lllr")
    return "\n".join(line + "[3pt]" if "frac" in line else line for line in text.splitlines()) + "\n"


def _display(formula: str) -> str:
    return r"\rule{0pt}{3.2ex}" + str(formula)
