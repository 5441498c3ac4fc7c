"""Compiled examples written out: every unit, its weights as a formula, its preactivations and deltas."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from closedprop.obstructions.compilers.automaton import rule_110_layer
from closedprop.obstructions.compilers.circuits import GATE, OUTPUT, SWITCH, compile_circuit
from closedprop.obstructions.compilers.expression import circuit_from_expression
from closedprop.obstructions.compilers.layers import Unit
from closedprop.obstructions.compilers.machines import compile_machine
from closedprop.obstructions.compilers.programs import named_machine

_LAST = {SWITCH: "s", GATE: "r", OUTPUT: "J"}


def circuit_example(expression: str, assignments: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row for each unit of the network of an expression: layer, unit, preactivation; z and delta at assignments.

    The formulas are LaTeX; a unit stands for its activation, a bar for a value that is stored negated.

    >>> rows = circuit_example("a or b", ["10"])[3:]
    >>> [(row["layer"], row["unit"], row["preactivation"], row["z 10"], row["delta 10"]) for row in rows if row["unit"] != "s"]
    [(2, '\\\\bar g_1', '-2 a - 2 b + 1', -1, 0), (3, 'r', '-2 \\\\bar g_1 + s', 1, 1), (4, 'J', 'r + 1', 2, 1)]
    """
    compiled = compile_circuit(circuit_from_expression(expression))
    names = [[_value(label) for label in layer] for layer in compiled.labels]
    rows: list[dict[str, Any]] = []
    for l, layer in enumerate(names, start=1):
        for i, name in enumerate(layer):
            formula = "" if l == 1 else _formula(compiled.layers.layers[l - 2][i], names[l - 2])
            rows.append({"layer": l, "unit": name, "preactivation": formula})
    for text in assignments:
        z = compiled.layers.forward(compiled.inputs(np.array([[digit == "1"] for digit in text]))[:, 0].tolist())
        deltas = compiled.layers.backward(z, [1])
        for row, value, delta in zip(rows, chain(*z), chain(*deltas), strict=True):
            row |= {f"z {text}": value, f"delta {text}": delta}
    return rows


def machine_example(program: str, counters: Mapping[str, int], steps: int) -> list[dict[str, Any]]:
    """Return a row for each unit of the tied layer of a program: unit, preactivation; z at each layer up to ``steps + 3``.

    The formulas are LaTeX in the activations of the layer before: q of an instruction, e of a zero test, the counters plus 1 in
    capitals. The last row has, from layer 3 on, delta of the switch in the network of that depth.

    >>> rows = machine_example("addition", {"a": 1}, 0)
    >>> [row["preactivation"] for row in rows][:5]
    ['2 q_2 - 1', '2 q_1 - 2 e_1 - 1', '2 q_3 + 2 e_1 - 1', '2 q_1 + 2 q_2 - 2 e_1 - 2 A + 1', '-q_1 + e_1 + A']
    """
    compiled = compile_machine(named_machine(program))
    names = [_machine_unit(label) for label in compiled.layer.labels]
    rows: list[dict[str, Any]] = [
        {"unit": name, "preactivation": _formula(unit, names)}
        for name, unit in zip(names, compiled.layer.units, strict=True)
    ]
    rows.append({"unit": r"\delta^{(1)}_s", "preactivation": ""})
    for l, (z, slope) in enumerate(compiled.layer.run(compiled.inputs(counters), steps + 3), start=1):
        for row, value in zip(rows, [*z, slope[compiled.layer.output] if l >= 3 else ""], strict=True):
            row[f"z {l}"] = value
    return rows


def automaton_example() -> list[dict[str, Any]]:
    """Return a row for each unit of the layer of Rule 110: unit, and preactivation in LaTeX.

    >>> automaton_example()[6]
    {'unit': 'x_1', 'preactivation': '2 t_1 - 2 t_2 - 1'}
    """
    layer = rule_110_layer()
    symbols = {"P": "P", "B": "B", "low": "h_1", "high": "h_2", "above": "t_1", "beyond": "t_2"}
    symbols |= {"last": "x_1", "before": "x_2", "none": "o", "all": "a", **_LAST}
    names = [symbols[label] for label in layer.labels]
    return [
        {"unit": name, "preactivation": _formula(unit, names)} for name, unit in zip(names, layer.units, strict=True)
    ]


def _value(label: str) -> str:
    if label in _LAST:
        return _LAST[label]
    name = _subscripted(label[1:])
    return rf"\bar {name}" if label[0] == "-" else name


def _machine_unit(label: str) -> str:
    kind, _, name = label.partition(" ")
    if kind == "counter":
        return _subscripted(name.upper())
    return _LAST.get(label) or _indexed("q" if kind == "at" else "e", name)


def _subscripted(name: str) -> str:
    """A name of letters and digits in math mode: the digits at its end are its index."""
    letters = name.rstrip("0123456789")
    index = name[len(letters) :]
    symbol = letters if len(letters) == 1 else rf"\mathit{{{letters}}}"
    return _indexed(symbol, index) if index else symbol


def _indexed(symbol: str, index: str) -> str:
    return f"{symbol}_{index}" if len(index) == 1 else f"{symbol}_{{{index}}}"


def _formula(unit: Unit, names: Sequence[str]) -> str:
    """The preactivation of a unit in terms of the activations of the layer before."""
    text = ""
    for weight, name in [*((unit[0][column], names[column]) for column in sorted(unit[0])), (unit[1], "")]:
        size = str(abs(weight)) if abs(weight) != 1 or not name else ""
        if weight:
            sign = ("-" if weight < 0 else "") if not text else (" - " if weight < 0 else " + ")
            text += sign + " ".join(filter(None, (size, name)))
    return text
