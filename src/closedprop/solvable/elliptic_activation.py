r"""The elliptic activation: :math:`\tan \log f = k \tan \log z`, solvable for all weights because rotations are.

In :math:`s = \log z` a layer :math:`w f_k` moves the direction :math:`v(s) = (\cos s, \sin s)` by the matrix
:math:`R(\log w)\, \mathrm{diag}(1, k)`. A product of such matrices knows the angle of its image only up to full turns, so each
is kept as a pair: an angle theta, a real number, and a symmetric positive definite P, which turns no vector by a right angle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, Scalars
from closedprop.solvable.scalar_form import call, scalar_family

Number = Any


@dataclass(frozen=True)
class Turn:
    r"""The map :math:`R(\theta) P` of directions, with its angle: P = [[a, b], [b, d]] is positive definite."""

    theta: Number
    a: Number
    b: Number
    d: Number

    def after(self, first: "Turn") -> "Turn":
        r"""Return the composition: first ``first``, then this.

        .. math:: (\theta_2, P_2)(\theta_1, P_1) = (\theta_1 + \theta_2 + \psi,\; R(-\psi) Q), \quad
                  Q = R(-\theta_1) P_2 R(\theta_1) P_1, \quad \psi = \arctan \frac{Q_{21} - Q_{12}}{Q_{11} + Q_{22}}
        """
        c, s = call("cos", first.theta), call("sin", first.theta)
        # R(-theta) P R(theta) is symmetric
        a = c * c * self.a + 2 * c * s * self.b + s * s * self.d
        b = (c * c - s * s) * self.b + c * s * (self.d - self.a)
        d = s * s * self.a - 2 * c * s * self.b + c * c * self.d
        q11, q12 = a * first.a + b * first.b, a * first.b + b * first.d
        q21, q22 = b * first.a + d * first.b, b * first.b + d * first.d
        trace, twist = q11 + q22, q21 - q12  # the trace is positive: Q is similar to a positive definite matrix
        psi = arctangent(twist / trace)
        c, s = call("cos", psi), call("sin", psi)
        return Turn(self.theta + first.theta + psi, c * q11 + s * q21, c * q12 + s * q22, c * q22 - s * q12)

    def angle(self, s: Number) -> Number:
        r"""Return the image of the angle s: :math:`\theta + s + \arctan(\det(v, Pv) / v^\top P v)`."""
        x, y, px, py = self._image(s)
        return self.theta + s + arctangent((x * py - y * px) / (x * px + y * py))

    def slope(self, s: Number) -> Number:
        r"""Return the derivative of :meth:`angle`: :math:`\det P / \|P v\|^2`."""
        _, _, px, py = self._image(s)
        return (self.a * self.d - self.b * self.b) / (px * px + py * py)

    def _image(self, s: Number) -> tuple[Number, Number, Number, Number]:
        x, y = call("cos", s), call("sin", s)
        return x, y, self.a * x + self.b * y, self.b * x + self.d * y


def arctangent(x: Number) -> Number:
    """Return arctan of a float or a ball."""
    return np.arctan(x) if isinstance(x, float | np.floating) else x.atan()


def elliptic_activation(z: Number, k: Number, over: Scalars = FLOATS) -> Number:
    r"""Return the elliptic activation, an increasing analytic bijection of the positive numbers.

    .. math:: f_k(z) = z \exp\Bigl(\arctan \frac{(k - 1) \sin(2 \log z)}{(k + 1) - (k - 1) \cos(2 \log z)}\Bigr), \qquad
              \tan \log f_k(z) = k \tan \log z

    Error: rounding, or an enclosure over BALLS.
    Paper: prop:elliptic-activation.

    >>> z = 2.0
    >>> bool(abs(np.tan(np.log(elliptic_activation(z, 3))) - 3 * np.tan(np.log(z))) < 1e-13)
    True
    """
    point, factor = over.convert(z), over.convert(k)
    twice = 2 * call("log", point)
    below = factor + 1 - (factor - 1) * call("cos", twice)
    return point * call("exp", arctangent((factor - 1) * call("sin", twice) / below))


def _layer_map(layer: tuple[Number, Number], z: Number, over: Scalars) -> Number:
    return layer[0] * elliptic_activation(z, layer[1], over)


def _layer_slope(layer: tuple[Number, Number], z: Number, over: Scalars) -> Number:
    w, k = layer
    s = call("log", z)
    x, y = call("cos", s), call("sin", s)
    return _layer_map((w, k), z, over) / z * k / (x * x + k * k * y * y)


def _turn(layer: tuple[Number, Number]) -> Turn:
    w, k = layer
    return Turn(call("log", w), w * 0 + 1, w * 0, k)


def _power(layer: tuple[Number, Number], n: int, over: Scalars) -> Turn:
    total, square = Turn(over.zero, over.one, over.zero, over.one), _turn(layer)
    while n:
        total = square.after(total) if n % 2 else total
        square, n = square.after(square) if n > 1 else square, n // 2
    return total


def _product(layers: Sequence[tuple[Number, Number]], over: Scalars) -> Turn:
    total = Turn(over.zero, over.one, over.zero, over.one)
    for layer in layers:
        total = _turn(layer).after(total)
    return total


def _value(turn: Turn, z: Number, over: Scalars) -> Number:
    return call("exp", turn.angle(call("log", z)))


def _slope(turn: Turn, z: Number, over: Scalars) -> Number:
    return _value(turn, z, over) / z * turn.slope(call("log", z))


def _draw(rng: np.random.Generator, exact: bool) -> tuple[Any, Any]:
    w, k = Fraction(int(rng.integers(80, 125)), 100), Fraction(int(rng.integers(60, 160)), 100)
    return (w, k) if exact else (float(w), float(k))


def _start(rng: np.random.Generator, layer: Any, exact: bool) -> list[Any]:
    z = Fraction(int(rng.integers(20, 500)), 100)
    return [z if exact else float(z)]


ELLIPTIC = scalar_family(
    name="elliptic",
    formulas={
        "layer": r"w f_k(z), \quad \tan \log f_k(z) = k \tan \log z",
        "phi": r"\tan \log z",
        "A": r"\text{the M\"obius map of } R(\log w) \operatorname{diag}(1, k)",
        "iterate": r"\exp\bigl(\theta + s + \arctan \tfrac{\det(v, P v)}{v^{\top} P v}\bigr), \quad "
        r"s = \log z, \ v = (\cos s, \sin s)",
        "delta": r"(z_n / z) \det P / \lVert P v \rVert^2",
    },
    classes=frozenset({"CF5", "CF6"}),
    domain="z > 0; w, k > 0",
    source="the third of Lie's algebras of dimension 3 that contain z d/dz",
    label="prop:elliptic-activation",
    read=lambda layer, convert: (convert(layer[0]), convert(layer[1])),
    layer_map=_layer_map,
    layer_slope=_layer_slope,
    power=_power,
    product=_product,
    value=_value,
    slope=_slope,
    draw=_draw,
    start=_start,
    systems=(FLOATS, BALLS),
)
