"""For the checker of order certificates: the fields, each read with its type and its size."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from closedprop.errors import ClosedPropError
from closedprop.networks.gates import Gate, gate_of
from closedprop.networks.line import Line
from closedprop.obstructions.certificate import Certificate, InvalidCertificate
from closedprop.obstructions.checkers.fields import demand, field, fraction, residues
from closedprop.obstructions.checkers.order.jets import Chain
from closedprop.obstructions.checkers.order.structure import Layer
from closedprop.scalars import PRIME


def implied(certificate: Certificate, name: str, value: Any) -> None:
    """Demand that a field is what the recomputation gives, as JSON."""
    given = certificate.data[name]
    try:
        equal = json.dumps(given, sort_keys=True) == json.dumps(value, sort_keys=True)
    except (TypeError, ValueError):
        equal = False
    demand(equal, f"the field {name} of a certificate", f"{given!r:.80}", f"its data imply {value!r:.200}")


def read_line(certificate: Certificate) -> tuple[Line, Gate]:
    """Return the network along its line, which must be written as its own record, and the gate of its activation."""
    try:
        line = Line.from_record(certificate.data)
        gate, record = gate_of(line.activation), line.record()
    except (ClosedPropError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InvalidCertificate(
            "the network of a certificate", f"{error!s:.200}", "give network, direction, base, output"
        ) from None
    for name, value in record.items():
        implied(certificate, name, value)
    return line, gate


def read_quantity(certificate: Certificate, line: Line) -> tuple[str, list[int]]:
    """Return which quantity the certificate is about, and its index."""
    of, index, widths = field(certificate, "of", str), field(certificate, "index", list), line.widths
    proper = all(type(entry) is int and entry >= 0 for entry in index)
    if of == "delta":
        proper = proper and len(index) == 2 and 1 <= index[0] <= len(widths) and index[1] < widths[index[0] - 1]
    elif of == "weight":
        proper = proper and len(index) == 3 and 1 <= index[0] < len(widths)
        proper = proper and index[1] < widths[index[0]] and index[2] < widths[index[0] - 1]
    else:
        proper = of in ("output", "derivative") and not index
    demand(proper, "the quantity of a certificate", f"{of!r:.40} {index!r:.40}", "give one that the network has")
    return of, index


def read_basis(certificate: Certificate, neurons: list[list[int]]) -> list[list[int]]:
    """Return the basis of each layer: some of its joined neurons."""
    basis = field(certificate, "basis", list)
    proper = len(basis) == len(neurons) and all(
        isinstance(chosen, list)
        and all(type(i) is int and i in layer for i in chosen)
        and len(set(chosen)) == len(chosen)
        for chosen, layer in zip(basis, neurons, strict=False)
    )
    demand(proper, "the field basis of a certificate", f"{basis!r:.80}", "give joined neurons of each layer")
    return basis


def place_of(neurons: list[list[int]], of: str, index: list[int]) -> list[int]:
    """Return the layer and the positions of a delta or a gradient among the joined neurons, from 0."""
    if of in ("output", "derivative") or not any(neurons):
        return []
    layer = index[0] - 1
    if of == "delta":
        return [layer, neurons[layer].index(index[1])]
    below = [layer, neurons[layer].index(index[2])]
    return below if index[0] == len(neurons) else [*below, neurons[index[0]].index(index[1])]


def read_chain(
    certificate: Certificate, line: Line, gate: Gate, neurons: list[list[int]], layers: list[Layer | None]
) -> Chain:
    """Return the joined part of the network modulo the prime, with the given residues for what is generic."""
    p, n = certificate.data["prime"], line.layers
    generic = field(certificate, "generic", dict)
    demand(
        set(generic) == {"direction", "weights", "biases"},
        "the field generic of a certificate",
        f"{sorted(map(str, generic))!r:.80}",
        "give direction, weights and biases",
    )
    maps = list(zip(line.widths[1:], line.widths[:-1], strict=True))[: 1 if line.tied else None]
    direction = _residues(generic["direction"], line.direction, p, (line.widths[0],))
    if line.weights is None:
        weights = [
            _residues(w, None, p, shape) for w, shape in zip(_list(generic["weights"], len(maps)), maps, strict=True)
        ]
        biases = [
            _residues(b, None, p, shape[:1]) for b, shape in zip(_list(generic["biases"], len(maps)), maps, strict=True)
        ]
        if line.tied:
            weights, biases = weights * n, biases * n
    else:
        demand(
            generic["weights"] is None and generic["biases"] is None,
            "the field generic of a certificate",
            "residues for given weights",
            "write null there",
        )
        weights, biases = _modulo(line.weights, p), _modulo(line.biases, p)
    output, base = _modulo(line.output, p), _modulo(line.base, p)
    return Chain(
        p,
        gate,
        [[[weights[l - 1][i][j] for j in neurons[l - 1]] for i in neurons[l]] for l in range(1, n)],
        [[biases[l - 1][i] for i in neurons[l]] for l in range(1, n)],
        [direction[i] for i in neurons[0]],
        [base[i] for i in neurons[0]],
        [sum(u * row[k] for u, row in zip(output, weights[-1], strict=True)) % p for k in neurons[-1]],
        layers,
    )


@dataclass(frozen=True)
class Point:
    """The point of a certificate: t, the values of the variables, and what its constants are powers of."""

    t: int
    values: list[list[list[int]]]
    constant: int
    exponents: list[list[int]]
    prime: int

    def powers(self, constant: int) -> list[list[int]]:
        """Return the constants of the neurons of each layer, as powers of a residue for exp(lambda unit)."""
        return [[pow(constant, exponent, self.prime) for exponent in layer] for layer in self.exponents]


def read_point(certificate: Certificate, chain: Chain, counts: list[int]) -> Point:
    """Return the point: residues, for each variable of each layer one list."""
    point, p = field(certificate, "point", dict), chain.prime
    demand(
        set(point) == {"t", "layers", "unit", "constant"},
        "the field point of a certificate",
        f"{sorted(map(str, point))!r:.80}",
        "give t, layers, unit and constant",
    )
    values = [
        [_residues(variable, None, p, (chain.gate.size,)) for variable in _list(layer, count)]
        for layer, count in zip(_list(point["layers"], len(counts)), counts, strict=True)
    ]
    offsets = [[] if layer is None else layer.offsets for layer in chain.layers]
    moved = any(any(layer) for layer in offsets)
    demand(
        moved == (point["unit"] is not None) == (point["constant"] is not None),
        "the field point of a certificate",
        f"unit {point['unit']!r:.40} and constant {point['constant']!r:.40}",
        "give both where dependent rows have different constants, else null",
    )
    unit = fraction(point["unit"], "point") if moved else Fraction(1)
    demand(unit != 0, "the field point of a certificate", "unit 0", "give a unit of the offsets")
    exponents = [[offset / unit for offset in layer] for layer in offsets]
    demand(
        all(x.denominator == 1 for layer in exponents for x in layer),
        "the field point of a certificate",
        f"unit {unit}",
        "give one of which all offsets are multiples",
    )
    t, constant = _residues([point["t"], point["constant"] if moved else 1], None, p, (2,))
    demand(constant != 0, "the field point of a certificate", "constant 0", "give another residue")
    return Point(t, values, constant, [[int(x) for x in layer] for layer in exponents], p)


def _list(values: Any, length: int) -> list[Any]:
    proper = isinstance(values, list) and len(values) == length
    demand(proper, "a list of a certificate", f"{values!r:.80}", f"give {length} entries")
    return values


def _residues(given: Any, known: Any, p: int, shape: Sequence[int]) -> list[Any]:
    """Return residues of a shape: those of known numbers, for which none may be given, or those given."""
    if known is not None:
        demand(given is None, "the field generic of a certificate", "residues for given numbers", "write null there")
        return _modulo(known, p)
    if len(shape) == 1:
        return residues(_list(given, shape[0]), p, "a certificate")
    return [_residues(entry, None, p, shape[1:]) for entry in _list(given, shape[0])]


def _modulo(numbers: Any, p: int) -> Any:
    if isinstance(numbers, tuple):
        return [_modulo(number, p) for number in numbers]
    demand(
        numbers.denominator % p != 0, f"{numbers} modulo {p}", "the prime divides the denominator", "use another prime"
    )
    return int(PRIME(p).convert(numbers))
