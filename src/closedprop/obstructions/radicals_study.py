"""The algebraic degree of inverse-square-root networks, with and without bias."""

from collections.abc import Sequence
from typing import Any

from closedprop.obstructions.checkers import check
from closedprop.obstructions.radicals import certify_radicals, factor_degrees


def radicals_study(maps: Sequence[Sequence[Any]], depths: Sequence[int], rational_depth: int) -> list[dict[str, Any]]:
    """Return a row a map, depth and kind of result, each with a certificate that its checker has accepted.

    Columns: weight, bias, layers, of (output or delta), degree (over C(z)), factors (the degrees of the different irreducible
    factors over Q of the norm polynomial at z = 3, up to ``rational_depth`` layers), bound (square roots that it forces),
    prime, irreducible_at, root_at, verdict (that the degree is 2^n), checked.
    ``maps`` are pairs of weight and bias.    Error: exact.
    """
    rows = []
    for weight, bias in maps:
        for of in ("output", "delta"):
            for n in depths:
                certificate = certify_radicals(weight, bias, n, of)
                data = certificate.data
                factors = factor_degrees(weight, bias, n, of) if n <= rational_depth else []
                rows.append(
                    {
                        "weight": data["weight"],
                        "bias": data["bias"],
                        "layers": n,
                        "of": of,
                        "degree": data["degree"],
                        "factors": " ".join(map(str, factors)),
                        "bound": data["roots"],
                        "prime": data["prime"],
                        "irreducible_at": data["irreducible_at"],
                        "root_at": data["root_at"],
                        "verdict": str(certificate.verdict),
                        "checked": str(check(certificate)),
                    }
                )
    return rows
