"""The catalogue of solvable families, and closed form against recursion down to great depth."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.networks import stream
from closedprop.scalars import BALLS, FLOATS
from closedprop.solvable.families import FAMILIES
from closedprop.solvable.family import Family
from closedprop.solvable.scalar_form import to_float
from closedprop.validated.precision import doubling

#: Layers that neither grow without bound nor die within a million steps, so that there is something to compare.
DEEP: Mapping[str, Any] = {
    "moebius": ((3, 2, 2, 3), ["1/2"]),
    "softsign": (("1", "1"), ["4/5"]),
    "isru": (("1", "2/3"), ["4/5"]),
    "log-affine": (("1", "1"), ["1/2"]),
}


def catalogue_study() -> list[dict[str, Any]]:
    """Return a row per family: name, dimension, the five formulas in LaTeX, classes, whether untied, number systems, label."""
    return [
        {"family": name, "dimension": family.dimension}
        | {key: family.formulas[key] for key in ("layer", "phi", "A", "iterate", "delta")}
        | {
            "classes": " ".join(sorted(family.classes)),
            "untied": int(family.untied is not None),
            "systems": " ".join(str(system) for system in family.systems),
            "label": family.label,
        }
        for name, family in FAMILIES.items()
    ]


def agreement_study(depths: Sequence[int], cases: int, seed: int) -> list[dict[str, Any]]:
    """Return the largest deviation of closed forms in double precision from the truth, per family, tied or not, and depth.

    The truth is the recursion of the same layers in ball arithmetic, with the precision doubled until it decides 60 bits;
    in doubles the recursion of a chaotic layer is wrong after some fifty steps. Families without balls are compared with the
    recursion in doubles.
    Columns: family, tied, steps, cases; value, delta (largest relative errors of the closed form, in the maximum norm; empty
    beyond the range of doubles) and recursion (that of the value by the recursion in doubles).
    """
    rows = []
    for number, (name, family) in enumerate(FAMILIES.items()):
        for tied in (1, 0):
            if not tied and family.untied is None:
                continue
            for steps in depths:
                errors = [
                    _errors(family, stream(seed, "linear", number, tied, steps, k), steps, tied) for k in range(cases)
                ]
                value, delta, recursion = (_largest(kind) for kind in zip(*errors, strict=True))
                row = {"family": name, "tied": tied, "steps": steps, "cases": cases, "value": value, "delta": delta}
                row["recursion"] = recursion
                rows.append(row)
    return rows


def _largest(errors: Sequence[float | None]) -> float | None:
    return max((error for error in errors if error is not None), default=None)


def _errors(family: Family, rng: np.random.Generator, steps: int, tied: int) -> tuple[float | None, ...]:
    layers = [family.draw(rng, False)] * steps if tied else [family.draw(rng, False) for _ in range(steps)]
    x = family.start(rng, layers[0], False)
    form = family.tied(layers[0], FLOATS) if tied or family.untied is None else family.untied(layers, FLOATS)
    iterate = form.iterate(x, steps)
    top = np.ones(len(iterate))
    wanted, delta = _truth(family, layers, x, len(iterate))
    recursion = family.recursion(layers, x)[-1]
    return _relative(iterate, wanted), _relative(form.delta(x, top, steps), delta), _relative(recursion, wanted)


def _truth(family: Family, layers: Sequence[Any], x: Any, width: int) -> tuple[np.ndarray, np.ndarray]:
    if BALLS not in family.systems:
        return family.recursion(layers, x)[-1], family.backpropagation(layers, x, np.ones(width))
    exact_layers, start = [_binary(layer) for layer in layers], _binary(x)
    for _ in doubling(128, 2**15):
        z = family.recursion(exact_layers, start, BALLS)[-1]
        delta = family.backpropagation(exact_layers, start, [1] * width, BALLS)
        if all(ball.rel_accuracy_bits() >= 60 for ball in (*z, *delta)):
            break
    return np.array([to_float(ball) for ball in z]), np.array([to_float(ball) for ball in delta])


def _binary(value: Any) -> Any:
    """Return nested parameters with every float as the fraction it is."""
    if isinstance(value, tuple | list | np.ndarray):
        return [_binary(entry) for entry in value]
    return Fraction(float(value)) if isinstance(value, float | np.floating) else value


def _relative(found: np.ndarray, wanted: np.ndarray) -> float | None:
    if not (np.isfinite(wanted).all() and np.isfinite(found).all()):
        return None
    scale = float(np.abs(wanted).max())
    return float(np.abs(found - wanted).max()) / scale if scale else float(np.abs(found).max())


def depth_study(depths: Sequence[int]) -> list[dict[str, Any]]:
    """Return closed form against recursion down to great depth, in double precision.

    Columns: family, steps, iterate, recursion_error (relative, of the recursion against the certified closed form).
    """
    rows = []
    for name, (layer, start) in DEEP.items():
        family, z, done = FAMILIES[name], FLOATS.array(start), 0
        form = family.tied(layer, FLOATS)
        for steps in sorted(depths):
            for _ in range(steps - done):
                z = family.step(layer, z, FLOATS)
            done = steps
            closed = form.iterate(start, steps)
            rows.append(
                {
                    "family": name,
                    "steps": steps,
                    "iterate": float(closed[0]),
                    "recursion_error": _relative(z, closed),
                }
            )
    return rows
