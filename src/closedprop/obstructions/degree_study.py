"""The degree of polynomial networks, the multiplications it forces, and those that the recursion uses."""

from collections.abc import Sequence
from typing import Any

from closedprop.networks import Network, activation
from closedprop.obstructions.checkers import check
from closedprop.obstructions.degree import (
    certify_degree,
    formula_leaves,
    joint_bound,
    operations_used,
    random_polynomial_network,
)


def degree_study(
    depths: Sequence[int], widths: Sequence[int], width_depths: Sequence[int], seed: int
) -> list[dict[str, Any]]:
    """Return a row a network and kind of result, each with a certificate that its checker has accepted.

    Columns: activation, width, layers, tied, of (output or delta), degree, bound (operations for one entry), joint (for all
    entries together), recursion (what it uses for all), leaves (of the recursion written out as a formula), prime, checked.
    Scalar networks for ``depths``, a random square and the logistic map at r = 4; random squares of ``widths``, tied and untied,
    for ``width_depths``.
    Error: exact.
    """
    networks = [random_polynomial_network(seed, 1, n, "quadratic") for n in depths]
    networks += [Network.tied([[1]], n + 1, activation=activation("logistic", r=4)) for n in depths]
    networks += [
        random_polynomial_network(seed, width, n, "quadratic", tied)
        for width in widths
        for tied in (True, False)
        for n in width_depths
    ]
    rows = []
    for network in networks:
        for of in ("output", "delta"):
            certificate = certify_degree(network, of=of, seed=seed)
            rows.append(
                {
                    "activation": network.activation.name,
                    "width": network.widths[0],
                    "layers": network.depth - 1,
                    "tied": int(network.is_tied),
                    "of": of,
                    "degree": certificate.data["degree"],
                    "bound": certificate.data["operations"],
                    "joint": joint_bound(network, of),
                    "recursion": operations_used(network, of),
                    "leaves": formula_leaves(network, of),
                    "prime": certificate.data["prime"],
                    "checked": str(check(certificate)),
                }
            )
    return rows
