"""The layer algebras of activations, from power series modulo a prime."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows


def typeset(lie: Rows) -> str:
    """Return a line per activation and setting: rank, whether it closed, and the dimension of the networks of one depth."""
    body, last = [], ""
    for row in lie:
        setting = row["setting"] if row["setting"] != last else ""
        last = row["setting"]
        rank = math(row["rank"]) if row["closed"] == "True" else rf"at least {math(row['rank'])}"
        cells = [setting, escaped(row["activation"]), f"${row['formula']}$", rank]
        body.append([*cells, *(math(row[column]) for column in ("depth", "parameters", "dimension"))])
    header = ["free", "activation", "$f$", r"$\dim \mathfrak g$", "depth", "parameters", "dimension"]
    return table(header, body, "lllrrrr")
