"""How many linear pieces a piecewise linear network has along a line, and the comparisons that they force."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from closedprop.networks import Network, network_from, network_record, rational_network, stream
from closedprop.networks.regions import pieces_on_line, regions_on_line, sawtooth_network, tent_network
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.pieces import LABEL, comparisons_needed, gates, sentence
from closedprop.scalars import RATIONALS, Invalid


def certify_pieces(
    network: Network | Mapping[str, Any] | None = None,
    activation: str = "abs",
    depth: int = 4,
    width: int | None = None,
    start: Any = -1,
    stop: Any = 1,
    seed: int = 0,
) -> Certificate:
    r"""Return a certificate of the number of linear pieces of the outputs on a segment of a line.

    .. math:: k \text{ comparisons} \implies \text{at most } 2^k \text{ pieces}; \qquad
              \text{the sawtooth of } n \text{ layers has } 2^n

    ``depth`` counts layers of neurons. Without a network and a width, the sawtooth is taken, by absolute values or, for relu,
    by two ReLUs a layer; with a width, a random network with weights p/q, on a random line.
    Error: exact.    Cost: see :func:`closedprop.networks.regions.regions_on_line`; at most twice that for the checker.
    Raises ``Invalid`` for an activation that is not linear on both sides of 0.
    Source: Telgarsky (2016), for the sawtooth.
    Paper: thm:pieces.

    >>> certificate = certify_pieces(depth=3)
    >>> certificate.data["borders"], certificate.data["pieces"], certificate.data["comparisons"]
    (['-3/4', '-1/2', '-1/4', '0', '1/4', '1/2', '3/4'], 8, 3)
    """
    point, direction = [0], [1]
    if network is not None:
        given = (network if isinstance(network, Network) else network_from(network)).exactly()
    elif width is not None:
        given = random_piecewise_network(stream(seed, "obstructions", 7, width, depth), width, depth, activation)
    elif activation == "abs":
        given = sawtooth_network(depth)
    elif activation == "relu":
        given, point, direction = tent_network(depth), [0, 0], [1, -1]
    else:
        raise Invalid(f"the sawtooth of {activation}", "none here", "use abs or relu, or give a width or a network")
    if network is not None or width is not None:
        rng = stream(seed, "obstructions", 7, given.widths[0], given.depth, 1)
        point, direction = (rng.integers(-9, 10, given.widths[0]).tolist() for _ in range(2))
        direction = [entry or 1 for entry in direction]
    return pieces_certificate(given, point, direction, start, stop)


def pieces_certificate(network: Network, point: Any, direction: Any, start: Any, stop: Any) -> Certificate:
    """Return the certificate for a network on the segment :math:`p + t q`, start < t < stop."""
    segments = regions_on_line(network, point, direction, start, stop)
    pieces = pieces_on_line(segments)
    first, last = (str(RATIONALS.convert(end)) for end in (start, stop))
    data = {
        "network": network_record(network),
        "point": [str(RATIONALS.convert(entry)) for entry in point],
        "direction": [str(RATIONALS.convert(entry)) for entry in direction],
        "start": first,
        "stop": last,
        "borders": [str(segment.stop) for segment in segments[:-1]],
        "pieces": pieces,
        "gates": gates(network),
        "comparisons": comparisons_needed(pieces),
    }
    return Certificate("pieces", sentence(network, first, last, pieces), Verdict.PROVED, LABEL, data)


def random_piecewise_network(rng: np.random.Generator, width: int, depth: int, activation: str = "relu") -> Network:
    """Return an untied network of fractions p/q with that many layers of neurons.

    >>> random_piecewise_network(np.random.default_rng(0), 2, 3).widths
    (2, 2, 2, 2)
    """
    return rational_network(rng, [width] * (depth + 1), activation)
