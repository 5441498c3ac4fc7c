"""The finder of order certificates."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from closedprop.networks import Network, network_from, network_record
from closedprop.networks import activation as named
from closedprop.networks.activation import Activation
from closedprop.networks.gates import gate_of
from closedprop.networks.line import GENERIC, Line
from closedprop.networks.random import stream
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.order import claim
from closedprop.obstructions.order.hypotheses import Hypotheses, hypotheses
from closedprop.obstructions.order.jets import jets
from closedprop.obstructions.order.joined import Joined, joined
from closedprop.obstructions.order.modular import Point, modular, random_point
from closedprop.obstructions.order.span import span_dimension
from closedprop.scalars import Invalid

PRIME_62 = 4034375666914560923  # arbitrary: the first prime after a random number of 62 bits
_STREAM = 8  # arbitrary: the number of these random numbers among those of the obstructions


def certify_order(
    network: Network | Mapping[str, Any] | None = None,
    *,
    activation: str | Activation | Mapping[str, Any] = "tanh",
    depth: int = 6,
    width: int = 1,
    tied: bool = False,
    weights: str = "rational",
    direction: Any = None,
    base: Any = None,
    output: Any = None,
    of: str = "output",
    index: Sequence[int] = (),
    prime: int = PRIME_62,
    seed: int = 0,
) -> Certificate:
    r"""Return the order of a network along an input line, with its proof.

    .. math:: \operatorname{ord}(y) = \dim_{\mathbb C} \operatorname{span}_{\mathbb C} \{ \delta^{(l)}_i \}

    which is the number of hidden neurons joined to the output, if directions and rows are linearly independent over Q.
    The rank of the jets modulo a prime is a lower bound under the hypotheses that are checked and recorded, the number of
    variables an upper bound; where they meet the verdict is PROVED, else it is UNKNOWN and the order is null.

    ``network`` is a Network, its JSON record, or the shape of a generic one. Without it one is made of ``depth`` hidden layers of
    ``width`` neurons: its weights are random fractions without a zero and with independent rows, or, with
    ``weights="generic"``, algebraically independent numbers. ``direction`` is a list of numbers or "generic" (the default unless
    there is one input), ``base`` the point of the line at t = 0 (default 0), ``output`` the weights of the outputs (default: the
    first). ``of`` is "output", "derivative" (dy/dt), "delta" with index (l, i), or "weight" with index (l, i, j) for
    :math:`\partial y / \partial W^{(l)}_{ij}`; layers count from 1, neurons from 0.
    Error: exact.    Cost: back-propagation over power series of H terms for H neurons; depth 40 in a tenth of a second.
    Raises ``Unable`` for an activation whose gate is not known, ``Invalid`` for what the network does not have and for a small
    prime, ``Undefined`` for a prime that divides a denominator.
    Source: Ax, Annals of Math. 93 (1971) 252-268.
    Paper: thm:order.

    >>> certificate = certify_order(activation="tanh", depth=6)
    >>> certificate.claim
    'The output of this tanh network of 6 hidden neurons along the input line has order 6.'
    >>> certify_order(activation=Activation("moebius", "1/(1 + z)"), depth=5).data["jet_rank"]
    3
    """
    if prime < 2**30:
        raise Invalid(f"an order certificate modulo {prime}", "coincidences are likely", "use a prime of 31 to 64 bits")
    rng = stream(seed, "obstructions", _STREAM)
    if network is None:
        network = sample_network(rng, width, depth, _activation(activation), tied, weights)
    line = Line.of(network, direction, base, output)
    gate = gate_of(line.activation)
    neurons = joined(line, of, index)
    found = hypotheses(line, gate, neurons, of, index)

    def draw() -> int:
        return int(rng.integers(1, prime, dtype=np.uint64))

    net = modular(line, neurons, prime, draw)
    point = random_point(gate, found, neurons, draw)
    seen = jets(gate, net, neurons, found, point, of, index)
    span = span_dimension(gate, net, neurons, found, of, index, draw) if found.hold else None
    order = seen.rank if found.hold and seen.rank == found.variables else None
    data = {
        "order": order,
        "neurons": line.neurons,
        "prime": prime,
        "hypotheses": found.record,
        **line.record(),
        "of": of,
        "index": list(index),
        "joined": [list(layer) for layer in neurons],
        "variables": found.variables,
        "basis": _basis(found, neurons),
        "generic": net.generic,
        "point": _point(found, point),
        "jet_rank": seen.rank,
        "jets": list(seen.orders),
        "span": span,
    }
    verdict = Verdict.UNKNOWN if order is None else Verdict.PROVED
    return Certificate("order", claim(line, of, index, order, seen.rank), verdict, found.paper, data)


def sample_network(
    rng: np.random.Generator,
    width: int,
    depth: int,
    activation: Activation,
    tied: bool = False,
    weights: str = "rational",
) -> Network | dict[str, Any]:
    """Return a network of ``depth`` hidden layers of one width: fractions p/q without a zero, with independent rows, or generic.

    An untied network has one output, a tied one as many as neurons.
    Raises ``Invalid`` for no layers or neurons, or another kind of weights.
    """
    if depth < 1 or width < 1:
        raise Invalid(f"a network of {depth} hidden layers of width {width}", "no neurons", "give at least 1 of each")
    widths = [width] * depth + [width if tied else 1]
    if weights == GENERIC:
        described = network_record(Network([[[1]]], activation=activation))["activation"]
        return {"widths": widths, "activation": described, "tied": tied}
    if weights != "rational":
        raise Invalid(f"{weights!r} weights", "unknown", "use rational or generic")

    def fraction() -> Fraction:
        sign = 1 if rng.integers(2) else -1
        return Fraction(sign * int(rng.integers(1, 7)), int(rng.integers(1, 5)))

    def matrix(rows: int) -> list[list[Fraction]]:
        while True:
            drawn = [[fraction() for _ in range(width)] for _ in range(rows)]
            if flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in drawn]).rank() == rows:
                return drawn

    if tied:
        return Network.tied(matrix(width), depth + 1, [fraction() for _ in range(width)], activation)
    return Network(
        [matrix(rows) for rows in widths[1:]], [[fraction() for _ in range(rows)] for rows in widths[1:]], activation
    )


def _activation(given: str | Activation | Mapping[str, Any]) -> Activation:
    if isinstance(given, Mapping):
        return network_from({"weights": [[[1]]], "activation": given}).activation
    return named(given)


def _basis(found: Hypotheses, neurons: Joined) -> list[list[int]]:
    return [
        list(layer) if reduction is None else [layer[j] for j in reduction.basis]
        for layer, reduction in zip(neurons, found.reductions, strict=True)
    ]


def _point(found: Hypotheses, point: Point) -> dict[str, Any]:
    moved = any(offset for reduction in found.reductions if reduction is not None for offset in reduction.offsets)
    return {
        "t": point.t,
        "layers": point.layers,
        "unit": str(point.unit) if moved else None,
        "constant": point.constant if moved else None,
    }
