r"""Quantiles of a stream of positive numbers in bounded memory, merged exactly."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, inf, ldexp

import mpmath
import numpy as np

from closedprop.scalars import Invalid, Unable

#: Bins per factor of two: an interval is 1.1 % wide. At most 2^17 bins cover all doubles; a sample fills a few hundred.
BINS = 64  # arbitrary: finer than the sampling error of the quantiles of 1000 samples

# Rounded by mpmath, not by the machine's library, so that a value at an edge falls into the same bin everywhere.
_EDGES = np.array([float(mpmath.power(2, mpmath.mpf(k) / BINS - 1)) for k in range(BINS)])


@dataclass(frozen=True)
class QuantileSketch:
    r"""Counts of a sample in the fixed bins :math:`[2^{j/64}, 2^{(j+1)/64})`, and of zeros.

    Bins and counts are integers and the bins do not depend on the data, so addition is exact: a merged sketch is that of the
    merged sample, whatever the parts were. A quantile is known to within its bin, which is proved, not estimated.

    >>> sketch = QuantileSketch.of([1.0, 2.0, 4.0]) + QuantileSketch.of([0.0])
    >>> low, high = sketch.quantile(0.75)
    >>> low <= 2.0 < high < 1.011 * low
    True
    """

    counts: Mapping[int, int] = field(default_factory=dict)
    zeros: int = 0

    @classmethod
    def of(cls, values: Iterable[float]) -> "QuantileSketch":
        """Return the sketch of finite numbers, none negative; ``Unable`` otherwise."""
        numbers = np.asarray(list(values), dtype=np.float64)
        if not (np.isfinite(numbers) & (numbers >= 0)).all():
            raise Unable(
                "the quantiles of a sample", "a value that is negative or not finite", "leave it out, and say so"
            )
        mantissas, exponents = np.frexp(numbers[numbers > 0])
        bins = (exponents - 1) * BINS + np.searchsorted(_EDGES, mantissas, side="right") - 1
        counted = zip(*np.unique(bins, return_counts=True), strict=True)
        return cls({int(index): int(count) for index, count in counted}, int(np.sum(numbers == 0)))

    @property
    def n(self) -> int:
        """The size of the sample."""
        return self.zeros + sum(self.counts.values())

    def __add__(self, other: "QuantileSketch") -> "QuantileSketch":
        merged = Counter(self.counts) + Counter(other.counts)
        return QuantileSketch(dict(sorted(merged.items())), self.zeros + other.zeros)

    def quantile(self, share: float) -> tuple[float, float]:
        r"""Return the bin that holds the quantile, the value of rank :math:`\lceil \text{share} \cdot n \rceil`.

        Raises ``Invalid`` for an empty sample or a share outside (0, 1].
        """
        if not 0 < share <= 1 or not self.n:
            raise Invalid(
                f"the quantile at {share} of {self.n} samples", "undefined", "give a share in (0, 1] and samples"
            )
        rank = ceil(share * self.n)
        if rank <= self.zeros:
            return 0.0, 0.0
        ranks = self.zeros + np.cumsum(list(self.counts.values()))
        index = list(self.counts)[int(np.searchsorted(ranks, rank))]
        return _edge(index), _edge(index + 1)

    def text(self) -> str:
        """Return the sketch as one line of text.

        >>> QuantileSketch.of([0.0, 1.0, 1.0]).text()
        'zeros:1 0:2'
        """
        return " ".join([f"zeros:{self.zeros}", *(f"{index}:{count}" for index, count in self.counts.items())])

    @classmethod
    def read(cls, text: str) -> "QuantileSketch":
        """Return the sketch from its text.

        >>> QuantileSketch.read("zeros:1 0:2") == QuantileSketch.of([0.0, 1.0, 1.0])
        True
        """
        zeros, *rest = (part.split(":") for part in text.split())
        return cls({int(index): int(count) for index, count in rest}, int(zeros[1]))


def _edge(index: int) -> float:
    try:
        return ldexp(float(_EDGES[index % BINS]), index // BINS + 1)
    except OverflowError:
        return inf
