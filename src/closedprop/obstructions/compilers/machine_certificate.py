"""A certificate that a delta of a weight-tied ReLU network tells when a counter machine halts."""

from collections.abc import Mapping

from closedprop.errors import Invalid
from closedprop.networks import network_record
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.machine import machine_claim
from closedprop.obstructions.compilers.interpreter import halting
from closedprop.obstructions.compilers.machine import Machine
from closedprop.obstructions.compilers.machines import compile_machine
from closedprop.obstructions.compilers.programs import named_machine


def certify_machine(
    program: Machine | str, counters: Mapping[str, int] | None = None, steps: int = 1000
) -> Certificate:
    """Return the certificate of what delta does, at all depths if the machine halts within ``steps`` steps.

    ``program`` is a machine, its text, or the name of a program of the library (``addition``, ``doubling``,
    ``multiplication``, ``collatz``, ``endless``); ``counters`` are those at the start, by name, and those left out are 0. If
    the machine does not halt in time, the claim about this start ends with the depth ``steps + 3``.
    Raises ``Invalid`` for what is no program, an unknown counter, or fewer than 0 steps.

    >>> certify_machine("1: dec a 1 2" + chr(10) + "2: halt", {"a": 2}).data["halted_at"]
    3
    """
    if steps < 0:
        raise Invalid(f"{steps} steps of a machine", "a negative number", "give at least 0")
    machine = program if isinstance(program, Machine) else named_machine(program)
    start = machine.start(counters or {})
    halted_at, _ = halting(machine, start, steps)
    compiled = compile_machine(machine)
    steps = steps if halted_at is None else halted_at
    layer = compiled.layer
    entry, output = layer.switch + 1, layer.output + 1
    data = {
        "program": machine.text,
        "counters": start,
        # The matrix is stored once, so that a shallow network has the same record but for its depth.
        "network": {**network_record(layer.network(3)), "depth": steps + 3},
        "units": list(layer.labels),
        "input": compiled.inputs(start),
        "entry": {"layer": 1, "unit": entry},
        "output": output,
        "steps": steps,
        "halted_at": halted_at,
        "neurons": layer.width,
        "weights": layer.weights,
    }
    claim = machine_claim(len(machine.instructions), start, layer.width, entry, steps, halted_at)
    return Certificate("machine", claim, Verdict.PROVED, "thm:undecidable", data)
