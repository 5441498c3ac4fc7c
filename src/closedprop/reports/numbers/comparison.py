"""The numbers of the comparison of all approximations with the recursion."""

from collections.abc import Callable, Mapping
from math import ceil, floor, log10
from typing import Any

from closedprop.reports.numbers.number import ERRORS, EXACT, SAMPLED, Number
from closedprop.reports.records import Rows, distinct, select

_TANH = {"activation": "tanh", "usual": 1, "tied": 1, "residual": 0, "sigma_b": 0.0}


def _laws(
    key: str, meaning: str, value: Callable[[Rows], Any], tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    file = ("approximations/laws/{compared}.csv",)
    return key, Number(meaning, file, "approximation_laws", "approximations.laws", value, tolerance, digits)


def _costs(key: str, meaning: str, value: Callable[[Rows], Any], digits: int = 2) -> tuple[str, Number]:
    file = ("approximations/costs.csv",)
    return key, Number(meaning, file, "approximation_costs", "approximations.costs", value, EXACT, digits)


def _errors(key: str, meaning: str, value: Callable[[Rows], Any]) -> tuple[str, Number]:
    file = ("approximations/errors/{compared}.csv",)
    return key, Number(meaning, file, "approximation_errors", "approximations.errors", value, SAMPLED, 2)


def _best(column: str = "error_median", **place: Any) -> Callable[[Rows], float | None]:
    """Return how to read the least median at a place, over the methods that refuse less than half of the networks."""

    def value(rows: Rows) -> float | None:
        found = [row for row in select(rows, **_TANH, **place) if row[column] is not None and row["refused"] < 0.5]
        return min((row[column] for row in found), default=None)

    return value


def _least(key: str, meaning: str, **place: Any) -> tuple[str, Number]:
    return _errors(key, f"least median error of the methods {meaning}, tanh", _best(**place))


def _of(key: str, method: str, place: Mapping[str, Any], column: str = "error_median") -> tuple[str, Number]:
    shown = ", ".join(f"{name} = {value}" for name, value in place.items())
    return _errors(key, f"{column} of {method}, tanh, {shown}", _best(column, method=method, **place))


def _deviation(rows: Rows) -> float:
    """Return the largest deviation of a measured from a predicted order, rounded up to one digit."""
    largest = max(abs(row["measured"] - row["predicted"]) for row in rows if row["measured"] is not None)
    unit = 10.0 ** floor(log10(largest))
    return ceil(largest / unit) * unit


def _local(choose: Callable[[list[float]], float]) -> Callable[[Rows], float]:
    """Return how to read an extreme of evaluation / recursion of the local approximations of plain networks."""
    return lambda rows: choose([row["ratio"] for row in select(rows, closed=0, usual=1) if row["method"] != "magnus"])


def _paid_back(rows: Rows, method: str) -> int | None:
    width = max(distinct(rows, "width"))
    found = select(rows, method=method, usual=1, width=width, depth=1000)
    return found[0]["inputs"] if found else None


_DEEP = {"width": 2, "sigma_w": 0.9, "depth": 1000}
_CRITICAL = {"width": 1, "sigma_w": 1.0, "depth": 3000}
_EXPANDING = {"width": 2, "sigma_w": 1.5, "depth": 30, "amplitude": 0.1}

COMPARISON_NUMBERS: Mapping[str, Number] = dict(
    [
        _laws("comparison-measured", "orders measured", lambda rows: sum(row["measured"] is not None for row in rows)),
        _laws("comparison-deviation", "largest deviation of a measured order", _deviation, ERRORS, 1),
        _laws(
            "comparison-instances", "instances of the bounds", lambda rows: sum(row["instances"] or 0 for row in rows)
        ),
        _laws(
            "comparison-violations", "errors above the bound", lambda rows: sum(row["violations"] or 0 for row in rows)
        ),
        _costs("comparison-local-least", "least operations of a local approximation / recursion", _local(min)),
        _costs("comparison-local-most", "most operations of a local approximation / recursion", _local(max)),
        _costs(
            "comparison-paid-back-amplitude",
            "inputs that pay for the setup of amplitude, largest width, depth 1000",
            lambda rows: _paid_back(rows, "amplitude"),
        ),
        _costs(
            "comparison-paid-back-carleman",
            "inputs that pay for the setup of carleman, largest width, depth 1000",
            lambda rows: _paid_back(rows, "carleman"),
        ),
        _least("comparison-deep-tenth", "closed in depth, at depth 1000 and h = 0.1", closed=1, amplitude=0.1, **_DEEP),
        _least("comparison-deep-third", "closed in depth, at depth 1000 and h = 0.3", closed=1, amplitude=0.3, **_DEEP),
        _least("comparison-deep-one", "closed in depth, at depth 1000 and h = 1", closed=1, amplitude=1.0, **_DEEP),
        _least("comparison-deep-three", "closed in depth, at depth 1000 and h = 3", closed=1, amplitude=3.0, **_DEEP),
        _of("comparison-angle", "amplitude", {"amplitude": 0.3, **_DEEP}, "angle_median"),
        _least("comparison-expanding", "closed in depth, at sigma_w = 1.5 and h = 0.1", closed=1, **_EXPANDING),
        _least("comparison-expanding-local", "local, at sigma_w = 1.5 and h = 0.1", closed=0, **_EXPANDING),
        _of("comparison-critical-surrogate", "surrogate", _CRITICAL),
        _of("comparison-critical-linearization", "linearization", _CRITICAL),
        _of("comparison-critical-series", "critical", _CRITICAL),
    ]
)
