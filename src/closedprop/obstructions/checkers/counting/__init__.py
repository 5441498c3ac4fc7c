"""The rank of a network in its parameters, by moving one parameter after another forward through the network."""

from collections.abc import Sequence

import flint

from closedprop.networks import Activation, network_from
from closedprop.networks.symmetries import parameter_count, symmetry_fields
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.counting.expansions import Expansion, Poly, Witness, combined, jets, points
from closedprop.obstructions.checkers.fields import demand, exactly, field, natural, prime, residues, same, well_formed
from closedprop.scalars import PRIME

LABEL = "thm:counting"
_FIELDS = ("network", "of", "way", "witness", "prime", "terms", "parameters", "symmetries", "rank", "rows", "columns")
_MOST = 2**20  # arbitrary: an index of a row or a column is smaller


def sentence(activation: Activation, widths: Sequence[int], of: str, parameters: int, rank: int) -> str:
    """Return the claim."""
    most = "almost all weights and biases" + (" of an open set" if activation.kinks else "")
    what = "output" if of == "output" else "input gradient"
    return (
        f"For {most}, every expression in piecewise Lipschitz operations that equals the {what} of the {activation.name} network "
        f"of widths {', '.join(map(str, widths))} contains at least {rank} real constants; it has {parameters} parameters."
    )


def check(certificate: Certificate) -> None:
    """Accept a certificate whose minor of the Jacobian is not zero, and whose symmetries are as many as are known."""
    exactly(certificate, _FIELDS)
    p, terms = prime(certificate), natural(certificate, "terms", 1)
    of, way = field(certificate, "of", str), field(certificate, "way", str)
    demand(of in ("output", "gradient"), "the field of of a certificate", of, "give output or gradient")
    demand(way in ("jets", "points"), "the field way of a certificate", way, "give jets or points")
    activation, widths = well_formed(lambda: _shape(certificate), "network")
    demand(of == "output" or widths[-1] == 1, "an input gradient", f"{widths[-1]} outputs", "give a network with one")
    given, expand = field(certificate, "witness", dict), jets if way == "jets" else points
    witness = well_formed(lambda: expand(activation, widths, given, terms, p), "witness")
    parameters, rank = natural(certificate, "parameters"), natural(certificate, "rank", 1)
    demand(parameters == parameter_count(widths), "the field parameters", f"{parameters}", "count weights and biases")
    rows, columns = (residues(field(certificate, name, list), _MOST, name) for name in ("rows", "columns"))
    square = len(set(rows)) == len(rows) == rank == len(columns) == len(set(columns))
    demand(square, "the minor of a certificate", "not as many rows and columns as the rank", "list each once")
    known = symmetry_rank(activation, witness, p)
    demand(natural(certificate, "symmetries") == known, "the field symmetries", "another number", f"it is {known}")
    determinant = well_formed(lambda: minor(witness, rows, columns, of, terms).det(), "rows")
    demand(determinant != 0, "the minor of a certificate", "zero")
    same(certificate, sentence(activation, widths, of, parameters, rank), Verdict.PROVED, LABEL)


def symmetry_rank(activation: Activation, witness: Witness, p: int) -> int:
    """Return the number of independent symmetry fields at the witness."""
    fields = symmetry_fields(activation, witness.weights, witness.biases, PRIME(p))
    rows = [[int(entry) for entry in row] for row in fields]
    return flint.nmod_mat(rows, p).rank() if rows else 0


def slots(weights: Sequence) -> list[tuple[int, int, int]]:
    """Return the parameters in order: layer, row and column of each weight, with column -1 the biases of the layer."""
    order = []
    for layer, weight in enumerate(weights):
        rows, columns = weight.shape
        order += [(layer, i, j) for i in range(rows) for j in range(columns)]
        order += [(layer, i, -1) for i in range(rows)]
    return order


def minor(witness: Witness, rows: list[int], columns: list[int], of: str, terms: int) -> flint.nmod_mat:
    """Return the minor of the Jacobian: a column a parameter; a row a base point, an output and a term, in this order.

    The gradient is known by its derivative along the direction, so that its terms are those of the output but the first.
    Paper: cor:counting-gradient.
    """
    order, outputs = slots(witness.weights), len(witness.weights[-1])
    first = 1 if of == "gradient" else 0
    tangents: dict[tuple[int, int], list[Poly]] = {}
    entries = []
    for row in rows:
        base, rest = divmod(row, outputs * (terms - first))
        output, term = divmod(rest, terms - first)
        for column in columns:
            if (base, column) not in tangents:
                tangents[base, column] = _moved(witness, witness.expansions[base], order[column], terms)
            entries.append(int(tangents[base, column][output][term + first]))
    return flint.nmod_mat(len(rows), len(columns), entries, witness.weights[0].flat[0].modulus())


def _moved(witness: Witness, along: Expansion, slot: tuple[int, int, int], terms: int) -> list[Poly]:
    """How the outputs move with one parameter: dz^(l+1) = W^(l) (f'(z^(l)) dz^(l))."""
    layer, i, j = slot
    p = witness.weights[0].flat[0].modulus()
    dz = [Poly([0], p) for _ in witness.weights[layer]]
    dz[i] = along.neurons[layer][j] if j >= 0 else Poly([1], p)
    for weight, slopes in zip(witness.weights[layer + 1 :], along.slopes[layer + 1 :], strict=True):
        dT = [slope.mul_low(entry, terms) for slope, entry in zip(slopes, dz, strict=True)]
        dz = [combined(row, dT, Poly([0], p)) for row in weight]
    return dz


def _shape(certificate: Certificate) -> tuple[Activation, list[int]]:
    record = field(certificate, "network", dict)
    keys = set(record) == {"activation", "widths"}
    demand(keys, "the network of a certificate", f"{sorted(record)}", "give activation and widths")
    widths = record["widths"]
    proper = isinstance(widths, list) and len(widths) > 1 and all(type(w) is int and 0 < w < 100 for w in widths)
    demand(proper, "the widths of a certificate", f"{widths!r:.80}", "give two or more integers")
    return network_from({"weights": [[[1]]], "activation": record["activation"]}).activation, widths
