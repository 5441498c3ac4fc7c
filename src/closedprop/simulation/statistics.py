r"""Streaming statistics that merge exactly: the sums are rational numbers, so no order of summation can change a bit."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from closedprop.scalars import Estimate, Invalid, Unable


@dataclass(frozen=True)
class Moments:
    r"""The sufficient statistics of a sample: its size, :math:`\sum x_i` and :math:`\sum x_i^2`, exact.

    A double is a rational number, so both sums are exact and addition of two ``Moments`` is associative and commutative:
    batches, shards and cores merge to the same bytes in any order.
    Paper: prop:exact-merge.

    >>> Moments.of([1.0, 2.0]) + Moments.of([4.0]) == Moments.of([4.0, 1.0, 2.0])
    True
    """

    n: int = 0
    total: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)

    @classmethod
    def of(cls, values: Iterable[float]) -> "Moments":
        """Return the moments of finite numbers; ``Unable`` for an infinity or a NaN."""
        numbers = np.asarray(list(values), dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise Unable(
                "the moments of a sample", "a value that is not finite", "condition on what is finite, and say so"
            )
        exact = [Fraction(float(number)) for number in numbers]
        return cls(len(exact), sum(exact, Fraction(0)), sum((number * number for number in exact), Fraction(0)))

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.n + other.n, self.total + other.total, self.squares + other.squares)

    def estimate(self, seed: int | tuple[int, ...]) -> Estimate:
        r"""Return mean and standard error from the exact sums: the mean is rounded once, the standard error a few times.

        .. math:: \bar x = \frac{S_1}{n}, \qquad \text{stderr}^2 = \frac{S_2 - S_1^2 / n}{n (n - 1)}

        Raises ``Invalid`` for fewer than two samples.

        >>> print(Moments.of([1.0, 2.0, 3.0]).estimate(seed=7))
        2 +- 0.58 (n = 3, seed 7)
        """
        if self.n < 2:
            raise Invalid("a standard error", f"{self.n} samples", "give at least 2")
        deviations = self.squares - self.total * self.total / self.n
        return Estimate.of(self.n, float(self.total / self.n), float(deviations), seed)
