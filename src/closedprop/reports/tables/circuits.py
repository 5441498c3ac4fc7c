"""Circuits and the networks they are compiled to."""

from typing import Any

from closedprop.reports.latex import math, table
from closedprop.reports.records import Rows


def typeset(circuits: Rows) -> str:
    """Return a line per family and size: circuits, runs and errors; units and weights a gate, of both networks."""
    body, last = [], ""
    for row in circuits:
        name, last = ("" if row["family"] == last else row["family"]), row["family"]
        gates = rf"$\le {row['gates']}$" if row["family"] == "all" else math(row["gates"])
        counts = (row[column] for column in ("inputs", "depth", "circuits"))
        runs = (row["runs"] + row["narrow_runs"], row["wrong"] + row["narrow_wrong"])
        kinks = row["kinks"] + row["narrow_kinks"]
        sizes = [_per_gate(row, column) for column in ("units", "weights", "narrow_units", "narrow_weights")]
        body.append([name, gates, *map(math, (*counts, *runs, kinks)), *sizes, math(row["narrow_bits"])])
    header = ["circuits", "gates", "inputs", "depth", "number", "runs", "wrong", "kinks"]
    header += ["units", "weights", "units", "weights", "bits"]
    text = table(header, body, "lrrrrrrrrrrrr")
    # Two groups of columns above the header, for the two networks.
    groups = r"\multicolumn{8}{c}{} & \multicolumn{2}{c}{by levels} & \multicolumn{3}{c}{narrow} \\"
    rules = r"\cmidrule(lr){9-10} \cmidrule(l){11-13}"
    return text.replace("\\toprule\n", f"\\toprule\n{groups} {rules}\n", 1)


def _per_gate(row: dict[str, Any], column: str) -> str:
    return "" if row["family"] == "all" else math(float(row[column] / row["gates"]))
