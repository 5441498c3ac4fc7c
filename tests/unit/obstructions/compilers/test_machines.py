"""Counter machines: the text, the direct interpreter, the tied layer beside it, and the programs."""

import random
from itertools import islice

import pytest

from closedprop.errors import Invalid
from closedprop.networks import backward, forward
from closedprop.obstructions.compilers import compile_machine, configurations, halting, read_machine
from closedprop.obstructions.compilers.programs import ENDLESS, PROGRAMS, named_machine
from closedprop.scalars import RATIONALS


def compare(machine, start, limit=5000):
    """Run layer and interpreter side by side: configurations, kinks, and delta from the step of the halt on."""
    halted_at, last = halting(machine, start, limit)
    compiled = compile_machine(machine)
    steps = limit if halted_at is None else halted_at + 2
    beside = zip(
        compiled.layer.run(compiled.inputs(start), steps + 3), configurations(machine, start, steps + 2), strict=True
    )
    for z, configuration in ((z, configuration) for (z, _), configuration in beside):
        assert compiled.configuration(z) == configuration
        assert all(z)
    expected = [int(halted_at is not None and n >= halted_at) for n in range(steps + 1)]
    assert compiled.deltas(start, steps) == expected
    return halted_at, last


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("addition", [{"a": a, "b": b} for a in range(4) for b in range(4)]),
        ("doubling", [{"a": a} for a in (0, 1, 2, 9)]),
        ("multiplication", [{"a": a, "b": b} for a in range(4) for b in range(4)] + [{"a": 7, "b": 9}]),
        ("collatz", [{"a": a} for a in range(1, 13)]),
    ],
)
def test_programs_against_the_interpreter_and_arithmetic(name, starts):
    program = PROGRAMS[name]
    for start in starts:
        halted_at, last = compare(program.machine, start)
        assert halted_at is not None
        assert last.counters[program.result] == program.value(program.machine.start(start))


def test_a_program_that_never_halts():
    assert compare(ENDLESS, {}, 300)[0] is None
    assert compare(read_machine("1: inc a 1"), {"a": 3}, 50)[1].counters == {"a": 53}


def test_random_machines():
    """Every kind of instruction after every other, with jumps to itself and equal targets."""
    rng = random.Random(7)
    for _ in range(150):
        size = rng.randrange(1, 6)
        lines = []
        for i in range(size):
            then, other = rng.randrange(size), rng.randrange(size)
            lines.append(
                rng.choice(
                    [f"{i}: inc {rng.choice('ab')} {then}", f"{i}: dec {rng.choice('ab')} {then} {other}", f"{i}: halt"]
                )
            )
        machine = read_machine("\n".join(lines))
        compare(machine, {name: rng.randrange(4) for name in machine.counters}, 40)


@pytest.mark.parametrize("name", ["addition", "doubling", "multiplication"])
def test_against_the_specification(name):
    machine, start = PROGRAMS[name].machine, {"a": 1}
    halted_at, _ = halting(machine, start, 100)
    compiled = compile_machine(machine)
    layer = compiled.layer
    top = [int(i == layer.output) for i in range(layer.width)]
    for n in range(halted_at + 3):
        network = layer.network(n + 3)
        assert network.is_tied and network.depth == n + 3 and network.activation.name == "relu"
        z = forward(network, compiled.inputs(start), over=RATIONALS).preactivations
        assert all(number != 0 for layer in z for number in layer)
        assert [layer.tolist() for layer in z] == [z for z, _ in layer.run(compiled.inputs(start), n + 3)]
        delta = backward(network, compiled.inputs(start), top, over=RATIONALS).deltas[0]
        assert delta[layer.switch] == (n >= halted_at)


def test_the_layer_is_as_large_as_said_and_does_not_depend_on_the_start():
    machine = PROGRAMS["collatz"].machine
    compiled = compile_machine(machine)
    decs = sum(instruction.op == "dec" for instruction in machine.instructions)
    assert compiled.layer.width == len(machine.instructions) + decs + len(machine.counters) + 3
    weights = [n for row, bias in compiled.layer.units for n in (*row.values(), bias)]
    assert all(isinstance(n, int) for n in weights) and max(map(abs, weights)) <= 4
    large = {"a": 10**30}
    z = next(islice(compiled.layer.run(compiled.inputs(large), 5), 3, None))[0]
    assert compiled.configuration(z).counters["a"] == 10**30 - 2  # in integers of any size


def test_at_two_layers_the_switch_is_not_joined_to_the_output():
    compiled = compile_machine(read_machine("1: halt"))
    assert (
        compiled.layer.switch not in compiled.layer.units[compiled.layer.output][0]
    )  # so delta of the network of depth 2 is 0
    assert compiled.deltas({}, 2) == [1, 1, 1]


def test_reading_and_writing():
    machine = read_machine("# a comment\nstart:  inc  a end # to the end\n\nend: halt")
    assert machine.text == "start: inc a end\nend: halt" and read_machine(machine.text) == machine
    assert machine.counters == ("a",) and named_machine("addition") == PROGRAMS["addition"].machine


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a counter program: no instructions; write at least `1: halt`"),
        ("1 halt", "line 1 of a counter program: '1 halt'; write `label: inc counter label`"),
        ("1: hat", "line 1 of a counter program: the operation 'hat'; did you mean halt?"),
        ("1:", "line 1 of a counter program: the operation ''"),
        ("1: halt\n\n2: inc a", "line 3 of a counter program: inc with 'a'; give it a counter and a label"),
        ("1: dec a 1", "dec with 'a 1'; give it a counter and two labels"),
        ("1: halt now", "halt with 'now'; give it nothing"),
        ("1: inc a-b 1", "inc with 'a-b 1'"),
        ("1: halt\n1: halt", "line 2 of a counter program: the label 1, as in line 1"),
        ("one: inc a on", "line 1 of a counter program: the label on does not exist; did you mean one?"),
    ],
)
def test_programs_that_are_refused(text, message):
    with pytest.raises(Invalid, match=message.replace("?", r"\?")):
        read_machine(text)


@pytest.mark.parametrize(
    ("counters", "message"),
    [
        ({"x": 1}, "the counter x: not used by the program; use one of a, b"),
        ({"a": -1}, "the counter a: -1; give an integer >= 0"),
        ({"a": 1.0}, r"the counter a: 1.0; give an integer >= 0"),
        ({"a": True}, "the counter a: True; give an integer"),
    ],
)
def test_starts_that_are_refused(counters, message):
    with pytest.raises(Invalid, match=message):
        compile_machine(PROGRAMS["addition"].machine).inputs(counters)
