r"""How fast the local approximations converge as their order grows: the rates of the theory, and measured ones."""

from collections.abc import Sequence
from math import log, pi, sqrt
from typing import Any

import numpy as np

from closedprop.approximations.local.chebyshev import chebyshev_local
from closedprop.approximations.local.minimax import minimax_local
from closedprop.approximations.local.pade import pade_local
from closedprop.networks import Activation, activation

_GRID = 2001  # arbitrary: points at which an error is looked for
_REACH, _STEP = 13.0, 0.01  # derived: exp(-z^2/4) is 5e-19 at 13; He_400 has some 60 oscillations up to there


def local_rates(
    names: Sequence[str],
    radius: float,
    orders: Sequence[int],
    series_orders: Sequence[int],
    deviation: float,
    degrees: Sequence[int],
) -> list[dict[str, Any]]:
    r"""Return, for each activation with a pole, predicted and measured rates of convergence about 0.

    * Chebyshev, minimax: the error on [-r, r] falls by the factor :math:`\rho` an order, for the largest ellipse.
    * Pade: the error at r falls by the same factor.
    * Hermite: :math:`|c_j| \sim e^{-\alpha \sqrt j}`, :math:`\alpha = a / \sigma`, for the singularities at a distance a.

    Measured between two ``orders``, two ``series_orders`` of Pade approximants, two ``degrees`` of Hermite polynomials.
    """
    rows = []
    for name in names:
        act = activation(name)
        singular = act.radius(0.0)
        ellipse = (singular + sqrt(singular**2 + radius**2)) / radius
        for method, between in (("chebyshev", orders), ("minimax", orders), ("pade", series_orders)):
            errors = [_error(method, act, radius, order) for order in between]
            measured = (errors[0] / errors[-1]) ** (1 / (between[-1] - between[0]))
            rows.append(_row(name, method, singular, ellipse, measured))
        coefficients = [abs(_normalized_coefficient(act, deviation, degree)) for degree in degrees]
        measured = log(coefficients[0] / coefficients[-1]) / (sqrt(degrees[-1]) - sqrt(degrees[0]))
        rows.append(_row(name, "hermite", singular, singular / deviation, measured))
    return rows


def _row(name: str, method: str, singular: float, predicted: float, measured: float) -> dict[str, Any]:
    return {"activation": name, "method": method, "singular": singular, "predicted": predicted, "measured": measured}


def _error(method: str, act: Activation, radius: float, order: int) -> float:
    """Return the largest error on the interval that is fitted; for a Pade approximant that at its end."""
    scale, zero = np.array([radius]), np.zeros(1)
    if method == "pade":
        local, points = pade_local(act, zero, order, at_zero=True), scale
    else:
        fitted = chebyshev_local if method == "chebyshev" else minimax_local
        local, points = fitted(act, zero, scale, order), np.linspace(-radius, radius, _GRID)
    return float(np.max(np.abs(local.value(points) - act(points))))


def _normalized_coefficient(act: Activation, deviation: float, degree: int) -> float:
    r"""Return :math:`\mathbb E f(\sigma Z) \mathrm{He}_j(Z) / \sqrt{j!}`, or of the next degree where parity makes it 0.

    The recurrence runs on :math:`\mathrm{He}_j \sqrt{\varphi / j!}`, which stays below 1.
    """
    z = np.arange(-_REACH, _REACH + _STEP / 2, _STEP)
    root = np.exp(-(z**2) / 4) / (2 * pi) ** 0.25
    before, now = np.zeros(z.shape), root
    found = []
    for j in range(degree + 2):
        if j >= degree:
            found.append(float(np.sum(act(deviation * z) * now * root) * _STEP))
        before, now = now, (z * now - sqrt(j) * before) / sqrt(j + 1)
    return max(found, key=abs)
