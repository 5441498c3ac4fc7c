"""The real constants that an expression for a generic untied network needs, against its weights and biases."""

from collections.abc import Mapping, Sequence
from typing import Any

from closedprop.obstructions.checkers import check
from closedprop.obstructions.counting import certify_counting


def counting_study(networks: Sequence[Mapping[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return a row a network and kind of result, each with a certificate that its checker has accepted.

    Columns: activation, widths (with hyphens), of (output or gradient), way, parameters, biases, symmetries, rank, unseen
    (parameters less symmetries less rank), prime, checked.
    A network is given by its ``activation`` and its ``widths`` N_1, .., N_L, with one output.    Error: exact.
    """
    rows = []
    for network in networks:
        widths = list(network["widths"])
        for of in ("output", "gradient"):
            certificate = certify_counting(network["activation"], widths, of, seed)
            data = certificate.data
            rows.append(
                {
                    "activation": network["activation"],
                    "widths": "-".join(map(str, widths)),
                    "of": of,
                    "way": data["way"],
                    "parameters": data["parameters"],
                    "biases": sum(widths[1:]),
                    "symmetries": data["symmetries"],
                    "rank": data["rank"],
                    "unseen": data["parameters"] - data["symmetries"] - data["rank"],
                    "prime": data["prime"],
                    "checked": str(check(certificate)),
                }
            )
    return rows
