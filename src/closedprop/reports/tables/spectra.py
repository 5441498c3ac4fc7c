"""Variances, edges and atoms of the spectra of Jacobians: free probability and sampled networks."""

from typing import Any

from closedprop.reports.latex import escaped, math, number, table
from closedprop.reports.records import Rows, distinct, select


def typeset(spectra: Rows, samples: Rows) -> str:
    r"""Return a line a network and depth: theory, and mean over the samples with its standard error.

    Shown: every second depth and the last. The atom is the largest eigenvalue of positive mass, if it is not 0.
    """
    depths = sorted(distinct(spectra, "layers"))
    shown = sorted({*depths[1::2], depths[-1]})
    body = []
    for name in distinct(spectra, "activation"):
        for weights in distinct(select(spectra, activation=name), "weights"):
            for layers in shown:
                case = {"activation": name, "weights": weights, "layers": layers}
                theory, sampled = select(spectra, **case)[:1], select(samples, **case)[:1]
                if theory:
                    body.append([escaped(name), weights, f"${layers}$", *_cells(theory[0], sampled[0])])
    header = [
        *("activation", "weights", "$n$", "variance", "sampled", "top", "sampled", "mass at $0$", "sampled"),
        *("atom mass", "sampled"),
    ]
    return table(header, body, "llrrrrrrrrr")


def _cells(theory: dict[str, Any], sampled: dict[str, Any]) -> list[str]:
    has_atom = theory["atom"] is not None
    return [
        math(theory["variance"]),
        _plus_minus(sampled, "variance"),
        math(theory["top"], 4),
        _plus_minus(sampled, "largest"),
        math(theory["at_zero"]),
        _plus_minus(sampled, "at_zero"),
        math(theory["atom_mass"]) if has_atom else "",
        _plus_minus(sampled, "at_atom") if has_atom else "",
    ]


def _plus_minus(row: dict[str, Any], quantity: str) -> str:
    mean, stderr = row[quantity], row[f"{quantity}_stderr"]
    if stderr == 0:
        return math(mean)
    return rf"${number(mean)} \pm {number(stderr, 2)}$"
