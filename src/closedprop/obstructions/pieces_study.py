"""The linear pieces of sawtooth and of random networks, and the comparisons that they force."""

from collections.abc import Sequence
from typing import Any

from closedprop.obstructions.certificate import Certificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.pieces import certify_pieces


def pieces_study(
    depths: Sequence[int], widths: Sequence[int], layers: Sequence[int], samples: int, seed: int
) -> list[dict[str, Any]]:
    """Return a row a network, each with a certificate that its checker has accepted.

    Columns: case (sawtooth or random), activation, width, layers, sample, gates, pieces, bound (the comparisons that so many
    pieces force), checked.
    Sawtooths of ``depths`` layers on [-1, 1]; random ReLU networks of ``widths`` and ``layers`` on a line, -4 < t < 4.
    Error: exact.
    """
    rows = [_row("sawtooth", 0, certify_pieces(activation=name, depth=n)) for name in ("abs", "relu") for n in depths]
    for width in widths:
        for n in layers:
            for sample in range(samples):
                certificate = certify_pieces(None, "relu", n, width, -4, 4, seed + sample)
                rows.append(_row("random", sample, certificate))
    return rows


def _row(case: str, sample: int, certificate: Certificate) -> dict[str, Any]:
    data = certificate.data
    return {
        "case": case,
        "activation": data["network"]["activation"],
        "width": len(data["point"]),
        "layers": data["network"]["depth"] - 1,
        "sample": sample,
        "gates": data["gates"],
        "pieces": data["pieces"],
        "bound": data["comparisons"],
        "checked": str(check(certificate)),
    }
