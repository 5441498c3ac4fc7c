"""The zeros of delta over examples of weight-tied linear networks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from closedprop.networks import stream
from closedprop.obstructions.skolem.certify import certify_skolem

#: Weight, delta at the top, and unit.
EXAMPLES: Mapping[str, tuple[Any, Any, int]] = {
    "forgetting": ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 1], 0),
    "averaging": ([["1/2", "1/2"], ["1/2", "1/2"]], [1, 0], 0),
    "one block": ([[2, 0], [1, 2]], [-10, 1], 0),
    "sixth of a turn": ([[1, 1], [-1, 0]], [1, 0], 0),
    "Fibonacci": ([[1, 1], [1, 0]], [1, 0], 1),
    "Fibonacci, later": ([[1, 1], [1, 0]], [-55, 89], 1),
    "a turn by an irrational angle": ([[0, -5], [1, 2]], [139, 110], 0),
    "Tribonacci": ([[1, 1, 0], [1, 0, 1], [1, 0, 0]], [1, 0, 0], 2),
    "Berstel": ([[0, 0, 4], [1, 0, -4], [0, 1, 2]], [0, 0, 1], 0),
    "cube root of two": ([[0, 1, 0], [0, 0, 1], [2, 0, 0]], [1, 0, 0], 0),
    "three equal eigenvalues": ([[2, 0, 0], [1, 2, 0], [0, 1, 2]], [9, -10, 8], 0),
    "root two, twice": ([[0, 1, 0, 0], [2, 0, 0, 0], [1, 0, 0, 1], [0, 1, 2, 0]], [0, 0, 0, 1], 0),
}
_LARGEST_ENTRY = 3  # arbitrary: of the random weights


def skolem_study(bound: int, widths: Sequence[int], cases: int, seed: int) -> list[dict[str, Any]]:
    """Return a row a network: the depths at which a component of delta is zero, and how that is known.

    Columns: network, width, order (of the shortest recurrence), zeros, progressions (pairs first:step), method, witness,
    searched (the bound of the sieve, where it was used), verdict.
    """
    rows = []
    for name, (weight, top, unit) in [*EXAMPLES.items(), *_random(widths, cases, seed)]:
        data = (found := certify_skolem(weight=weight, top=top, unit=unit, bound=bound)).data
        row: dict[str, Any] = {"network": name, "width": len(top), "order": len(data["coefficients"])}
        row |= {"zeros": _listed(data["zeros"]), "progressions": _listed(f"{a}:{b}" for a, b in data["progressions"])}
        by_order = data["method"] == "order"
        row |= {"method": data["case"] if by_order else data["method"], "witness": _witness(data)}
        rows.append(row | {"searched": "" if by_order else bound, "verdict": str(found.verdict)})
    return rows


def _witness(data: Mapping[str, Any]) -> str:
    if data["method"] == "order":
        return _listed(f"{name}={data[name]}" for name in ("ratio", "target", "candidate") if data[name] != "")
    if data["method"] == "isolation":
        return f"prime={data['prime']} period={data['period']} before={len([k for k in data['all_zeros'] if k < 0])}"
    return f"moduli={len(data['moduli'])}"


def _random(widths: Sequence[int], cases: int, seed: int) -> Iterator[tuple[str, tuple[Any, Any, int]]]:
    """Networks with a planted zero at m = width: delta at the top is orthogonal to a row of the power of the weight."""
    for width in widths:
        for case in range(cases):
            rng = stream(seed, "obstructions", 15, width, case)
            weight = rng.integers(-_LARGEST_ENTRY, _LARGEST_ENTRY + 1, (width, width))
            row = [int(x) for x in _power(weight.astype(object), width)[0]]
            top = [row[1], -row[0], *([0] * (width - 2))]
            yield f"random, width {width}", (weight.tolist(), top, 0)


def _power(weight: Any, exponent: int) -> Any:
    power = weight.T
    for _ in range(exponent - 1):
        power = power @ weight.T
    return power


def _listed(values: Any) -> str:
    return " ".join(str(value) for value in values)
