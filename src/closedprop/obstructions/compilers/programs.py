"""Counter programs for sums, products, doubling and the Collatz sequence, with what they must compute."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from closedprop.obstructions.compilers.machine import Machine, read_machine


@dataclass(frozen=True)
class Program:
    """A program, the counter that holds its result, and the result as a function of the counters at the start."""

    text: str
    result: str
    value: Callable[[Mapping[str, int]], int]

    @property
    def machine(self) -> Machine:
        """The machine that the text describes."""
        return read_machine(self.text)


def collatz_steps(n: int) -> int:
    """Return how many times n must be halved, or replaced by 3 n + 1 if odd, to become 1.

    >>> collatz_steps(7)
    16
    """
    steps = 0
    while n > 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


_ADDITION = """
1: dec a 2 3   # move a to b
2: inc b 1
3: halt
"""

_DOUBLING = """
1: dec a 2 4   # b = 2 a
2: inc b 3
3: inc b 1
4: halt
"""

_MULTIPLICATION = """
outer: dec a inner stop    # c = a b, once b for each a
inner: dec b add back
add: inc c keep
keep: inc t inner
back: dec t restore outer  # b was moved to t
restore: inc b back
stop: halt
"""

_COLLATZ = """
first: dec a second stop   # a = 0: stop
second: dec a pair one     # a = 1: stop
one: inc a stop
pair: inc b half           # halve: b counts the pairs taken from a
half: dec a rest even
rest: dec a pair odd
even: dec b copy count     # a = b
copy: inc a even
odd: dec b o1 p1           # a was 2 b + 1: a = 6 b + 4
o1: inc a o2
o2: inc a o3
o3: inc a o4
o4: inc a o5
o5: inc a o6
o6: inc a odd
p1: inc a p2
p2: inc a p3
p3: inc a p4
p4: inc a count
count: inc c first
stop: halt
"""

_ENDLESS = """
1: inc a 2
2: dec a 1 3   # never zero here
3: halt
"""

#: Each program by its name. To add one: its text and what it must compute; the tests run them all.
PROGRAMS: Mapping[str, Program] = {
    "addition": Program(_ADDITION, "b", lambda start: start["a"] + start["b"]),
    "doubling": Program(_DOUBLING, "b", lambda start: 2 * start["a"] + start["b"]),
    "multiplication": Program(_MULTIPLICATION, "c", lambda start: start["a"] * start["b"] + start["c"]),
    "collatz": Program(_COLLATZ, "c", lambda start: collatz_steps(start["a"])),
}

#: A program that never halts.
ENDLESS: Machine = read_machine(_ENDLESS)


def named_machine(program: str) -> Machine:
    """Return the machine of a program of this file, by its name, or of a program given as text.

    >>> named_machine("endless") == ENDLESS, named_machine("1: halt").counters
    (True, ())
    """
    known = {name: entry.text for name, entry in PROGRAMS.items()} | {"endless": _ENDLESS}
    return read_machine(known.get(program.strip(), program))
