"""A counter machine run directly: what its network is compared with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from closedprop.obstructions.compilers.machine import Machine


@dataclass(frozen=True)
class Configuration:
    """The label of the instruction that is next, the values of the counters, and whether it is a halt."""

    label: str
    counters: Mapping[str, int]
    halted: bool


def configurations(machine: Machine, counters: Mapping[str, int], steps: int) -> Iterator[Configuration]:
    """Yield the configurations after 0, 1, .., ``steps`` steps; at a halt the machine stays as it is.

    >>> from closedprop.obstructions.compilers.machine import read_machine
    >>> machine = read_machine("1: dec a 2 3" + chr(10) + "2: inc b 1" + chr(10) + "3: halt")
    >>> [(c.label, *c.counters.values()) for c in configurations(machine, {"a": 1, "b": 1}, 4)]
    [('1', 1, 1), ('2', 0, 1), ('1', 0, 2), ('3', 0, 2), ('3', 0, 2)]
    """
    values = machine.start(counters)
    by_label = {instruction.label: instruction for instruction in machine.instructions}
    current = machine.instructions[0]
    for step in range(steps + 1):
        yield Configuration(current.label, dict(values), current.op == "halt")
        if step == steps or current.op == "halt":
            label = current.label
        elif current.op == "inc":
            values[current.counter] += 1
            label = current.then
        elif values[current.counter] > 0:
            values[current.counter] -= 1
            label = current.then
        else:
            label = current.otherwise
        current = by_label[label]


def halting(machine: Machine, counters: Mapping[str, int], steps: int) -> tuple[int | None, Configuration]:
    """Return the first step after which the machine has halted, ``None`` if later than ``steps``, and the last configuration.

    >>> from closedprop.obstructions.compilers.machine import read_machine
    >>> halting(read_machine("1: halt"), {}, 5)[0]
    0
    """
    for step, configuration in enumerate(configurations(machine, counters, steps)):
        if configuration.halted:
            return step, configuration
    return None, configuration
