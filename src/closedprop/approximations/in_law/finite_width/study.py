"""The laws of finite width in numbers: exact laws, first corrections, and the measured error of the mean field."""

from collections.abc import Mapping, Sequence
from math import exp, pi, sqrt
from typing import Any

import numpy as np

from closedprop.approximations.in_law.edge import edge_of_chaos
from closedprop.approximations.in_law.finite_width.conditional import Chain, mean_field_error
from closedprop.approximations.in_law.finite_width.first_correction import first_correction
from closedprop.approximations.in_law.finite_width.layer_factor import LayerFactor, gradient_ratio
from closedprop.approximations.in_law.finite_width.linear_products import lyapunov_exponents, lyapunov_spectrum
from closedprop.approximations.in_law.finite_width.log_law import LogLaw, leading_log_normal
from closedprop.approximations.in_law.finite_width.tangent_kernel import equal_width_ratio
from closedprop.networks import stream

Row = dict[str, Any]


def finite_width_laws(
    names: Sequence[str],
    widths: Sequence[int],
    layers: Sequence[int],
    drawn: Mapping[str, Any],
    points: int,
    exponents: Sequence[int],
) -> list[Row]:
    """Return the exact laws, a row per number: law, activation, width, layers, quantity, ``at`` and value.

    ``names`` are activations with log-moments; ``drawn`` names the activation, width and layers whose density is tabulated
    at so many ``points``; ``exponents`` are the widths of the Lyapunov exponents, ``at`` being (i - 1) / n.
    """
    rows: list[Row] = []

    def add(law: str, name: str, width: int | None, count: int | None, at: float | None, **values: Any) -> None:
        keys = {"law": law, "activation": name, "width": width, "layers": count}
        rows.extend(keys | {"quantity": key, "at": at, "value": float(value)} for key, value in values.items())

    for name in names:
        for width in widths:
            factor = LayerFactor(name, width)
            mean, variance, *_ = factor.log_cumulants
            moments = {f"moment {k}": factor.moment(k) for k in (2, 3, 4)}
            add("layer", name, width, 1, None, **moments, dead=factor.dead, log_mean=mean, log_variance=variance)
            for count in layers:
                add("gradient", name, width, count, None, ratio=gradient_ratio([width] * count, width, name))
                add("kernel", name, width, count, None, ratio=equal_width_ratio(width, count, name))
                add("log", name, width, count, None, **_log_law(name, width, count))
    law = LogLaw.of([drawn["width"]] * drawn["layers"], drawn["activation"], top=drawn["width"])
    for x in law.mean + sqrt(law.variance) * np.linspace(-5, 3, points):
        normal = exp(-((x - law.mean) ** 2) / (2 * law.variance)) / sqrt(2 * pi * law.variance)
        exact = float(law.density(np.array([x]))[0])
        place = drawn["activation"], drawn["width"], drawn["layers"], float(x)
        add("density", *place, exact=exact, log_normal=normal)
    for width in exponents:
        for i, value in enumerate(lyapunov_exponents(width)):
            add("lyapunov", "identity", width, None, i / width, exponent=value)
    for x in np.linspace(0, 0.995, points):
        add("lyapunov", "identity", None, None, float(x), exponent=float(lyapunov_spectrum(x)))
    return rows


def _log_law(name: str, width: int, count: int) -> dict[str, float]:
    law = LogLaw.of([width] * count, name)
    matched = law.distance_to_normal()
    return {
        "mean": law.mean,
        "variance": law.variance,
        "skewness": law.skewness,
        "survival": law.survival,
        "distance": matched.largest,
        "area": matched.area,
        "leading_distance": law.distance_to_normal(*leading_log_normal([width] * count, name)).largest,
        "bound": law.berry_esseen,
    }


def first_corrections(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the first corrections at the regimes and layers of ``rows``, those of the mean field over depth.

    Columns: activation, phase, sigma_w, sigma_b, layer; ``gradient``, the coefficient of the relative correction of
    the mean squared gradient; ``log_variance``, that of its logarithm's variance; ``vertex``.
    """
    depth = max(row["layer"] for row in rows)
    corrected = []
    for regime in (row for row in rows if row["layer"] == 1):
        keys = {key: regime[key] for key in ("activation", "phase", "sigma_w", "sigma_b")}
        theory = first_correction(
            regime["activation"], regime["sigma_w"], regime["sigma_b"], regime["input_variance"], depth
        )
        for layer in range(1, depth + 1):
            columns = {name: float(getattr(theory, name)[layer - 1]) for name in ("gradient", "log_variance", "vertex")}
            corrected.append(keys | {"layer": layer} | columns)
    return corrected


def width_errors(
    regimes: Mapping[str, Mapping[str, Mapping[str, Any]]],
    widths: Sequence[int],
    depth: int,
    depths: Sequence[int],
    width: int,
    samples: int,
    seed: int,
) -> list[Row]:
    r"""Return the relative error of the mean field at :math:`\delta^{(1)}`: measured, and its first-order prediction.

    ``regimes[activation][phase]`` gives ``weight_variance`` (a number, or "critical") and ``bias_variance`` > 0. The errors
    are taken at ``depth`` over ``widths``, and at ``width`` over ``depths``. Columns: activation, phase, sigma_w, sigma_b,
    over, width, depth, samples, error_mean, error_stderr, predicted.
    """
    shapes = [("width", n, depth) for n in widths] + [("depth", width, L) for L in depths]
    cases = [(name, phase, regime) for name, phases in regimes.items() for phase, regime in phases.items()]
    rows = []
    for number, (name, phase, regime) in enumerate(cases):
        sigma_b = sqrt(regime["bias_variance"])
        critical = regime["weight_variance"] == "critical"
        sigma_w = edge_of_chaos(name, sigma_b)[0] if critical else sqrt(regime["weight_variance"])
        for over, n, L in shapes:
            chain = Chain(name, n, L, sigma_w, sigma_b)
            measured = mean_field_error(chain, stream(seed, "random", number, n, L), samples, seed)
            rows.append(
                {"activation": name, "phase": phase, "sigma_w": sigma_w, "sigma_b": sigma_b}
                | {"over": over, "width": n, "depth": L, "samples": samples}
                | {"error_mean": measured.mean, "error_stderr": measured.stderr}
                | {"predicted": float(chain.correction.gradient[0]) / n}
            )
    return rows


def fitted_slope(widths: Sequence[float], errors: Sequence[float], stderrs: Sequence[float]) -> tuple[float, float]:
    r"""Return the slope of :math:`\log |\text{error}|` over the logarithm of the width, and its standard error.

    Weighted least squares with the weights of the relative standard errors.

    >>> slope, _ = fitted_slope([10, 100, 1000], [0.1, 0.01, 0.001], [0.01, 0.001, 0.0001])
    >>> round(slope, 9)
    -1.0
    """
    x, y = np.log(widths), np.log(np.abs(errors))
    weights = (np.abs(errors) / np.asarray(stderrs)) ** 2
    centered = x - np.average(x, weights=weights)
    information = float(np.sum(weights * centered**2))
    return float(np.sum(weights * centered * y)) / information, information**-0.5
