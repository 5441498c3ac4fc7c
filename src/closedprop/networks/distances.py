r"""How far an approximate delta is from the true one: relative error, error of the norm, angle; and their quantiles."""

from typing import Any

import numpy as np


def relative_errors(rough: np.ndarray, truth: np.ndarray) -> np.ndarray:
    r"""Return :math:`|\tilde\delta - \delta| / |\delta|` for each row; a result that overflowed counts as infinite.

    Shapes: (count, N) both; result (count,).

    >>> relative_errors(np.array([[1.0, 2.0], [np.nan, 0.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))
    array([ 2., inf])
    """
    error = np.linalg.norm(rough - truth, axis=1) / np.linalg.norm(truth, axis=1)
    return np.where(np.isnan(error), np.inf, error)


def norm_errors(rough: np.ndarray, truth: np.ndarray) -> np.ndarray:
    r"""Return :math:`\bigl| |\tilde\delta| - |\delta| \bigr| / |\delta|` for each row; infinite where it overflowed.

    Shapes: (count, N) both; result (count,).

    >>> norm_errors(np.array([[0.0, 2.0]]), np.array([[1.0, 0.0]]))
    array([1.])
    """
    size = np.linalg.norm(truth, axis=1)
    error = np.abs(np.linalg.norm(rough, axis=1) - size) / size
    return np.where(np.isnan(error), np.inf, error)


def angles(rough: np.ndarray, truth: np.ndarray) -> np.ndarray:
    r"""Return the angle between the two deltas of each row, in radians; a right angle where one has no direction.

    Shapes: (count, N) both; result (count,).

    >>> angles(np.array([[0.0, 2.0], [0.0, 0.0]]), np.array([[1.0, 1.0], [1.0, 0.0]])).round(4)
    array([0.7854, 1.5708])
    """
    with np.errstate(invalid="ignore"):  # 0 / 0
        u, v = (array / np.linalg.norm(array, axis=1, keepdims=True) for array in (rough, truth))
    # Kahan's form: accurate for small angles, where the arc cosine loses half of the digits.
    angle = 2 * np.arctan2(np.linalg.norm(u - v, axis=1), np.linalg.norm(u + v, axis=1))
    return np.where(np.isnan(angle), np.pi / 2, angle)


def quantiles(quantity: str, values: np.ndarray) -> dict[str, Any]:
    """Return the median and the 5 and 95 % quantiles as columns of a row.

    >>> quantiles("error", np.array([3.0, 1.0, 2.0]))
    {'error_median': 2.0, 'error_p05': 1.0, 'error_p95': 2.0}
    """
    # "lower" picks a sample: no interpolation between a finite and an infinite error
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95], method="lower")
    return {f"{quantity}_median": float(median), f"{quantity}_p05": float(low), f"{quantity}_p95": float(high)}
