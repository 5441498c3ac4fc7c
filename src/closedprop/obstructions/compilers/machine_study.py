"""Counter machines against their networks: programs with known results, step by step beside a direct interpreter."""

from collections.abc import Mapping, Sequence
from typing import Any

from closedprop.obstructions.compilers.interpreter import configurations, halting
from closedprop.obstructions.compilers.machine import Machine
from closedprop.obstructions.compilers.machines import compile_machine
from closedprop.obstructions.compilers.programs import ENDLESS, PROGRAMS


def machine_study(starts: Mapping[str, Sequence[Mapping[str, int]]], limit: int, endless: int) -> list[dict[str, Any]]:
    """Return a row for each program and start, and one for a program that never halts, run for ``endless`` steps.

    Columns: program, instructions, counters, start, steps (to the halt; empty if there is none within ``limit``), result and
    expected (of the counter that holds the result), units, weights, bits (of the largest weight), layers (of the network,
    each compared with the interpreter's configuration), differing (of them), kinks (preactivations that are 0), wrong
    (depths at which delta is not 1 from the halt on and 0 before).

    >>> rows = machine_study({"addition": [{"a": 2, "b": 3}]}, 100, 10)
    >>> [(row["steps"], row["result"], row["differing"], row["kinks"], row["wrong"]) for row in rows]
    [(5, 5, 0, 0, 0), ('', '', 0, 0, 0)]
    """
    rows = []
    for name, given in starts.items():
        program = PROGRAMS[name]
        for start in given:
            row = _compared(name, program.machine, start, limit)
            final = row.pop("counters at the end")
            row["result"] = final[program.result] if row["steps"] != "" else ""
            row["expected"] = program.value(program.machine.start(start))
            rows.append(row)
    row = _compared("endless", ENDLESS, {}, endless)
    del row["counters at the end"]
    return [*rows, row]


def _compared(name: str, machine: Machine, start: Mapping[str, int], limit: int) -> dict[str, Any]:
    halted_at, last = halting(machine, start, limit)
    compiled = compile_machine(machine)
    steps = limit if halted_at is None else halted_at + 3
    row: dict[str, Any] = {
        "program": name,
        "instructions": len(machine.instructions),
        "counters": len(machine.counters),
        "start": ", ".join(f"{counter} = {value}" for counter, value in machine.start(start).items()),
        "steps": "" if halted_at is None else halted_at,
        "result": "",
        "expected": "",
        "units": compiled.layer.width,
        "weights": compiled.layer.weights,
        "bits": compiled.layer.bits,
        "layers": steps + 3,
        "differing": 0,
        "kinks": 0,
        "wrong": 0,
    }
    beside = zip(
        compiled.layer.run(compiled.inputs(start), steps + 3), configurations(machine, start, steps + 2), strict=True
    )
    for l, ((z, slope), configuration) in enumerate(beside, start=1):
        row["differing"] += compiled.configuration(z) != configuration
        row["kinks"] += z.count(0)
        if l >= 3:
            row["wrong"] += slope[compiled.layer.output] != int(halted_at is not None and l - 3 >= halted_at)
    return row | {"counters at the end": last.counters}
