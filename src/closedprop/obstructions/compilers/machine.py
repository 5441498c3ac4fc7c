"""A counter machine (Minsky): instructions that add one to a counter, or test it for zero and take one away.

As text, an instruction a line; ``#`` starts a comment; the first instruction is the start::

    1: inc a 2      # add one to a, go to 2
    2: dec a 3 4    # if a > 0, take one away and go to 3, else go to 4
    3: halt

Labels and counters are names of letters, digits and ``_``; counters that are not given a value start at zero.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from closedprop.errors import Invalid, nearest

_OPERANDS = {"inc": "a counter and a label", "dec": "a counter and two labels", "halt": "nothing"}
_COUNTS = {"inc": 2, "dec": 3, "halt": 0}


@dataclass(frozen=True)
class Instruction:
    """A labelled ``inc``, ``dec`` or ``halt``; ``then`` is the next label, ``otherwise`` that of ``dec`` on zero."""

    label: str
    op: str
    counter: str = ""
    then: str = ""
    otherwise: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.label}:", self.op, self.counter, self.then, self.otherwise)))


@dataclass(frozen=True)
class Machine:
    """Instructions, the first of which is the start.

    >>> read_machine("1: dec a 1 2; 2: halt".replace(";", chr(10))).counters
    ('a',)
    """

    instructions: tuple[Instruction, ...]

    @property
    def counters(self) -> tuple[str, ...]:
        """The counters in the order of their appearance."""
        return tuple(dict.fromkeys(i.counter for i in self.instructions if i.counter))

    @property
    def text(self) -> str:
        """The program, an instruction a line."""
        return "\n".join(map(str, self.instructions))

    def start(self, counters: Mapping[str, int]) -> dict[str, int]:
        """Return the value of every counter at the start.

        Raises ``Invalid`` for a counter that the program does not use, or a value that is no natural number.
        """
        for name, value in counters.items():
            if name not in self.counters:
                do = nearest(name, self.counters) if self.counters else "leave it out"
                raise Invalid(f"the counter {name}", "not used by the program", do)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise Invalid(f"the counter {name}", f"{value!r}", "give an integer >= 0")
        return {name: counters.get(name, 0) for name in self.counters}


def read_machine(text: str) -> Machine:
    """Return the machine of a program.

    Raises ``Invalid`` naming the line for anything that is no instruction, a label that is used twice or does not exist.

    >>> read_machine("1: inc a 3")
    Traceback (most recent call last):
    closedprop.errors.Invalid: line 1 of a counter program: the label 3 does not exist; use one of 1
    """
    found: dict[str, tuple[int, Instruction]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.split("#", 1)[0].strip()
        if not content:
            continue
        shown = f"line {number} of a counter program"
        form = re.fullmatch(r"(\w+)\s*:\s*(.*)", content, re.ASCII)
        if form is None:
            raise Invalid(shown, f"{content!r:.60}", "write `label: inc counter label`, `dec` or `halt`")
        label, (op, *operands) = form[1], form[2].split() or [""]
        if op not in _COUNTS:
            raise Invalid(shown, f"the operation {op!r:.20}", nearest(op, _COUNTS))
        if len(operands) != _COUNTS[op] or not all(re.fullmatch(r"\w+", name, re.ASCII) for name in operands):
            raise Invalid(shown, f"{op} with {' '.join(operands) or 'nothing'!r}", f"give it {_OPERANDS[op]}")
        if label in found:
            raise Invalid(shown, f"the label {label}, as in line {found[label][0]}", "give every line its own")
        found[label] = number, Instruction(label, op, *operands)
    if not found:
        raise Invalid("a counter program", "no instructions", "write at least `1: halt`")
    for number, instruction in found.values():
        for target in filter(None, (instruction.then, instruction.otherwise)):
            if target not in found:
                shown = f"line {number} of a counter program"
                raise Invalid(shown, f"the label {target} does not exist", nearest(target, found))
    return Machine(tuple(instruction for _, instruction in found.values()))
