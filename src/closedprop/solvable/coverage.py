"""What is found: the solver and SymPy's ``rsolve`` on the same maps, one by one."""

from collections.abc import Mapping
from typing import Any

import sympy as sp

from closedprop.solvable.solver import Solved, read, solve
from closedprop.solvable.solver.limits import patient


def coverage_study(rows: Mapping[str, Any], every: int = 1) -> list[dict[str, Any]]:
    """Return a row per map of the reference list: whether the solver and ``rsolve`` find its iterate.

    ``rows`` is the content of ``reference/solvable-maps.json``. A map of ``no_such_form`` has no closed form of these kinds;
    an answer there would be wrong, and ``expected`` is 0. With ``every`` = k each k-th map of the list is tried.
    Columns: id, map, expected, solved, family, rsolve (0 or 1 each).
    """
    entries = [(entry["id"], entry["map"], 1) for entry in rows["solvable"]]
    entries += [(f"N{i}", text, 0) for i, text in enumerate(rows["no_such_form"], start=1)]
    found = []
    for name, text, expected in entries[::every]:
        with patient(10):  # arbitrary: a busy machine must not change the table
            answer = solve(text)
        family = answer.family if isinstance(answer, Solved) else ""
        row = {"id": name, "map": text, "expected": expected, "solved": int(isinstance(answer, Solved))}
        found.append(row | {"family": family, "rsolve": int(_rsolve(text))})
    return found


def _rsolve(text: str) -> bool:
    n, y = sp.Symbol("n", integer=True), sp.Function("y")
    layer = read(text)
    start = sp.Symbol("z", positive=True)
    # Any positive numbers serve as parameters: the question is whether a formula is found at all.
    z = next(symbol for symbol in layer.free_symbols if symbol.name == "z")
    try:
        return sp.rsolve(y(n + 1) - layer.subs(z, y(n)), y(n), {y(0): start}) is not None
    except (ValueError, NotImplementedError, sp.PolynomialError):
        return False
