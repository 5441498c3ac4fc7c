r"""From a counter machine to one weight-tied ReLU layer with integer weights: one step of the machine is one layer.

The units of the layer, with q = 1 at the current instruction and 0 at all others, c a counter, h = 1 at a halt:

.. math:: \text{instruction: } 2q - 1, \quad \text{counter: } c + 1, \quad \text{current and its counter zero: } 2q - 2c - 1,
          \quad \text{switch: } s, \quad \text{gate: } 2h + s - 2, \quad \text{output: } \max(0, \text{gate}) + 1

The activations of the first three are q, c + 1 and e = q [c = 0], of which the next q and c are affine functions. Every
preactivation is positive or odd: none is at the kink 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from closedprop.obstructions.compilers.affine import Affine
from closedprop.obstructions.compilers.circuits import GATE, OUTPUT, SWITCH
from closedprop.obstructions.compilers.interpreter import Configuration
from closedprop.obstructions.compilers.machine import Machine
from closedprop.obstructions.compilers.tied import TiedLayer


@dataclass(frozen=True, eq=False)
class CompiledMachine:
    """A machine and its tied layer.

    Labels are ``at 2`` for an instruction, ``zero 2`` for the zero test of a ``dec``, ``counter a``, and the names of the
    switch, the gate and the output, which are the last three units.
    """

    machine: Machine
    layer: TiedLayer

    def inputs(self, counters: Mapping[str, int]) -> list[int]:
        """Return z^(1): the start of the machine, the switch at 1, the gate closed."""
        values = self.machine.start(counters)
        first = self.machine.instructions[0]
        z = [2 * (instruction == first) - 1 for instruction in self.machine.instructions]
        for instruction in self.machine.instructions:
            if instruction.op == "dec":
                z.append(2 * (instruction == first) - 2 * values[instruction.counter] - 1)
        return [*z, *(value + 1 for value in values.values()), 1, -1, 1]

    def deltas(self, counters: Mapping[str, int], steps: int) -> list[int]:
        """Return delta^(1)_s of the networks of depth 3, .., steps + 3: for 0, .., ``steps`` steps of the machine.

        >>> from closedprop.obstructions.compilers.machine import read_machine
        >>> machine = read_machine("1: dec a 1 2" + chr(10) + "2: halt")
        >>> compile_machine(machine).deltas({"a": 2}, 5)  # it halts after three steps
        [0, 0, 0, 1, 1, 1]
        """
        return self.layer.deltas(self.inputs(counters), steps)

    def configuration(self, z: list[int]) -> Configuration:
        """Return the configuration that the preactivations of a layer stand for."""
        instructions = self.machine.instructions
        (current,) = (i for i, value in zip(instructions, z, strict=False) if value > 0)
        names = self.machine.counters
        values = [z[self.layer.labels.index(f"counter {name}")] - 1 for name in names]
        return Configuration(current.label, dict(zip(names, values, strict=True)), current.op == "halt")


def compile_machine(machine: Machine) -> CompiledMachine:
    r"""Return the tied layer of a machine: preactivations at layer l are its configuration after l - 1 steps.

    .. math:: \delta^{(1)}_s = [\text{halted after } n \text{ steps}], \qquad L = n + 3, \quad \delta^{(L)} = e_{\text{output}}

    For m instructions, d of them ``dec``, and k counters the layer has m + d + k + 3 units.
    Error: exact; all weights, biases and preactivations are integers, and the weights do not depend on the counters' values.
    Cost: one layer a step.    Source: Minsky 1967 for the machines.
    Paper: thm:undecidable.

    >>> from closedprop.obstructions.compilers.machine import read_machine
    >>> compiled = compile_machine(read_machine("1: dec a 1 2" + chr(10) + "2: halt"))
    >>> compiled.layer.labels
    ('at 1', 'at 2', 'zero 1', 'counter a', 'switch', 'gate', 'output')
    """
    instructions, names = machine.instructions, machine.counters
    tests = [instruction for instruction in instructions if instruction.op == "dec"]
    labels = (
        *(f"at {instruction.label}" for instruction in instructions),
        *(f"zero {instruction.label}" for instruction in tests),
        *(f"counter {name}" for name in names),
        *(SWITCH, GATE, OUTPUT),
    )
    unit = {label: Affine.of(column) for column, label in enumerate(labels)}
    # The next q of each instruction and the next c + 1 of each counter, as functions of the activations.
    current = {instruction.label: Affine.number(0) for instruction in instructions}
    counter = {name: unit[f"counter {name}"] for name in names}
    halted = Affine.number(0)
    for instruction in instructions:
        here = unit[f"at {instruction.label}"]
        if instruction.op == "halt":
            current[instruction.label] += here
            halted += here
        elif instruction.op == "inc":
            current[instruction.then] += here
            counter[instruction.counter] += here
        else:
            zero = unit[f"zero {instruction.label}"]
            current[instruction.then] += here + -1 * zero
            current[instruction.otherwise] += zero
            counter[instruction.counter] += zero + -1 * here
    layer = [
        *((2 * current[instruction.label]).plus(-1) for instruction in instructions),
        # 2 q - 2 c - 1 with c = (c + 1) - 1
        *((2 * current[test.label] + -2 * counter[test.counter]).plus(1) for test in tests),
        *counter.values(),
        unit[SWITCH],
        (2 * halted + unit[SWITCH]).plus(-2),
        unit[GATE].plus(1),
    ]
    return CompiledMachine(machine, TiedLayer(tuple(function.unit for function in layer), labels))
