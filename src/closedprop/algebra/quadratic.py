r"""Numbers :math:`a + b \sqrt d` with rational a, b: where Binet's formula is an identity, not a rounding."""

from dataclasses import dataclass

import flint

from closedprop.scalars import RATIONALS, Invalid


@dataclass(frozen=True)
class Quadratic:
    r"""An element :math:`a + b \sqrt d` of :math:`\mathbb{Q}(\sqrt d)`; ``d`` is an integer that is not a square.

    >>> golden = Quadratic("1/2", "1/2", 5)
    >>> print(golden**10 - golden.conjugate() ** 10)
    0 + 55 sqrt(5)
    """

    a: flint.fmpq
    b: flint.fmpq
    d: int

    def __post_init__(self):
        if self.d >= 0 and flint.fmpz(self.d).is_square():
            raise Invalid(f"Q(sqrt({self.d}))", "a square, so sqrt(d) is rational", "use over=RATIONALS")
        object.__setattr__(self, "a", RATIONALS.convert(self.a))
        object.__setattr__(self, "b", RATIONALS.convert(self.b))

    def __str__(self) -> str:
        return f"{self.a} + {self.b} sqrt({self.d})"

    def _same_field(self, other: "Quadratic") -> None:
        if other.d != self.d:
            raise Invalid("arithmetic in a quadratic field", f"sqrt({self.d}) and sqrt({other.d})", "use one field")

    def __add__(self, other: "Quadratic") -> "Quadratic":
        self._same_field(other)
        return Quadratic(self.a + other.a, self.b + other.b, self.d)

    def __sub__(self, other: "Quadratic") -> "Quadratic":
        self._same_field(other)
        return Quadratic(self.a - other.a, self.b - other.b, self.d)

    def __mul__(self, other: "Quadratic") -> "Quadratic":
        self._same_field(other)
        a, b = self.a * other.a + self.d * self.b * other.b, self.a * other.b + self.b * other.a
        return Quadratic(a, b, self.d)

    def __truediv__(self, other: "Quadratic") -> "Quadratic":
        # The norm a^2 - d b^2 of a non-zero element is not zero, because d is not a square.
        norm = other.a * other.a - other.d * other.b * other.b
        product = self * other.conjugate()
        return Quadratic(product.a / norm, product.b / norm, self.d)

    def __pow__(self, exponent: int) -> "Quadratic":
        power = Quadratic(flint.fmpq(1), flint.fmpq(0), self.d)
        for bit in bin(exponent)[2:]:
            power = power * power
            if bit == "1":
                power = power * self
        return power

    def conjugate(self) -> "Quadratic":
        r"""Return :math:`a - b \sqrt d`."""
        return Quadratic(self.a, -self.b, self.d)
