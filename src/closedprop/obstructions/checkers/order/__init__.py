r"""The checker of order certificates.

The finder propagates deltas backward over power series; here the Taylor coefficients are computed forward, term by term, with
their derivatives with respect to the initial values, and the hypotheses by elimination over Python's fractions.
"""

import random
from collections.abc import Sequence

from closedprop.networks.line import Line
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import exactly, prime, same, well_formed
from closedprop.obstructions.checkers.order.jets import initial_states, jet_matrix, rank_of
from closedprop.obstructions.checkers.order.reading import (
    implied,
    place_of,
    read_basis,
    read_chain,
    read_line,
    read_point,
    read_quantity,
)
from closedprop.obstructions.checkers.order.span import span_rank
from closedprop.obstructions.checkers.order.structure import hypotheses_of, occurring, over_basis, variables_of

#: The fields of an order certificate, in the order in which they are written.
FIELDS = (
    "order",
    "neurons",
    "prime",
    "hypotheses",
    "network",
    "direction",
    "base",
    "output",
    "of",
    "index",
    "joined",
    "variables",
    "basis",
    "generic",
    "point",
    "jet_rank",
    "jets",
    "span",
)
_SPARE = 2  # arbitrary: points beyond the number of functions


def claim(line: Line, of: str, index: Sequence[int], order: int | None, rank: int) -> str:
    """Return the sentence that a certificate claims."""
    subject = {"output": "The output", "derivative": "The derivative of the output"}.get(of, "")
    if of == "delta":
        subject = f"The entry delta^({index[0]})_{index[1]}"
    if of == "weight":
        subject = f"The derivative of the output with respect to W^({index[0]})_{index[1]},{index[2]}"
    network = f"this {line.activation.name} network of {line.neurons} hidden neuron{'s' if line.neurons > 1 else ''}"
    if line.weights is None:
        network += " with generic weights"
    along = f"along {'a generic' if line.direction is None else 'the'} input line"
    if order is None:
        return f"The jet rank {rank} of {subject[0].lower()}{subject[1:]} of {network} {along} is its order."
    return f"{subject} of {network} {along} has order {order}."


def check(certificate: Certificate) -> None:
    """Raise ``InvalidCertificate`` unless the data imply claim, verdict and label.

    Cost: for V variables at most V passes through the network, with series of V terms: V^3 times the number of neurons.
    """
    exactly(certificate, FIELDS)
    p = prime(certificate)
    line, gate = read_line(certificate)
    of, index = read_quantity(certificate, line)
    neurons = occurring(line, of, index)
    implied(certificate, "neurons", line.neurons)
    implied(certificate, "joined", neurons)
    basis = read_basis(certificate, neurons)
    record = hypotheses_of(line, gate, neurons, basis)
    implied(certificate, "hypotheses", record)
    reduced = record.get("reduced", False)
    if not reduced:
        implied(certificate, "basis", neurons)
    variables = sum(map(len, basis)) if reduced else variables_of(line, gate, neurons, of, index)
    implied(certificate, "variables", variables)

    layers = [
        over_basis(line, l, neurons, chosen) if chosen != layer else None
        for l, (chosen, layer) in enumerate(zip(basis, neurons, strict=True), start=1)
    ]
    chain, place = read_chain(certificate, line, gate, neurons, layers), place_of(neurons, of, index)
    point = read_point(certificate, chain, [len(chosen) for chosen in basis])

    def jets_at_the_point() -> tuple[int, list[int]]:
        states, moving = initial_states(chain, point.values, point.powers(point.constant))
        return rank_of(jet_matrix(chain, states, moving, point.t, of, place, variables), p)

    rank, jets = well_formed(jets_at_the_point, "point")
    implied(certificate, "jet_rank", rank)
    implied(certificate, "jets", jets)

    holds = gate.is_transcendental and (record["independent"] or reduced)
    span = span_rank(chain, random.Random(p), variables + _SPARE, of, place, point.powers) if holds else None
    implied(certificate, "span", span)
    order = rank if holds and rank == variables else None
    implied(certificate, "order", order)
    verdict = Verdict.UNKNOWN if order is None else Verdict.PROVED
    paper = "thm:order-rational" if reduced else gate.theorem(max(map(len, neurons)))
    same(certificate, claim(line, of, index, order, rank), verdict, paper)
