"""Circuits to compile: all small ones, random large ones of three shapes, and products of integers."""

from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np

from closedprop.errors import Invalid, nearest
from closedprop.obstructions.compilers.circuit import OPERATIONS, Circuit, Gate

SHAPES = ("layered", "local", "uniform")


def small_circuits(inputs: int, gates: int) -> Iterator[Circuit]:
    """Yield every circuit with that many inputs and 1 to ``gates`` gates of at most two operands, the last one the output.

    Operands are taken without regard to their order, and may be equal; only circuits in which every gate is used are
    given: compiling any other list of gates is compiling the gates that its output needs.

    >>> sum(1 for _ in small_circuits(3, 2)), gate_lists(3, 2)
    (150, 375)
    """
    names = [f"x{i + 1}" for i in range(inputs)]

    def extended(chosen: list[Gate]) -> Iterator[Circuit]:
        used = {operand for gate in chosen for operand in gate.of}
        if chosen and all(gate.name in used for gate in chosen[:-1]):
            yield Circuit(tuple(names), tuple(chosen), chosen[-1].name)
        if len(chosen) < gates:
            values, name = [*names, *(gate.name for gate in chosen)], f"g{len(chosen) + 1}"
            for value in values:
                yield from extended([*chosen, Gate(name, "not", (value,))])
            for op in ("and", "or"):
                for pair in combinations_with_replacement(values, 2):
                    yield from extended([*chosen, Gate(name, op, pair)])

    return extended([])


def gate_lists(inputs: int, gates: int) -> int:
    """Return the number of lists of 1 to ``gates`` gates on that many inputs, used or not: what :func:`small_circuits` covers."""
    total, lists = 0, 1
    for values in range(inputs, inputs + gates):
        lists *= values * (values + 2)  # not of a value, and and or of an unordered pair
        total += lists
    return total


def random_circuit(rng: np.random.Generator, shape: str, inputs: int, gates: int) -> Circuit:
    """Return a random circuit with exactly that many gates, each of them used.

    Operations are drawn with equal probability. In the shape ``layered`` the gates stand in rows as wide as the input, and
    take their operands from the row before; ``local`` takes them from the last values, four times as many as inputs;
    ``uniform`` from all. Values that nobody uses are preferred where they become more than the inputs, and the parity of those
    that are left at the end is the output; its gates are part of the count.
    Raises ``Invalid`` for an unknown shape, or fewer gates than five an input.

    >>> circuit = random_circuit(np.random.default_rng(1), "local", 8, 100)
    >>> len(circuit.gates), len(circuit.needed().gates)
    (100, 100)
    """
    if shape not in SHAPES:
        raise Invalid(f"circuits of shape {shape!r}", "unknown", nearest(shape, SHAPES))
    if inputs < 1 or gates < 5 * inputs:
        raise Invalid(f"{gates} gates on {inputs} inputs", "too few", "give at least five gates an input")
    values = [f"x{i + 1}" for i in range(inputs)]
    chosen: list[Gate] = []
    unused = list(values)

    def add(op: str, *of: str) -> None:
        gate = Gate(f"g{len(chosen) + 1}", op, of if op != "not" else of[:1])
        chosen.append(gate)
        values.append(gate.name)
        for name in set(gate.of) & set(unused):
            unused.remove(name)
        unused.append(gate.name)

    def left() -> int:
        """The number of gates that are still missing when the parity is added: four for each value but one."""
        return gates - len(chosen) - 4 * (len(unused) - 1)

    while left() > 0:
        if left() < 5:  # a gate on two used values would need five
            add("not", unused[0])
            continue
        row = len(chosen) // inputs * inputs  # in ``layered``, values[row : row + inputs] is the row before
        reach = {"layered": values[row : row + inputs], "local": values[-4 * inputs :], "uniform": values}[shape]
        first, second = (reach[k] for k in rng.integers(len(reach), size=2))
        if shape == "layered":
            first = reach[len(chosen) - row]
        elif len(unused) > inputs:
            first = unused[0]
        add(OPERATIONS[rng.integers(3)], first, second)
    while len(unused) > 1:
        a, b = unused[:2]
        add("and", a, b)
        add("not", chosen[-1].name)
        add("or", a, b)
        add("and", chosen[-2].name, chosen[-1].name)
    return Circuit(tuple(values[:inputs]), tuple(chosen), unused[0])


def multiplier(bits: int, place: int) -> Circuit:
    """Return the circuit of one binary digit of the product of two numbers of ``bits`` digits, by the school method.

    Inputs are ``a0, a1, ..`` and ``b0, b1, ..`` from the lowest digit up; the digit of the product has the value 2**place.

    >>> from closedprop.obstructions.compilers.circuit import all_assignments
    >>> circuit = multiplier(2, 1)  # a0 a1 b0 b1: 1 * 2, 3 * 3
    >>> circuit.evaluate(np.array([[1, 1], [0, 1], [0, 1], [1, 1]]))[circuit.output].tolist()
    [True, False]
    """
    if bits < 1 or not 0 <= place < 2 * bits:
        raise Invalid(
            f"digit {place} of a product of {bits} digits", "does not exist", "give a place below twice the digits"
        )
    gates: list[Gate] = []

    def gate(op: str, *of: str) -> str:
        gates.append(Gate(f"g{len(gates) + 1}", op, of))
        return gates[-1].name

    def half(a: str, b: str) -> tuple[str, str]:
        """The sum and the carry of two digits."""
        both = gate("and", a, b)
        return gate("and", gate("or", a, b), gate("not", both)), both

    columns: list[list[str]] = [[] for _ in range(2 * bits + 1)]
    for i in range(bits):
        for j in range(bits):
            columns[i + j].append(gate("and", f"a{i}", f"b{j}"))
    for k in range(2 * bits):
        while len(columns[k]) > 1:
            low, carry = half(columns[k].pop(0), columns[k].pop(0))
            if columns[k]:
                low, second = half(low, columns[k].pop(0))
                carry = gate("or", carry, second)
            columns[k].append(low)
            columns[k + 1].append(carry)
    names = (*(f"a{i}" for i in range(bits)), *(f"b{i}" for i in range(bits)))
    if not columns[place]:  # the highest digit of a product of two digits
        columns[place].append(gate("and", "a0", gate("not", "a0")))
    return Circuit(names, tuple(gates), columns[place][0])
