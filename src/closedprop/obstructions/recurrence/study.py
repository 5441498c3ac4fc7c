"""Recurrences in the depth over examples: found and proved, or excluded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from closedprop.algebra import characteristic_polynomial
from closedprop.networks import stream
from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.recurrence.certify import certify_recurrence
from closedprop.obstructions.recurrence.critical import critical_point
from closedprop.obstructions.recurrence.heights import certify_heights
from closedprop.obstructions.recurrence.poincare import certify_poincare
from closedprop.obstructions.recurrence.rational_layer import RationalLayer
from closedprop.scalars import RATIONALS

#: Rational layers with a rational start, and the statement of their closed form, if there is one.
ORBITS: Mapping[str, tuple[str, str]] = {
    "3*z*(1-z)": ("1/5", ""),
    "7/2*z*(1-z)": ("1/3", ""),
    "4*z*(1-z)": ("1/3", "thm:chebyshev"),
    "2*z*(1-z)": ("1/3", "thm:power-map"),
    "z^2+1": ("1/2", ""),
    "z^2-1": ("1/2", ""),
    "z+2*z*(1-z^2)": ("1/2", "prop:chebyshev-descent"),
    "(z+2/z)/2": ("1", "thm:angles"),
    "2*z/(1+z^2)": ("1/2", "thm:angles"),
    "1/(1+z)": ("1", "thm:moebius"),
    "z/(2*(1+z))": ("1", "thm:moebius"),
    "z/(1+z)": ("1/2", "thm:moebius"),
}
#: Layers that fix 0 with a multiplier between 0 and 1, at which the Poincare series has rational coefficients.
ATTRACTING = (
    "tanh(z)/2",
    "1/(1+exp(-z))-1/2",
    "atan(z)/2",
    "sin(z)/2",
    "(exp(z)-1)/2",
    "z/(1+exp(-z))",
    "log((1+exp(z))/2)",
    "z*(1-z)/2",
    "z/(2*sqrt(1+z^2))",
    "z/(2*(1+z))",
    "z/4+(sqrt(1+4*z)-1)/8",
)
#: Layers that fix 0 with multiplier 1.
CRITICAL = (
    "tanh(z)",
    "4/(1+exp(-z))-2",
    "atan(z)",
    "sin(z)",
    "exp(z)-1",
    "2*z/(1+exp(-z))",
    "z*(1-z)",
    "z/sqrt(1+z^2)",
    "z/(1+z)",
)
_LARGEST_ENTRY = 3  # arbitrary: of the random weights


def recurrence_study(
    order: int, degree: int, first: int, widths: Sequence[int], coefficients: Sequence[int], seed: int
) -> list[dict[str, Any]]:
    """Return a row a sequence: what was searched, the rank, and the recurrence or what excludes one of any size.

    Columns: group (orbit, linear or coefficient), example, sequence, start, closed (label of a closed form), order, degree,
    columns, rank, verdict, equation (polynomials p_j as lists, constant terms first), excluded (label), steps (of a heights
    certificate), characteristic (whether the equation is the characteristic polynomial).
    """
    rows = []
    for layer, (start, closed) in ORBITS.items():
        for of in ("iterate", "delta"):
            found = certify_recurrence(layer=layer, start=start, of=of, order=order, degree=degree, first=first)
            row = _row("orbit", layer, of, found) | {"start": start, "closed": closed}
            if found.verdict is Verdict.PROVED:
                row |= _excluded(layer, start, of)
            rows.append(row)
    for name, weight, top, unit in _networks(widths, seed):
        found = certify_recurrence(weight=weight, top=top, unit=unit, order=order, degree=degree)
        polynomial = [int(c.p) for c in characteristic_polynomial(RATIONALS.array(weight), RATIONALS)]
        matches = found.data.get("equation") == [[c] for c in polynomial]
        rows.append(_row("linear", name, "delta", found) | {"closed": "thm:cayley-hamilton", "characteristic": matches})
    for layer in ("tanh(z)/2", "tanh(z)"):
        for k in coefficients:
            found = certify_recurrence(layer=layer, coefficient=k, order=order, degree=degree)
            rows.append(_row("coefficient", layer, str(k), found))
    return rows


def attracting_study(order: int) -> list[dict[str, Any]]:
    """Return a row a layer that fixes 0: its multiplier, and why orbits that tend to 0 have no recurrence.

    Columns: layer, multiplier, exponent, residue (of a critical layer: m and the iterative residue), order (to which recurrences
    of any degree are excluded), nonzero, terms (coefficients of the Poincare series), verdict.
    """
    rows = []
    for layer in ATTRACTING:
        found = certify_poincare(layer=layer, order=order)
        row: dict[str, Any] = {"layer": layer, "multiplier": found.data["multiplier"], "exponent": "", "residue": ""}
        row |= {"order": order, "nonzero": found.data["nonzero"], "terms": len(found.data["coefficients"])}
        rows.append(row | {"verdict": str(found.verdict)})
    for layer in CRITICAL:
        point = critical_point(layer)
        row = {"layer": layer, "multiplier": "1", "exponent": point.exponent, "residue": str(point.residue)}
        verdict = Verdict.PROVED if point.residue != 0 else Verdict.UNKNOWN
        rows.append(row | {"order": "", "nonzero": "", "terms": "", "verdict": str(verdict)})
    return rows


def _row(group: str, example: str, sequence: str, found: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"group": group, "example": example, "sequence": sequence, "start": "", "closed": ""}
    row |= {name: found.data[name] for name in ("order", "degree", "columns", "rank")}
    row |= {"verdict": str(found.verdict), "equation": json.dumps(found.data.get("equation", ""))}
    return row | {"excluded": "", "steps": "", "characteristic": ""}


def _excluded(layer: str, start: str, of: str) -> dict[str, Any]:
    """What excludes a recurrence of any order and degree: the heights, or for a Moebius layer its fixed point."""
    if RationalLayer.of(layer).degree == 1:
        return {"excluded": "thm:not-p-recursive"}
    found = certify_heights(layer=layer, start=start)
    return {"excluded": found.paper, "steps": found.data["steps"]} if of in found.data["of"] else {}


def _networks(widths: Sequence[int], seed: int) -> Iterator[tuple[str, Any, Any, int]]:
    yield "Fibonacci", [[1, 1], [1, 0]], [1, 0], 1
    for width in widths:
        rng = stream(seed, "obstructions", 12, width)
        weight = rng.integers(-_LARGEST_ENTRY, _LARGEST_ENTRY + 1, (width, width)).tolist()
        yield f"random, width {width}", weight, rng.integers(1, _LARGEST_ENTRY + 1, width).tolist(), 0
