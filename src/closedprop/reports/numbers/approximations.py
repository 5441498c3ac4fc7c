"""The numbers of the approximations."""

from collections.abc import Callable, Mapping
from math import ceil, floor, log10
from typing import Any

from closedprop.reports.numbers.number import ERRORS, EXACT, ROUNDED, SAMPLED, Number, cell
from closedprop.reports.records import Rows, select


def _bounds(
    key: str, meaning: str, value: Callable[[Rows], Any], tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    file = ("approximations/local_bounds.csv",)
    return key, Number(meaning, file, "local_bounds", "approximations.local_bounds", value, tolerance, digits)


def _matrix(
    key: str, meaning: str, value: Callable[[Rows], Any], tolerance: float = EXACT, digits: int = 2
) -> tuple[str, Number]:
    file = ("approximations/matrix_forms.csv",)
    return key, Number(meaning, file, "matrix_forms", "approximations.matrix_forms", value, tolerance, digits)


def _amplitude(
    key: str, meaning: str, study: str, value: Callable[[Rows], Any], tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    file, rule = (f"approximations/amplitude_{study}.csv",), f"amplitude_{study}"
    return key, Number(meaning, file, rule, f"approximations.{rule}", value, tolerance, digits)


def _disc(key: str, meaning: str, column: str) -> tuple[str, Number]:
    return _amplitude(key, meaning, "discs", lambda rows: cell(rows, column, weight=0.5), ROUNDED, 5)


def _largest_median(method: str) -> Callable[[Rows], float]:
    return lambda rows: max(row["ratio_median"] for row in select(rows, method=method))


def _least_of_a_method(rows: Rows) -> int:
    """Return the least number of instances that a method has."""
    methods = {row["method"] for row in rows}
    return min(sum(row["instances"] for row in select(rows, method=method)) for method in methods)


def _critical(key: str, meaning: str, column: str, digits: int) -> tuple[str, Number]:
    file = ("approximations/critical_constants.csv",)
    value = lambda rows: cell(rows, column, activation="tanh", weight=1)  # noqa: E731
    return key, Number(meaning, file, "critical_constants", "approximations.critical_constants", value, ROUNDED, digits)


def _replaced(key: str, method: str, weight: float, start: float) -> tuple[str, Number]:
    file = ("approximations/surrogate_depth.csv",)
    place = {"method": method, "weight": weight, "start": start}
    value = lambda rows: _deepest(rows, **place)  # noqa: E731
    meaning = f"relative error of {method} at the greatest depth, w = {weight}, x = {start}"
    return key, Number(meaning, file, "surrogate_depth", "approximations.surrogate_depth", value, SAMPLED)


def _deepest(rows: Rows, **place: Any) -> float | None:
    found = select(rows, **place)
    return max(found, key=lambda row: row["steps"])["error"] if found else None


def _order_deviation(rows: Rows) -> float:
    """Return the largest deviation of a measured from a predicted exponent, rounded up to one digit."""
    largest = max(abs(row["measured"] - row["predicted"]) for row in rows)
    unit = 10.0 ** floor(log10(largest))
    return ceil(largest / unit) * unit


APPROXIMATION_NUMBERS: Mapping[str, Number] = dict(
    [
        _critical("critical-tanh", "constant of delta of the critical tanh layer at x = 4/5", "constant", 11),
        _critical("critical-solvable", "the same of the solvable layer", "solvable", 11),
        _critical("critical-ratio", "relative difference of the two", "ratio", 3),
        _replaced("surrogate-taylor-3", "taylor 3", 1, 0.8),
        _replaced("surrogate-taylor-5", "taylor 5", 1, 0.8),
        _replaced("surrogate-small-matched", "surrogate, matched", 1, 0.4),
        _replaced("surrogate-small-taylor-5", "taylor 5", 1, 0.4),
        _replaced("surrogate-expanding", "surrogate, matched", 1.1, 0.8),
        _replaced("surrogate-expanding-moebius", "moebius_surrogate", 1.1, 0.8),
        (
            "surrogate-order-deviation",
            Number(
                "largest deviation of a measured exponent from the predicted one",
                ("approximations/surrogate_orders.csv",),
                "surrogate_orders",
                "approximations.surrogate_orders",
                _order_deviation,
                ROUNDED,
                1,
            ),
        ),
        _matrix("matrix-cases", "random instances", lambda rows: sum(row["instances"] for row in rows)),
        _matrix("matrix-violations", "errors above the bound", lambda rows: sum(row["violations"] for row in rows)),
        _matrix("carleman-ratio", "largest median of bound over error", _largest_median("carleman"), SAMPLED),
        _matrix("magnus-ratio", "largest median of bound over error", _largest_median("magnus"), SAMPLED),
        _matrix("magnus-frozen-ratio", "largest median of bound over error", _largest_median("magnus_frozen"), SAMPLED),
        _disc("koenigs-radius", "radius of the Koenigs series of tanh(z)/2: proved", "radius"),
        _disc("koenigs-singularity", "its nearest singularity", "singularity"),
        _disc("poincare-reach", "radius of the Poincare series of tanh(z)/2: proved", "reach"),
        _disc("poincare-asymptote", "its nearest singularity", "asymptote"),
        _amplitude(
            "amplitude-first",
            "layers of 9/10 tanh to do first, for every input",
            "discs",
            lambda rows: cell(rows, "first", weight=0.9),
        ),
        _amplitude(
            "amplitude-deviation",
            "largest deviation of a measured from a predicted order",
            "orders",
            lambda rows: max(abs(row["measured"] - row["predicted"]) for row in rows),
            ERRORS,
            1,
        ),
        _amplitude("amplitude-cases", "random instances", "bounds", lambda rows: sum(row["instances"] for row in rows)),
        _amplitude(
            "amplitude-ratio",
            "largest median of bound over error",
            "bounds",
            lambda rows: max(row["ratio_median"] for row in rows),
            SAMPLED,
        ),
        _amplitude(
            "amplitude-violations",
            "errors above the bound",
            "bounds",
            lambda rows: sum(row["violations"] for row in rows),
        ),
        _bounds(
            "local-bound-instances", "instances of the running bound", lambda rows: sum(r["instances"] for r in rows)
        ),
        _bounds("local-bound-least", "instances of the method with the fewest", _least_of_a_method),
        _bounds("local-bound-violations", "errors above the bound", lambda rows: sum(r["violations"] for r in rows)),
        _bounds(
            "local-bound-median",
            "largest median of bound over error, over activations and methods",
            lambda rows: max(r["ratio_median"] for r in rows),
            SAMPLED,
            2,
        ),
        (
            "local-order-ratio",
            Number(
                "largest bound over error in the measurement of orders, rounded up",
                ("approximations/local_orders/{compared}.csv",),
                "local_orders",
                "approximations.local_orders",
                lambda rows: ceil(100 * max(r["ratio"] for r in rows)) / 100,
                SAMPLED,
            ),
        ),
    ]
)
