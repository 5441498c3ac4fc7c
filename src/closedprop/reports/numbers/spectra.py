"""The numbers of the spectra of Jacobians."""

from collections.abc import Callable, Mapping

from closedprop.reports.numbers.number import EXACT, SAMPLED, Number
from closedprop.reports.records import Rows, select


def _sampled(
    key: str, meaning: str, value: Callable[[Rows, Rows], float], tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    files = ("random/sampled_spectra.csv", "random/spectra.csv")
    return key, Number(
        meaning, files, "random_sampled_spectra", "random.sampled_spectra", value, tolerance, digits=digits
    )


def _largest_z(samples: Rows, theory: Rows) -> float:
    """Return the largest |z| of a sampled mean or variance, over the spectra that have any scatter."""
    keys = ("activation", "weights", "layers")
    first = {tuple(row[key] for key in keys): row for row in reversed(samples)}
    scores = []
    for case, row in first.items():
        predicted = select(theory, **dict(zip(keys, case, strict=True)))[0]
        for quantity in ("mean", "variance"):
            if row[f"{quantity}_stderr"] > 0:
                scores.append(abs(row[quantity] - predicted[quantity]) / row[f"{quantity}_stderr"])
    return max(scores)


SPECTRA_NUMBERS: Mapping[str, Number] = dict(
    (
        _sampled("spectra-width", "width of the sampled networks", lambda samples, _: samples[0]["width"]),
        _sampled("spectra-samples", "sampled networks of each kind", lambda samples, _: samples[0]["samples"]),
        _sampled("spectra-largest-z", "largest |z| of a sampled mean or variance", _largest_z, SAMPLED, 2),
    )
)
