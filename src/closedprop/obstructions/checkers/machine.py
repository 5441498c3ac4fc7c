"""Checks that a weight-tied ReLU layer makes the steps of a counter machine, and that delta tells when it has halted.

The finder runs the network. Here the layer is checked by itself, for all configurations at once: for each instruction, and
for ``dec`` with its counter zero and not, the next preactivations are affine functions of the counters and the switch, and
have to be those of the next configuration. The program is read and run again, and the network is run beside it, forward
and backward, from the start that is given.
"""

import re
from collections.abc import Mapping

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, natural, same
from closedprop.obstructions.checkers.integers import IntegerNetwork, entry_of, integer, integer_network

FIELDS = (
    "program",
    "counters",
    "network",
    "units",
    "input",
    "entry",
    "output",
    "steps",
    "halted_at",
    "neurons",
    "weights",
)
RUN = 10_000  # arbitrary: steps up to which the network is run as well

_PROGRAM, _LAYER = "the program of a certificate", "the layer of a certificate"

#: An affine function of the preactivations of counters, less 1, and of the switch: coefficients by unit, the constant under "".
Affine = dict[str, int]


def machine_claim(
    instructions: int, counters: Mapping[str, int], width: int, entry: int, steps: int, halted_at: int | None
) -> str:
    """Return the sentence that a certificate of this kind proves."""
    start = ", ".join(f"{name} = {value}" for name, value in counters.items()) or "no counters"

    def counted(number: int, noun: str) -> str:
        return f"{number} {noun}{'s' * (number != 1)}"

    if halted_at is None:
        run = f"has not halted after {counted(steps, 'step')}, and the entry is 0 for n <= {steps}; nothing is said of larger n"
    else:
        run = f"halts after {counted(halted_at, 'step')}, and the entry is 1 exactly for n >= {halted_at}"
    return (
        f"The weight-tied ReLU layer of width {width} with integer weights makes the steps of the counter machine of "
        f"{counted(instructions, 'instruction')} from every start, and no preactivation is 0. With delta^(L) = e_{width} and "
        f"depth L = n + 3 the entry {entry} of delta^(1) is 1 if the machine has halted after n steps, and 0 if not. Started "
        f"with {start} it {run}."
    )


def check(certificate: Certificate) -> None:
    """Raise ``InvalidCertificate`` unless layer, machine and delta do what the certificate says."""
    exactly(certificate, FIELDS)
    program = _program(field(certificate, "program", str))
    names = list(dict.fromkeys(words[1] for words in program.values() if len(words) > 1))
    counters = field(certificate, "counters", dict)
    proper = list(counters) == names and all(type(value) is int and value >= 0 for value in counters.values())
    demand(proper, "the counters of a certificate", f"{counters!r:.80}", f"give natural numbers for {names}")
    network = integer_network(certificate.data["network"])
    steps = natural(certificate, "steps")
    demand(network.tied and network.depth == steps + 3, _LAYER, f"depth {network.depth}", f"tie it; depth {steps + 3}")

    units = field(certificate, "units", list)
    zero = [f"zero {label}" for label, words in program.items() if words[0] == "dec"]
    expected = [*(f"at {label}" for label in program), *zero, *(f"counter {name}" for name in names)]
    expected += ["switch", "gate", "output"]
    demand(units == expected, _LAYER, f"units {units!r:.80}", f"name them {expected}")
    demand(network.inputs == len(units), _LAYER, f"width {network.inputs}", f"give it {len(units)} units")
    _check_layer(program, names, network, units)

    state = {name: {"": value} for name, value in counters.items()}
    z = [integer(value, "the input") for value in field(certificate, "input", list)]
    first = _preactivations(program, units, next(iter(program)), state, {"": -1}, {"": 1}, {"": 1})
    demand(z == [function[""] for function in first], "the input of a certificate", f"{z!r:.80}", "give the start")
    entry, output = len(units) - 2, len(units)
    entry_of(certificate, entry)
    demand(natural(certificate, "output") == output, "the field output of a certificate", "another", f"it is {output}")
    for name, true in (("neurons", len(units)), ("weights", network.weights)):
        demand(natural(certificate, name) == true, f"the field {name} of a certificate", "another", f"it is {true}")

    halted_at = _halting(program, dict(counters), steps)
    given = certificate.data["halted_at"]
    demand(
        type(given) is type(halted_at) and given == halted_at, "the field halted_at", f"{given!r:.40}", f"{halted_at}"
    )
    demand(halted_at in (None, steps), "the field steps of a certificate", f"{steps}", f"stop at the halt, {halted_at}")
    if steps <= RUN:
        _run(network, z, steps, halted_at)
    claim = machine_claim(len(program), counters, len(units), entry, steps, halted_at)
    same(certificate, claim, Verdict.PROVED, "thm:undecidable")


def _check_layer(program: dict[str, list[str]], names: list[str], network: IntegerNetwork, units: list[str]) -> None:
    """Demand that the layer maps the preactivations of each configuration to those of the next one.

    The switch enters as a variable: it is handed on with weight 1, to itself and to the gate alone, and the gate to the
    output alone. So delta of the switch is 1 if the gate below the last output is open, and 0 if not.
    """
    for label, words in program.items():
        for empty in (True, False) if words[0] == "dec" else (False,):
            state = {name: {"": 0, f"counter {name}": 1} for name in names}  # any counters: the variables themselves
            if empty:
                state[words[1]] = {"": 0}
            after = {name: dict(function) for name, function in state.items()}
            target = label
            if words[0] == "inc" or (words[0] == "dec" and not empty):
                after[words[1]][""] += 1 if words[0] == "inc" else -1
                target = words[2]
            elif words[0] == "dec":
                target = words[3]
            for opened in (0, 1):  # whether the gate is open below; then the output is 2
                activations: dict[str, Affine] = {
                    **{unit: {"": int(unit == f"at {label}")} for unit in units if unit.startswith("at ")},
                    **{
                        unit: {"": int(empty and unit == f"zero {label}")} for unit in units if unit.startswith("zero ")
                    },
                    **{f"counter {name}": {**function, "": function[""] + 1} for name, function in state.items()},
                    "switch": {"": 0, "switch": 1},
                    "gate": {"": opened},
                    "output": {"": 0, "output": 1},
                }
                gate = {"": 2 * (words[0] == "halt") - 2, "switch": 1}
                wanted = _preactivations(program, units, target, after, gate, {"": opened + 1}, {"": 0, "switch": 1})
                for unit, (row, bias), function in zip(units, network.layers[0], wanted, strict=True):
                    total = {"": bias}
                    for j, weight in row.items():
                        for variable, value in activations[units[j]].items():
                            total[variable] = total.get(variable, 0) + weight * value
                    fits = {v: n for v, n in total.items() if n} == {v: n for v, n in function.items() if n}
                    demand(fits, _LAYER, f"{total} in unit {unit} after {label}", f"make it {function}")


def _preactivations(
    program: dict[str, list[str]],
    units: list[str],
    label: str,
    counters: Mapping[str, Affine],
    gate: Affine,
    output: Affine,
    switch: Affine,
) -> list[Affine]:
    """The preactivations of a configuration: 2 q - 1, 2 q - 2 c - 1, c + 1, and the last three units as they are given."""
    functions: dict[str, Affine] = {"switch": switch, "gate": gate, "output": output}
    for name, words in program.items():
        functions[f"at {name}"] = {"": 2 * (name == label) - 1}
        if words[0] == "dec":
            functions[f"zero {name}"] = {variable: -2 * value for variable, value in counters[words[1]].items()}
            functions[f"zero {name}"][""] += 2 * (name == label) - 1
    for name, function in counters.items():
        functions[f"counter {name}"] = {**function, "": function[""] + 1}
    return [functions[unit] for unit in units]


def _halting(program: dict[str, list[str]], counters: dict[str, int], steps: int) -> int | None:
    """The number of steps after which the machine has halted, if it is at most ``steps``."""
    label = next(iter(program))
    for step in range(steps + 1):
        op, *operands = program[label]
        if op == "halt":
            return step
        if op == "inc" or counters[operands[0]] > 0:
            counters[operands[0]] += 1 if op == "inc" else -1
            label = operands[1]
        else:
            label = operands[2]
    return None


def _run(network: IntegerNetwork, z: list[int], steps: int, halted_at: int | None) -> None:
    """Demand the same of the forward pass and of two backward passes, to the depth of the halt and the one before."""
    layers = [z]
    for l in range(1, steps + 3):
        layers.append(network.step(layers[-1], l))
    demand(all(value for layer in layers for value in layer), _LAYER, "a preactivation 0", "keep off the kink")
    top = [int(i == network.inputs - 1) for i in range(network.inputs)]
    for n in {steps, max(0, steps - 1)}:
        delta = network.delta(layers[: n + 3], top)[network.inputs - 3]
        true = int(halted_at is not None and n >= halted_at)
        demand(delta == true, "the delta of a certificate", f"{delta} at depth {n + 3}", f"it has to be {true}")


def _program(text: str) -> dict[str, list[str]]:
    """Read the instructions: operation and operands, by label."""
    lengths = {"inc": 3, "dec": 4, "halt": 1}
    program: dict[str, list[str]] = {}
    for line in text.splitlines():
        label, _, rest = line.partition(":")
        words = rest.split()
        proper = bool(words) and lengths.get(words[0]) == len(words) and label not in program
        proper = proper and all(re.fullmatch(r"\w+", name, re.ASCII) for name in (label, *words))
        demand(proper, _PROGRAM, f"the line {line!r:.60}", "write `label: operation operands`")
        program[label] = words
    demand(bool(program), _PROGRAM, "no instructions", "write at least `1: halt`")
    for label, words in program.items():
        demand(all(target in program for target in words[2:]), _PROGRAM, f"{label}", "go to labels that exist")
    return program
