r"""Closed forms over training time: least squares by gradient descent, two linear layers by gradient flow."""

from math import copysign, cosh, exp, expm1, sqrt, tanh
from typing import Any

import numpy as np

from closedprop.scalars import FLOATS, RATIONALS, Invalid, Scalars, Undefined


def least_squares_descent(X: Any, y: Any, w0: Any, rate: Any, steps: int, over: Scalars = FLOATS) -> np.ndarray:
    r"""Return the weights after ``steps`` steps of gradient descent on :math:`\frac12 \|Xw - y\|^2`, without the steps.

    .. math:: w_t = w_* + (I - \eta H)^t (w_0 - w_*) = w_0 - \eta \sum_{j<t} (I - \eta H)^j (H w_0 - c),
              \qquad H = X^\top X, \; c = X^\top y

    The second form needs no minimizer, so H may be singular. Over FLOATS it is evaluated in the eigenbasis of H as
    :math:`-\mathrm{expm1}(t \log(1 - \eta\lambda))/\lambda`; over RATIONALS (and BALLS) by doubling the sum.
    Shapes: ``X`` (m, N), ``y`` (m,), ``w0`` (N,); result (N,).
    Error: exact over RATIONALS; over FLOATS that of the eigenvectors of H, independent of ``steps`` while
    :math:`\eta\lambda \le 2`.    Cost: N^3 and O(N^2) over FLOATS, N^3 log(steps) elsewhere.
    Raises ``Invalid`` for wrong shapes or a negative number of steps.
    Paper: thm:least-squares.

    >>> least_squares_descent([[1, 0], [1, 1]], [1, 2], [0, 0], "1/4", 2, over=RATIONALS)
    array([1, 11/16], dtype=object)
    """
    if over not in (FLOATS, RATIONALS) and str(over) != "BALLS":
        raise Undefined(f"gradient descent over {over}", "not defined there", "use over=FLOATS, RATIONALS or BALLS")
    design, targets, start = over.array(X), over.array(y), over.array(w0)
    if design.ndim != 2 or targets.shape != design.shape[:1] or start.shape != design.shape[1:]:
        found = f"shapes {design.shape}, {targets.shape} and {start.shape}"
        raise Invalid("X, y and w_0", found, "give shapes (m, N), (m,) and (N,)")
    if steps < 0:
        raise Invalid(f"gradient descent over {steps} steps", "a negative number", "give at least 0")
    H, eta = design.T @ design, over.convert(rate)
    gradient = H @ start - design.T @ targets
    if over is FLOATS:
        values, vectors = np.linalg.eigh(H)
        return start - vectors @ (_geometric(eta, np.maximum(values, 0.0), steps) * (vectors.T @ gradient))
    identity = over.array(np.eye(len(start), dtype=int).tolist())
    return start - eta * (_geometric_sum(identity - eta * H, identity, steps) @ gradient)


def _geometric(eta: float, values: np.ndarray, steps: int) -> np.ndarray:
    r"""Return :math:`(1 - (1 - \eta\lambda)^t)/\lambda`, and :math:`\eta t` at 0, without cancellation."""
    result = np.empty(len(values))
    for i, value in enumerate(values):
        step = eta * value
        if value == 0:
            result[i] = eta * steps
        elif step == 1:
            result[i] = (steps > 0) / value
        elif step < 1:
            result[i] = -np.expm1(steps * np.log1p(-step)) / value
        else:  # the base is negative: a power of its modulus, with a sign
            with np.errstate(divide="ignore", over="ignore"):  # a modulus above 1 diverges, and says so by infinity
                size = steps * np.log1p(step - 2)
                result[i] = (-np.expm1(size) if steps % 2 == 0 else 1 + np.exp(size)) / value
    return result


def _geometric_sum(matrix: np.ndarray, identity: np.ndarray, steps: int) -> np.ndarray:
    r"""Return :math:`\sum_{j<t} A^j` by doubling: :math:`S_{2t} = S_t + A^t S_t`."""
    total, power = identity * 0, identity
    for digit in bin(steps)[2:]:
        total, power = total + power @ total, power @ power
        if digit == "1":
            total, power = total + power, power @ matrix
    return total


def saxe_mode(time: float, strength: float, initial: float, tau: float = 1.0) -> float:
    r"""Return the strength of one mode of a balanced two-layer linear network under gradient flow.

    .. math:: a(t) = \frac{s\, e^{2st/\tau}}{e^{2st/\tau} - 1 + s/a_0}
              = \frac{a_0}{e^{-x} + a_0 (1 - e^{-x})/s}, \qquad x = 2st/\tau

    The second form does not overflow; for s = 0 it is :math:`a_0/(1 + 2 a_0 t/\tau)`.
    Error: a few units in the last place.    Raises ``Invalid`` for a_0 < 0, t < 0 or tau <= 0.
    Source: Saxe, McClelland & Ganguli, arXiv:1312.6120.
    Paper: thm:deep-linear-flow.

    >>> [round(saxe_mode(t, strength=3, initial=1e-3), 7) for t in (0.5, 1.0, 1.5)]
    [0.0199586, 0.3557125, 2.1896116]
    """
    if initial < 0 or time < 0 or tau <= 0:
        raise Invalid(
            f"the mode with a_0 = {initial} at t = {time}, tau = {tau}",
            "a negative number",
            "give t, a_0 >= 0, tau > 0",
        )
    if initial == 0:
        return 0.0
    x = 2 * strength * time / tau
    if x >= 0:
        return initial / (exp(-x) + initial * _decay(x) * 2 * time / tau)
    return initial * exp(x) / (1 + initial * exp(x) * _decay(x) * 2 * time / tau) if x > -700 else 0.0


def _decay(x: float) -> float:
    r"""Return :math:`(1 - e^{-x})/x`, which is 1 at 0."""
    return 1.0 if x == 0 else -expm1(-x) / x


def deep_linear_flow(
    U: Any, strengths: Any, V: Any, initial: Any, time: float, tau: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return the weights of a two-layer linear network at one time: aligned, balanced gradient flow towards U S V^T.

    .. math:: W_1 = A^{1/2} V^\top, \qquad W_2 = U A^{1/2}, \qquad A = \mathrm{diag}(a_i(t))

    Shapes: ``U`` (n_out, r), ``V`` (n_in, r) with orthonormal columns, ``strengths`` and ``initial`` (r,); the result
    has shapes (r, n_in) and (n_out, r).    Error: rounding.    Cost: r (n_in + n_out).
    Raises ``Invalid`` where the columns are not orthonormal to 1e-8.

    >>> W1, W2 = deep_linear_flow([[1.0]], [3.0], [[1.0]], [1e-3], time=1.0)
    >>> round(float((W2 @ W1)[0, 0]), 7)
    0.3557125
    """
    left, right = FLOATS.array(U), FLOATS.array(V)
    for name, matrix in (("U", left), ("V", right)):
        off = float(np.abs(matrix.T @ matrix - np.eye(matrix.shape[1])).max())
        if off > 1e-8:
            raise Invalid(f"the columns of {name}", f"not orthonormal, off by {off:.1e}", "take them from an SVD")
    modes = [saxe_mode(time, s, a, tau) for s, a in zip(FLOATS.array(strengths), FLOATS.array(initial), strict=True)]
    roots = np.sqrt(np.array(modes))
    return roots[:, None] * right.T, left * roots


def two_layer_flow(u0: float, v0: float, strength: float, time: float, tau: float = 1.0) -> tuple[float, float]:
    r"""Return (u, v) at one time under gradient flow on :math:`\frac12 (s - uv)^2`, for any initial weights.

    .. math:: (u \pm v)^2 = \frac{(\omega \pm sT)(u_0 \pm v_0)^2 + \frac12 c^2 T}{\frac12 T (u_0 \pm v_0)^2 + \omega \mp sT},
              \quad c = u_0^2 - v_0^2, \; \omega = \sqrt{s^2 + c^2/4}, \; T = \tanh(\omega t/\tau)

    Error: a few units in the last place of the larger weight, but for the cancellation in :math:`\omega - |s| T`, which is
    evaluated as :math:`(c^2/4 + s^2 (1 - T^2))/(\omega + |s| T)`.    Raises ``Invalid`` for t < 0 or tau <= 0.
    Paper: prop:two-layer-flow.

    >>> u, v = two_layer_flow(0.03, 0.03, 3.0, 0.0)
    >>> round(u, 12), round(v, 12)
    (0.03, 0.03)
    """
    if time < 0 or tau <= 0:
        raise Invalid(f"gradient flow at t = {time}, tau = {tau}", "a negative number", "give t >= 0 and tau > 0")
    c = (u0 - v0) * (u0 + v0)
    omega = sqrt(strength**2 + c**2 / 4)
    if omega == 0:  # the limit: T / omega tends to t / tau
        p, q = (start / sqrt(1 + start**2 * time / (2 * tau)) for start in (u0 + v0, u0 - v0))
        return (p + q) / 2, (p - q) / 2
    T = tanh(omega * time / tau)
    decayed = 1 / cosh(omega * time / tau) if omega * time < 700 * tau else 0.0
    large = omega + abs(strength) * T
    small = (c**2 / 4 + (strength * decayed) ** 2) / large
    up, down = (large, small) if strength >= 0 else (small, large)
    p = _root(u0 + v0, up, down, c, T)
    q = _root(u0 - v0, down, up, c, T)
    return (p + q) / 2, (p - q) / 2


def _root(start: float, numerator: float, denominator: float, c: float, T: float) -> float:
    if start == 0:
        return 0.0
    square = (numerator * start**2 + c**2 * T / 2) / (T * start**2 / 2 + denominator)
    return copysign(sqrt(square), start)
