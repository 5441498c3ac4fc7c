"""Checks that a ReLU network computes a Boolean circuit in one entry of delta.

The finder runs the network on every assignment. Here each unit is checked by itself, for all assignments at once: a label
says which value, or which negation, it carries, and the values of the operands on which it must be 1 are one point of the
cube; the preactivation has to be 1 at this point and negative at all others, where it is at most its largest value on the
faces that miss the point. The satisfying assignments are counted by running the circuit on truth tables.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, natural, same
from closedprop.obstructions.checkers.integers import IntegerNetwork, Row, entry_of, integer_network

FIELDS = ("circuit", "network", "units", "entry", "assignments", "satisfying", "neurons", "weights")
COUNTED = 16  # arbitrary: inputs up to which the satisfying assignments are counted, on truth tables of 2**16 bits
RUN = 8  # arbitrary: inputs up to which the network is also run on every assignment

_ASKED = "the circuit of a certificate"
_UNIT = "a unit of a certificate"


def circuit_claim(inputs: int, gates: int, depth: int, satisfying: int | None) -> str:
    """Return the sentence that a certificate of this kind proves."""
    where = f"In this ReLU network of depth {depth} with integer weights and delta^(L) = 1, at every input with entries"
    what = (
        "1 (true) and -1 (false) and a last entry 1, every preactivation is odd but the last, which is 1 or 2, and the"
    )
    entry = f"entry {inputs + 1} of delta^(1) is the value of the circuit of {gates} gate{'s' * (gates != 1)}"
    count = "." if satisfying is None else f", {satisfying} of {2**inputs}."
    return f"{where} {what} {entry}: it is non-zero exactly on the satisfying assignments{count}"


def check(certificate: Certificate) -> None:
    """Raise ``InvalidCertificate`` unless the network computes the circuit in the entry named."""
    exactly(certificate, FIELDS)
    circuit = _circuit(field(certificate, "circuit", dict))
    network = integer_network(certificate.data["network"])
    labels = _labels(certificate, network)
    names = [f"+{name}" for name in circuit.inputs]
    demand(
        labels[0] == [*names, "switch"], _UNIT, f"layer 1 with {labels[0]}"[:120], "name the inputs, then the switch"
    )
    demand(labels[-2:] == [["gate"], ["output"]], _UNIT, f"last layers {labels[-2:]}"[:120], "end with gate and output")
    for l in range(1, network.depth - 2):
        _check_layer(circuit, network.layer(l), labels[l - 1], labels[l], l + 1)
    _check_last(circuit, network, labels[-3])
    entry_of(certificate, len(circuit.inputs) + 1)
    counted = len(circuit.inputs) <= COUNTED
    satisfying = circuit.truth_table()[circuit.output].bit_count() if counted else None
    for name, true in (("satisfying", satisfying), ("assignments", 2 ** len(circuit.inputs))):
        given = certificate.data[name] if true is None else natural(certificate, name)
        demand(given == true, f"the field {name} of a certificate", f"{given!r}", f"it is {true}")
    sizes = {"neurons": sum(network.widths), "weights": network.weights}
    for name, true in sizes.items():
        demand(natural(certificate, name) == true, f"the field {name} of a certificate", "another", f"it is {true}")
    if len(circuit.inputs) <= RUN:
        _run(circuit, network)
    same(
        certificate,
        circuit_claim(len(circuit.inputs), len(circuit.gates), network.depth, satisfying),
        Verdict.PROVED,
        "thm:p-complete",
    )


@dataclass(frozen=True)
class _Circuit:
    inputs: list[str]
    gates: dict[str, tuple[str, list[str]]]
    output: str

    def truth_table(self) -> dict[str, int]:
        """Every value on all assignments, as the bits of an integer: bit number a belongs to the assignment a."""
        cases = 1 << len(self.inputs)
        every = (1 << cases) - 1
        tables = {}
        for i, name in enumerate(self.inputs):
            run = 1 << (len(self.inputs) - 1 - i)  # input i is the digit of this value in the number of the assignment
            tables[name] = every // ((1 << 2 * run) - 1) * (((1 << run) - 1) << run)
        for name, (op, of) in self.gates.items():
            table = tables[of[0]]
            for operand in of[1:]:
                table = table & tables[operand] if op == "and" else table | tables[operand]
            tables[name] = every ^ table if op == "not" else table
        return tables


def _circuit(record: dict[str, Any]) -> _Circuit:
    demand(set(record) == {"inputs", "gates", "output"}, _ASKED, f"keys {sorted(record)}", "give inputs, gates, output")
    inputs = record["inputs"]
    gates: dict[str, tuple[str, list[str]]] = {}
    named = isinstance(inputs, list) and bool(inputs) and all(isinstance(name, str) for name in inputs)
    demand(named and len(set(inputs)) == len(inputs), _ASKED, f"inputs {inputs!r:.60}", "give different names")
    demand(isinstance(record["gates"], list), _ASKED, f"gates {record['gates']!r:.60}", "give a list")
    for gate in record["gates"]:
        demand(
            isinstance(gate, dict) and set(gate) == {"name", "op", "of"}, _ASKED, f"{gate!r:.60}", "give name, op, of"
        )
        name, op, of = gate["name"], gate["op"], gate["of"]
        proper = isinstance(name, str) and op in ("and", "or", "not") and isinstance(of, list) and bool(of)
        demand(proper and name not in (*inputs, *gates), _ASKED, f"gate {gate!r:.60}", "give a new name, an operation")
        earlier = all(isinstance(x, str) and (x in inputs or x in gates) for x in of)
        demand(earlier and (op != "not" or len(of) == 1), _ASKED, f"operands {of!r:.60}", "give earlier values")
        gates[name] = (op, of)
    output = record["output"]
    known = isinstance(output, str) and (output in inputs or output in gates)
    demand(known, _ASKED, f"output {output!r:.60}", "give the name of a value")
    return _Circuit(inputs, gates, output)


def _labels(certificate: Certificate, network: IntegerNetwork) -> list[list[str]]:
    labels = field(certificate, "units", list)
    texts = all(isinstance(layer, list) and all(isinstance(label, str) for label in layer) for layer in labels)
    fit = texts and not network.tied and tuple(map(len, labels)) == network.widths and len(labels) >= 3
    demand(fit, "the units of a certificate", f"{labels!r:.80}", "name each unit of each layer")
    return labels


def _check_layer(circuit: _Circuit, layer: Any, below: list[str], here: list[str], l: int) -> None:
    """Demand that each unit is 1 exactly where its label is true, and the switch is passed on, last in the layer."""
    demand(here[-1:] == ["switch"] and layer[-1] == ({len(below) - 1: 1}, 0), _UNIT, f"layer {l}", "pass on the switch")
    for label, (row, bias) in zip(here[:-1], layer[:-1], strict=True):
        asked = f"the unit {label} of layer {l} of a certificate"
        sign, name = label[:1], label[1:]
        true = {f"+{name}": "+", f"-{name}": "-"}.get(label)
        demand(true is not None and (name in circuit.inputs or name in circuit.gates), asked, "no value", "name one")
        read = [below[j] for j in row]
        if name in [other[1:] for other in read]:  # a wire
            point = {name: sign == "+"}
        else:
            demand(name in circuit.gates, asked, f"reads {read}"[:80], "let it read its operands")
            op, of = circuit.gates[name]
            single = (op == "and") == (sign == "+") if op != "not" else True
            demand(single, asked, "true at more than one point", "store its negation")
            value = op == "and" if op != "not" else sign == "-"
            point = dict.fromkeys(of, value)
        allowed = "switch" not in read and all(other[1:] in point for other in read)
        demand(allowed, asked, f"reads {read}"[:80], "let it read its operands")
        _check_point(point, row, bias, below, asked)


def _check_point(point: dict[str, bool], row: Row, bias: int, below: list[str], asked: str) -> None:
    """Demand odd preactivations, 1 at the point, and less than 0 wherever an operand has the other value."""
    weight = dict.fromkeys(point, 0)  # of each operand, when it is a variable with values 0 and 1
    for j, w in row.items():
        positive = below[j][0] == "+"
        bias += 0 if positive else w
        weight[below[j][1:]] += w if positive else -w
    at = bias + sum(w for name, w in weight.items() if point[name])
    parity = bias % 2 == 1 and all(w % 2 == 0 for w in row.values())
    demand(parity, asked, "an odd weight or an even bias", "make weights even and biases odd")
    demand(at == 1, asked, f"the preactivation {at} where it is true", "make it 1")
    for name, w in weight.items():
        flipped = bias + (0 if point[name] else w)
        largest = flipped + sum(max(0, other) for o, other in weight.items() if o != name)
        demand(largest < 0, asked, f"a preactivation of up to {largest} where it is false", "make it negative")


def _check_last(circuit: _Circuit, network: IntegerNetwork, below: list[str]) -> None:
    """Demand that the last gate is open exactly if the output is true, and that its derivative in the switch is 1 then."""
    ((row, bias),) = network.layer(network.depth - 2)
    ((last, shift),) = network.layer(network.depth - 1)
    switch = len(below) - 1
    others = [j for j in row if j != switch]
    proper = len(others) == 1 and below[others[0]][1:] == circuit.output and row.get(switch) == 1 and last == {0: 1}
    demand(proper, _UNIT, "a last gate that does not read output and switch", "let it read both")
    value = others[0]
    opens = {(below[value][0] == "+") == carried: bias + 1 + row[value] * carried for carried in (True, False)}
    demand(
        opens == {True: 1, False: -1} and shift == 1,
        _UNIT,
        f"a last gate with preactivations {opens}",
        "open it where the output is true",
    )


def _run(circuit: _Circuit, network: IntegerNetwork) -> None:
    """Demand the same of a forward and a backward pass on every assignment: a second route, where it is cheap."""
    table = circuit.truth_table()[circuit.output]
    for a, signs in enumerate(product((-1, 1), repeat=len(circuit.inputs))):
        z = [[*signs, 1]]
        for l in range(1, network.depth):
            z.append(network.step(z[-1], l))
        demand(all(value for layer in z for value in layer), _UNIT, f"a kink at assignment {a}", "avoid it")
        delta = network.delta(z, [1])[len(circuit.inputs)]
        demand(
            delta == table >> a & 1, "the delta of a certificate", f"{delta} at assignment {a}", "make it the output"
        )
