r"""A value with what is known about its error: ``=``, ``in``, ``~ + O()``, ``+-``."""

from dataclasses import dataclass
from math import sqrt
from typing import Any


@dataclass(frozen=True)
class Exact:
    """An equality.

    >>> print(Exact(3))
    = 3
    """

    value: Any

    def __str__(self) -> str:
        return f"= {self.value}"


@dataclass(frozen=True)
class Enclosure:
    """A ball or an interval that is proved to contain the value."""

    value: Any

    def __str__(self) -> str:
        return f"in {self.value}"


@dataclass(frozen=True)
class Truncation:
    r"""An asymptotic statement: the error is :math:`O(h^{\text{order}})`, with a constant or a bound where one is proved.

    ``constant`` bounds the error over :math:`h^{\text{order}}`; ``bound`` bounds the error of this very value, in the norm
    that its maker states.

    >>> print(Truncation(0.5, order=4))
    ~ 0.5 + O(h^4)
    >>> print(Truncation(0.5, order=4, bound=2e-5))
    ~ 0.5 + O(h^4), within 2e-05
    """

    value: Any
    order: int
    constant: float | None = None
    bound: float | None = None

    def __str__(self) -> str:
        constant = "" if self.constant is None else f"{self.constant:.3g} "
        bound = "" if self.bound is None else f", within {self.bound:.3g}"
        return f"~ {self.value} + O({constant}h^{self.order}){bound}"


@dataclass(frozen=True)
class Estimate:
    """A sample mean with its standard error, the number of samples, and the seed that repeats it.

    >>> print(Estimate(mean=2.0, stderr=0.5, n=100, seed=7))
    2 +- 0.5 (n = 100, seed 7)
    """

    mean: float
    stderr: float
    n: int
    seed: int | tuple[int, ...]

    @classmethod
    def of(cls, n: int, mean: float, squared_deviations: float, seed: int | tuple[int, ...]) -> "Estimate":
        """Return the estimate from ``n`` samples with the given mean and sum of squared deviations from it."""
        return cls(mean, sqrt(squared_deviations / (n * (n - 1))), n, seed)

    def z_score(self, truth: float) -> float:
        """Return ``(mean - truth) / stderr``: standard normal for large ``n`` if ``truth`` is the mean."""
        return (self.mean - truth) / self.stderr

    def __str__(self) -> str:
        return f"{self.mean:.6g} +- {self.stderr:.2g} (n = {self.n}, seed {self.seed})"
