r"""Streaming statistics that merge exactly: the sums are rational numbers, so no order of summation can change a bit."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from closedprop.scalars import Estimate, Invalid, Unable

_ORDER = 4
_ZERO = (Fraction(0),) * _ORDER


@dataclass(frozen=True)
class Moments:
    r"""The sufficient statistics of a sample: its size and its power sums :math:`\sum x_i^k`, k = 1, .., 4, exact.

    A double is a rational number, so the sums are exact and addition of two ``Moments`` is associative and commutative:
    batches, shards and cores merge to the same bytes in any order.
    Paper: prop:exact-merge.

    >>> Moments.of([1.0, 2.0]) + Moments.of([4.0]) == Moments.of([4.0, 1.0, 2.0])
    True
    """

    n: int = 0
    sums: tuple[Fraction, ...] = _ZERO

    @classmethod
    def of(cls, values: Iterable[float]) -> "Moments":
        """Return the moments of finite numbers; ``Unable`` for an infinity or a NaN."""
        numbers = np.asarray(list(values), dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise Unable(
                "the moments of a sample", "a value that is not finite", "condition on what is finite, and say so"
            )
        mantissas, exponents = np.frexp(numbers)
        if not mantissas.any():
            return cls(len(numbers), _ZERO)
        least = int(exponents[mantissas != 0].min())
        # Integers over one power of two: their powers are added without a common denominator to be found each time.
        shifts = np.where(mantissas != 0, exponents - least, 0).tolist()
        exact = [m << shift for m, shift in zip((mantissas * 2.0**53).astype(np.int64).tolist(), shifts, strict=True)]
        unit = Fraction(2) ** (least - 53)
        return cls(len(exact), tuple(sum(i**k for i in exact) * unit**k for k in range(1, _ORDER + 1)))

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.n + other.n, tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)))

    def central(self, order: int) -> Fraction:
        r"""Return :math:`\frac1n \sum (x_i - \bar x)^k`, k = 2, 3 or 4, exactly.

        Raises ``Invalid`` for another order or an empty sample.

        >>> Moments.of([1.0, 2.0, 3.0]).central(2)
        Fraction(2, 3)
        """
        if order not in (2, 3, 4) or not self.n:
            raise Invalid(
                f"the central moment of order {order} of {self.n} samples", "undefined", "ask for 2, 3 or 4 of a sample"
            )
        m1, m2, m3, m4 = (total / self.n for total in self.sums)
        if order == 2:
            return m2 - m1**2
        return m3 - 3 * m1 * m2 + 2 * m1**3 if order == 3 else m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4

    @property
    def variance(self) -> float:
        """The unbiased variance; ``Invalid`` for fewer than two samples."""
        self._at_least_two("a variance")
        return float(self.central(2) * self.n / (self.n - 1))

    @property
    def skewness(self) -> float:
        r"""The third standardized moment :math:`m_3 / m_2^{3/2}`.

        >>> round(Moments.of([0.0, 0.0, 3.0]).skewness, 12)
        0.707106781187
        """
        return float(self.central(3)) / self._spread("a skewness") ** 3

    @property
    def kurtosis(self) -> float:
        """The fourth standardized moment, 3 for a normal law."""
        return float(self.central(4)) / self._spread("a kurtosis") ** 4

    def estimate(self, seed: int | tuple[int, ...]) -> Estimate:
        r"""Return mean and standard error from the exact sums: the mean is rounded once, the standard error a few times.

        .. math:: \bar x = \frac{S_1}{n}, \qquad \text{stderr}^2 = \frac{S_2 - S_1^2 / n}{n (n - 1)}

        Raises ``Invalid`` for fewer than two samples.

        >>> print(Moments.of([1.0, 2.0, 3.0]).estimate(seed=7))
        2 +- 0.58 (n = 3, seed 7)
        """
        self._at_least_two("a standard error")
        return Estimate.of(self.n, float(self.sums[0] / self.n), float(self.central(2) * self.n), seed)

    def _at_least_two(self, asked: str) -> None:
        if self.n < 2:
            raise Invalid(asked, f"{self.n} samples", "give at least 2")

    def _spread(self, asked: str) -> float:
        variance = self.central(2)
        if not variance:
            raise Unable(asked, "all samples are equal", "give different ones")
        return sqrt(variance)

    def text(self) -> str:
        """Return the statistics as one line of text, exactly.

        >>> Moments.of([1.5, -0.25]).text()
        '2 5p-2 25p-4 d7p-6 511p-8'
        """
        return " ".join([str(self.n), *map(_dyadic_text, self.sums)])

    @classmethod
    def read(cls, text: str) -> "Moments":
        """Return the statistics from their text.

        >>> Moments.read(Moments.of([1.5, -0.25]).text()) == Moments.of([1.5, -0.25])
        True
        """
        n, *sums = text.split()
        return cls(int(n), tuple(map(_dyadic, sums)))


def _dyadic_text(value: Fraction) -> str:
    """Return a fraction over a power of two in hexadecimal digits and an exponent of two, as floats print theirs."""
    return f"{value.numerator:x}p{1 - value.denominator.bit_length()}"


def _dyadic(text: str) -> Fraction:
    digits, exponent = text.split("p")
    return int(digits, 16) * Fraction(2) ** int(exponent)
