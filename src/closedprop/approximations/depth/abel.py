r"""The formal Abel function of a layer at a fixed point with multiplier 1, truncated: the depth as a function of the distance.

.. math:: F(h) = h - a h^{m+1} + \dots, \qquad \Psi(F(h)) = \Psi(h) + 1, \qquad
          \Psi_M(h) = \sum_{j=-m,\, j \ne 0}^{M} c_j h^j + \rho \log h
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import flint

from closedprop.algebra.power_series import logarithm, power, product
from closedprop.scalars import Invalid, Unable
from closedprop.validated.precision import precision

Number = Any

_STEPS = 64  # derived: Newton's method doubles the digits; this is more than any precision needs


@dataclass(frozen=True)
class AbelSeries:
    r"""The truncated series :math:`\Psi_M` for h > 0.

    ``below`` is :math:`(c_{-1}, .., c_{-m})`, ``above`` :math:`(c_1, .., c_M)`, ``residue`` is rho, the iterative residue.
    ``leading`` is a. ``residual`` are the coefficients :math:`r_k` of :math:`\Psi_M(F(h)) - \Psi_M(h) - 1`, as many as are
    known, from k = ``start`` on.
    """

    below: tuple[Number, ...]
    above: tuple[Number, ...]
    residue: Number
    leading: Number
    residual: tuple[Number, ...]
    start: int

    @property
    def exponent(self) -> int:
        """The number m."""
        return len(self.below)

    @property
    def omitted(self) -> int:
        """The least index J > M with :math:`c_J \\ne 0`: J + m is the order of the residual. If all known are 0, the next one."""
        known = (k for k, value in enumerate(self.residual) if not vanishes(value))
        return self.start - self.exponent + next(known, len(self.residual))

    def value(self, h: Number) -> Number:
        r"""Return :math:`\Psi_M(h)` of a float, a real or a complex ball."""
        logarithm_of_h = log(h) if isinstance(h, float) else h.log()
        return _horner(self.above, h) + _horner(self.below, 1 / h) + self.residue * logarithm_of_h

    def slope(self, h: Number) -> Number:
        r"""Return :math:`\Psi_M'(h)`, negative where h is small."""
        above = [j * c for j, c in enumerate(self.above, start=1)]
        below = [j * c for j, c in enumerate(self.below, start=1)]
        return (_horner(above, h) - _horner(below, 1 / h) + self.residue) / h

    def increment(self, h: Number, image: Number) -> Number:
        r"""Return :math:`\Psi_M(F(h)) - \Psi_M(h)` of complex balls, with the branch of the logarithm that is 0 at F(h) = h."""
        powers = [_horner(self.above, z) + _horner(self.below, 1 / z) for z in (image, h)]
        return powers[0] - powers[1] + self.residue * (image / h).log()

    def rounded(self) -> "AbelSeries":
        """Return the series with floats for coefficients."""
        below, above = (tuple(map(number, part)) for part in (self.below, self.above))
        residue, leading = number(self.residue), number(self.leading)
        return AbelSeries(below, above, residue, leading, tuple(map(number, self.residual)), self.start)

    def inverse(self, level: Number, most: Number) -> Number:
        r"""Return h < ``most`` with :math:`\Psi_M(h)` = ``level``, by Newton's method; of a ball an enclosure.

        Raises ``Unable`` where there is none to be found.
        """
        m = self.exponent
        if not level > 0:
            raise Unable(
                "the depth asymptotics", f"Abel's function at {number(level):.3g}", "let more layers come first"
            )
        h = (m * number(self.leading) * number(level)) ** (-1 / m)
        floats = self.rounded()
        for _ in range(_STEPS):
            step = (floats.value(h) - number(level)) / floats.slope(h)
            h, before = max(h - step, h / 2), h
            if abs(h - before) <= 1e-15 * h:
                break
        root = h if isinstance(level, float) else self._refined(h, level)
        if not root < most:
            raise Unable("the depth asymptotics", f"a root at h = {h:.3g}, too far out", "let more layers come first")
        return root

    def _refined(self, start: float, level: flint.arb) -> flint.arb:
        h = flint.arb(start)
        for _ in range(flint.ctx.prec.bit_length()):
            h = (h - (self.value(h) - level) / self.slope(h)).mid()
        box = h * flint.arb(1, 2.0**-20)
        root = h - (self.value(h) - level) / self.slope(box)
        if not box.contains(root):  # the interval Newton step proves that there is a root in the box
            raise Unable("the depth asymptotics", f"no root near h = {start:.3g}", "let more layers come first")
        return root


def abel_series(layer: Sequence[Number], order: int) -> AbelSeries:
    r"""Return :math:`\Psi_M`, M = ``order``, from the coefficients of :math:`F(h) = h - a h^{m+1} + \dots`, a > 0.

    With :math:`u = F(h)/h` Abel's equation reads
    :math:`\sum_j c_j h^j (u^j - 1) + \rho \log u = 1`, where :math:`h^j (u^j - 1) = -j a h^{j+m} + \dots`: one new unknown a
    power.
    Error: exact over rationals, enclosures in balls.    Cost: (M + m) products of series.
    Raises ``Invalid`` for too few coefficients or an order below 0, ``Unable`` unless F(0) = 0, F'(0) = 1 and a > 0.
    Source: Milnor, Dynamics in One Complex Variable, section 10.
    Paper: thm:abel-asymptotics.

    >>> import sympy as sp
    >>> from closedprop.algebra.taylor import composed
    >>> z = sp.Symbol("z")
    >>> series = abel_series(composed(sp.tanh(z), z, [0, 1] + [0] * 10), order=2)
    >>> series.below, series.residue, series.above  # 3/(2 h^2) + (3/10) log h + ..
    ((0, 3/2), 3/10, (0, 47/4200))
    """
    if order < 0:
        raise Invalid(f"depth asymptotics of order {order}", "negative", "ask for an order of at least 0")
    if not (layer[0] == 0 and layer[1] == 1):
        raise Unable("Abel's equation", f"the multiplier {layer[1]}", "expand at a fixed point with multiplier 1")
    m = next((k - 1 for k in range(2, len(layer)) if not vanishes(layer[k])), 0)
    if m == 0:
        raise Unable("Abel's equation", "a layer map that is the identity", "take it away")
    a = -layer[m + 1]
    if not a > 0:
        raise Unable(
            "the depth asymptotics on this side of the fixed point", "a repelling petal", "start on the other side"
        )
    known = len(layer) - 1 - m  # h^-m u^-m is known to m powers less than u
    if known <= order + m:
        raise Invalid(f"depth asymptotics of order {order}", f"{len(layer)} coefficients", "give more of them")
    u = list(layer[1:])
    one, zero = layer[1], layer[1] * 0
    left = [one] + [zero] * (known - 1)
    found: dict[int, Number] = {}
    ratio = power(u, one * -m, one)
    for j in range(-m, order + 1):
        k = j + m
        if j == 0:
            image = logarithm(u, zero)
            found[0] = left[m] / image[m]
            left = [value - found[0] * part for value, part in zip(left, image, strict=False)]
        else:
            found[j] = left[k] / (-j * a)
            # h^j (u^j - 1), shifted to the power k = j + m at which it starts
            left = left[:k] + [value - found[j] * part for value, part in zip(left[k:], ratio[m:], strict=False)]
            left[k] = zero
        ratio = product(ratio, u)
    return AbelSeries(
        below=tuple(found[-j] for j in range(1, m + 1)),
        above=tuple(found[j] for j in range(1, order + 1)),
        residue=found[0],
        leading=a,
        residual=tuple(-value for value in left[order + m + 1 :]),
        start=order + m + 1,
    )


def _horner(coefficients: Sequence[Number], h: Number) -> Number:
    """Return the sum of ``c_j h^j`` from j = 1 on."""
    total = 0 * h
    for coefficient in reversed(coefficients):
        total = (total + coefficient) * h
    return total


def vanishes(value: Number) -> bool:
    """Return whether a number is 0 for certain; a ball around 0 that is not exact is not.

    >>> vanishes(flint.arb(0)), vanishes(flint.arb(0, 1))
    (True, False)
    """
    return bool(value == 0)


def number(value: Number) -> float:
    """Return a rational number or the middle of a ball as a float."""
    if isinstance(value, flint.fmpq):
        with precision(64):
            return float(flint.arb(value))
    return float(value.mid()) if isinstance(value, flint.arb) else float(value)
