"""The numbers of the unrolled, linear and solvable networks, the approximations and the random networks."""

from collections.abc import Callable, Mapping
from math import ceil, floor, log10
from typing import Any

from closedprop.reports.numbers.number import ERRORS, EXACT, ROUNDED, SAMPLED, Number, cell, middle
from closedprop.reports.records import Rows, distinct, select


def _worst(rows: Rows, method: str) -> float:
    return max(row["error"] for row in select(rows, method=method) if row["error"] is not None)


def _equal_steps(rows: Rows) -> int:
    """Return up to which step the recursion and Binet's formula agree, without a gap."""
    equal = 0
    for row in rows:
        if (row["delta_1"], row["delta_2"]) != (row["binet_1"], row["binet_2"]):
            break
        equal = row["steps"]
    return equal


def _deviation(rows: Rows) -> float:
    """Return the largest deviation of a measured from a predicted order, rounded up to one digit."""
    largest = max(abs(row["measured"] - row["predicted"]) for row in rows)
    unit = 10.0 ** floor(log10(largest))
    return ceil(largest / unit) * unit


def largest_z(samples: Rows, theory: Rows, corrections: Rows | None = None) -> float:
    """Return the largest |z| of the untied sample means of the squared gradient, over regimes and layers.

    With ``corrections`` the theory is corrected to first order in 1/width.
    """
    depth = max(distinct(theory, "layer"))
    scores = []
    for row in select(samples, tied=0):
        if row["layer"] < depth:
            place = {key: row[key] for key in ("activation", "phase", "layer")}
            predicted = cell(theory, "gradient", **place)
            if corrections:
                predicted *= 1 + cell(corrections, "gradient", **place) / row["width"]
            scores.append(abs(row["gradient_mean"] - predicted) / row["gradient_stderr"])
    return max(scores)


def _tied_ratio(samples: Rows, theory: Rows) -> float | None:
    regime = {"activation": "relu", "phase": "critical", "layer": 1}
    mean, predicted = cell(samples, "gradient_mean", tied=1, **regime), cell(theory, "gradient", **regime)
    return mean / predicted if mean is not None else None


def _growth(key: str, meaning: str, column: str = "terms", **wanted: int) -> tuple[str, Number]:
    value = lambda rows: cell(rows, column, **wanted)  # noqa: E731
    return key, Number(meaning, ("unrolled/growth.csv",), "unrolled_growth", "unrolled.growth", value)


def _accuracy(
    key: str, meaning: str, coupling: Any, method: str, column: str = "error", digits: int = 2
) -> tuple[str, Number]:
    value = lambda rows: middle(rows, column, coupling=coupling, steps=max, method=method)  # noqa: E731
    file = ("linear/accuracy.csv",)
    return key, Number(meaning, file, "linear_accuracy", "linear.accuracy", value, ERRORS, digits)


def _squaring(key: str, meaning: str, value: Callable[[Rows], Any], digits: int = 2) -> tuple[str, Number]:
    return key, Number(meaning, ("linear/squaring.csv",), "linear_squaring", "linear.squaring", value, ERRORS, digits)


def _scan(key: str, meaning: str, value: Callable[[Rows], Any]) -> tuple[str, Number]:
    return key, Number(meaning, ("linear/scan.csv",), "linear_scan", "linear.scan", value)


def _crossover(key: str, method: str) -> tuple[str, Number]:
    value = lambda rows: cell(rows, "steps", method=method, width=max)  # noqa: E731
    meaning = f"depth from which {method} costs less than the recursion, at the largest width"
    return key, Number(meaning, ("linear/crossovers.csv",), "linear_crossovers", "linear.crossovers", value)


def _residual(key: str, meaning: str, column: str) -> tuple[str, Number]:
    value = lambda rows: cell(rows, column, layers=max)  # noqa: E731
    return key, Number(meaning, ("linear/residual.csv",), "linear_residual", "linear.residual", value, SAMPLED, 2)


def _taylor(key: str, order: int, amplitude: Any) -> tuple[str, Number]:
    wanted = {"center": "origin", "tied": 0, "depth": max, "width": max, "sigma_w": 1.0, "order": order}
    value = lambda rows: cell(rows, "error_median", amplitude=amplitude, **wanted)  # noqa: E731
    size = "smallest" if amplitude is min else "largest"
    meaning = (
        f"median error of order {order}, tanh at the origin, sigma_w = 1, {size} amplitude, deepest and widest networks"
    )
    file = ("approximations/taylor_errors/tanh.csv",)
    return key, Number(meaning, file, "taylor_errors", "approximations.taylor_errors", value, SAMPLED, 2)


def _coverage(key: str, meaning: str, value: Callable[[Rows], Any]) -> tuple[str, Number]:
    return key, Number(meaning, ("solvable/coverage.csv",), "solvable_coverage", "reference/solvable-maps.json", value)


def _edge(key: str, name: str) -> tuple[str, Number]:
    value = lambda rows: cell(rows, "sigma_w", activation=name, sigma_b=0.2)  # noqa: E731
    meaning = f"critical sigma_w of {name} at sigma_b = 0.2"
    return key, Number(
        meaning, ("random/edge_of_chaos.csv",), "random_edge_of_chaos", "random.gains", value, ROUNDED, 7
    )


def _quadrature(key: str, rule: str, points: int, tolerance: float) -> tuple[str, Number]:
    def value(rows: Rows) -> float | None:
        error = cell(rows, "error", q=max, rule=rule, points=points)
        return abs(error) if error is not None else None

    meaning = f"relative error of {rule} with {points} points at the largest variance"
    return key, Number(
        meaning, ("random/quadrature.csv",), "random_quadrature", "random.quadrature", value, tolerance, 2
    )


def _samples(
    key: str, meaning: str, value: Callable[..., Any], tolerance: float = EXACT, digits: int = 3
) -> tuple[str, Number]:
    files = ("random/samples.csv", "random/gradients.csv")
    return key, Number(meaning, files, "random_samples", "random.samples", value, tolerance, digits)


FORMS: Mapping[str, Number] = dict(
    [
        _growth("growth-untied-2-5", "monomials of delta^(1), untied, width 2, depth 5", tied=0, width=2, depth=5),
        _growth("growth-untied-3-4", "monomials of delta^(1), untied, width 3, depth 4", tied=0, width=3, depth=4),
        _growth("growth-tied-2-6", "monomials of delta^(1), tied, width 2, depth 6", tied=1, width=2, depth=6),
        _growth(
            "growth-recursion-untied-2-5", "operations of the recursion there", "recursion", tied=0, width=2, depth=5
        ),
        _scan("scan-layers", "largest number of layers", lambda rows: max(distinct(rows, "layers"))),
        _scan(
            "scan-work-pairs",
            "products of the scan there",
            lambda rows: cell(rows, "work", method="pairs", layers=max),
        ),
        _scan(
            "scan-depth-pairs",
            "of them one after another",
            lambda rows: cell(rows, "depth", method="pairs", layers=max),
        ),
        (
            "fibonacci-steps",
            Number(
                "steps up to which the recursion and Binet's formula agree",
                ("linear/fibonacci.csv",),
                "linear_fibonacci",
                "linear.fibonacci",
                _equal_steps,
            ),
        ),
        _squaring(
            "squaring-worst-squaring", "worst error over the angles, squaring", lambda rows: _worst(rows, "squaring")
        ),
        _squaring("squaring-worst-recursion", "the same, recursion", lambda rows: _worst(rows, "recursion")),
        _squaring("squaring-worst-spectral", "the same, eigen-form", lambda rows: _worst(rows, "spectral")),
        _squaring("squaring-condition", "cond(V), median over the angles", lambda rows: middle(rows, "condition"), 3),
        _accuracy("linear-error-normal-recursion", "median error, normal weights, recursion", 0, "recursion"),
        _accuracy("linear-error-normal-spectral", "the same, eigen-form", 0, "spectral"),
        _accuracy(
            "linear-error-strong-recursion", "median error, strongly non-normal weights, recursion", max, "recursion"
        ),
        _accuracy("linear-error-strong-spectral", "the same, eigen-form", max, "spectral"),
        _accuracy("linear-error-strong-squaring", "the same, squaring", max, "squaring", digits=1),
        _accuracy("linear-condition-strong", "median cond(V) there", max, "recursion", "condition", digits=1),
        _crossover("crossover-squaring", "squaring"),
        _crossover("crossover-spectral", "spectral"),
        _residual("residual-error", "relative distance from the limit at the largest depth", "error"),
        _residual("residual-bound", "the proved bound there", "bound"),
        (
            "local-order-deviation",
            Number(
                "largest deviation of a measured order from the predicted one",
                ("approximations/local_orders/{compared}.csv",),
                "local_orders",
                "approximations.local_orders",
                _deviation,
                ROUNDED,
                1,
            ),
        ),
        _taylor("taylor-tanh-small", 9, min),
        _taylor("taylor-tanh-large", 9, max),
        _taylor("taylor-tanh-large-linear", 1, max),
        _coverage("solver-known", "maps with a known closed form", lambda rows: len(select(rows, expected=1))),
        _coverage("solver-solved", "of them solved", lambda rows: len(select(rows, expected=1, solved=1))),
        _coverage(
            "solver-rsolve", "of them solved by SymPy's rsolve", lambda rows: len(select(rows, expected=1, rsolve=1))
        ),
        _coverage(
            "solver-wrong", "answers on maps without a form", lambda rows: len(select(rows, expected=0, solved=1))
        ),
        _edge("edge-tanh", "tanh"),
        _edge("edge-elu", "elu"),
        _quadrature("quadrature-hermite-25", "Gauss-Hermite", 25, ROUNDED),
        _quadrature("quadrature-hermite-100", "Gauss-Hermite", 100, ROUNDED),
        _quadrature("quadrature-trapezoid", "trapezoid", 321, ERRORS),
        _samples("mean-field-samples", "sampled networks a regime", lambda rows, _: rows[0]["samples"]),
        _samples("mean-field-width", "their width", lambda rows, _: rows[0]["width"]),
        _samples("mean-field-largest-z", "largest |z| of the untied samples", largest_z, SAMPLED, 2),
        _samples(
            "mean-field-tied-relu", "tied sample mean over theory, critical relu, layer 1", _tied_ratio, SAMPLED, 2
        ),
    ]
)
