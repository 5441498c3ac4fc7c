"""The numbers of the text about finite width."""

from collections.abc import Callable, Mapping
from typing import Any

from closedprop.reports.numbers.forms import largest_z
from closedprop.reports.numbers.number import EXACT, SAMPLED, Number
from closedprop.reports.records import Rows, select


def _errors(
    key: str, meaning: str, value: Callable[[Rows], Any], tolerance: float = SAMPLED, digits: int = 3
) -> tuple[str, Number]:
    file = ("random/width_errors.csv",)
    return key, Number(meaning, file, "random_width_errors", "random.width_errors", value, tolerance, digits)


def _samples(
    key: str, meaning: str, value: Callable[..., Any], *files: str, tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    read = ("random/samples.csv", *files)
    return key, Number(meaning, read, "random_samples", "random.samples", value, tolerance, digits)


def _slope(rows: Rows, phase: str) -> tuple[float, float]:
    from closedprop.approximations.in_law.finite_width.study import fitted_slope  # here: a list loads nothing

    shown = select(rows, over="width", phase=phase)
    return fitted_slope(*([row[column] for row in shown] for column in ("width", "error_mean", "error_stderr")))


def _prediction_z(rows: Rows) -> float | None:
    """Return the largest deviation of an error from its first-order prediction, in standard errors, from width 64 on."""
    shown = [row for row in rows if row["over"] == "width" and row["width"] >= 64]
    return max((abs(row["error_mean"] - row["predicted"]) / row["error_stderr"] for row in shown), default=None)


FINITE_WIDTH_NUMBERS: Mapping[str, Number] = dict(
    [
        _errors(
            "width-slope-critical", "slope of the error over width, at the edge", lambda r: _slope(r, "critical")[0]
        ),
        _errors("width-slope-chaotic", "slope of the error over width, chaotic", lambda r: _slope(r, "chaotic")[0]),
        _errors(
            "width-slope-stderr",
            "the larger standard error of the two slopes",
            lambda rows: max(_slope(rows, phase)[1] for phase in ("critical", "chaotic")),
            digits=1,
        ),
        _errors("width-error-samples", "forward passes for one error", lambda rows: rows[0]["samples"], EXACT),
        _errors("width-error-z", "largest |z| of an error against its prediction", _prediction_z, digits=2),
        _samples(
            "mean-field-corrected-z",
            "largest |z| of the untied samples against the corrected mean field",
            largest_z,
            "random/gradients.csv",
            "random/corrections.csv",
            tolerance=SAMPLED,
            digits=2,
        ),
        _samples(
            "mean-field-tops",
            "pairs of an input and a top delta for each sampled network",
            lambda rows: rows[0]["inputs"] * rows[0]["tops"],
        ),
    ]
)
