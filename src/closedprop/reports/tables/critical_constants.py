"""The constants of delta at critical layers."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows


def typeset(constants: Rows) -> str:
    """Return a line a layer: fixed point, m, a, residue, start, the constant, its proved error, and the solvable constant."""
    body = []
    for row in constants:
        weight, bias = str(row["weight"]), str(row["bias"])
        shown = f"${weight}$ {escaped(row['activation'])}" if weight not in ("1", "-1") else escaped(row["activation"])
        shown = f"$-${shown}" if weight == "-1" else shown
        shown += "" if bias in ("0", "0.0") else f" ${'+' if not bias.startswith('-') else '-'} {bias.lstrip('-')}$"
        numbers = (math(row["a"], 4), math(row["residue"], 4), f"${row['start']}$", math(row["constant"], 12))
        tail = (math(row["error"], 1), math(row["solvable"], 6))
        body.append([shown, f"${row['center']}$", f"${row['m']}$", *numbers, *tail])
    header = ["layer", "$z^*$", "$m$", "$a$", r"$\rho$", "$x$", "$C(x)$", "error", "$C_0(x)$"]
    return table(header, body, "lrrrrrlrr")
