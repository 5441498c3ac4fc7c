"""Dual numbers: a value and its derivative along one direction, over any ring."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    r"""The number :math:`a + b\, \varepsilon`, :math:`\varepsilon^2 = 0`: a value ``a`` with its derivative ``b``.

    Any formula of ring operations and divisions, run over dual numbers, also returns the derivative of its value. The parts
    are elements of one ring or integers; they may be dual numbers themselves, which gives second derivatives.
    Error: that of the ring.    Cost: at most three operations of the ring for one.

    >>> x = Dual(3, 1)
    >>> x * x - 2 * x
    Dual(value=3, tangent=4)
    """

    value: Any
    tangent: Any

    def __add__(self, other: Any) -> "Dual":
        if isinstance(other, Dual):
            return Dual(self.value + other.value, self.tangent + other.tangent)
        return Dual(self.value + other, self.tangent)

    __radd__ = __add__

    def __neg__(self) -> "Dual":
        return Dual(-self.value, -self.tangent)

    def __sub__(self, other: Any) -> "Dual":
        if isinstance(other, Dual):
            return Dual(self.value - other.value, self.tangent - other.tangent)
        return Dual(self.value - other, self.tangent)

    def __rsub__(self, other: Any) -> "Dual":
        return Dual(other - self.value, -self.tangent)

    def __mul__(self, other: Any) -> "Dual":
        if isinstance(other, Dual):
            return Dual(self.value * other.value, self.value * other.tangent + self.tangent * other.value)
        return Dual(self.value * other, self.tangent * other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Dual":
        if isinstance(other, Dual):
            quotient = self.value / other.value
            return Dual(quotient, (self.tangent - quotient * other.tangent) / other.value)
        # An integer tangent is taken into the ring first: Python's division of integers would leave it.
        return Dual(self.value / other, (self.tangent + 0 * self.value) / other)

    def __rtruediv__(self, other: Any) -> "Dual":
        quotient = other / self.value
        return Dual(quotient, -quotient * self.tangent / self.value)
