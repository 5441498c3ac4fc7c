r"""Statistics of an ensemble, layer by layer: streamed in bounded memory, merged exactly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
from tqdm import tqdm

from closedprop.scalars import Estimate, Invalid
from closedprop.simulation.backend import Backend
from closedprop.simulation.ensembles import Ensemble, draw, lengths
from closedprop.simulation.quantiles import QuantileSketch
from closedprop.simulation.statistics import Moments


@dataclass(frozen=True)
class LayerStatistics:
    r"""One layer of an ensemble, in sums that merge exactly.

    ``variance`` and ``gradient`` are the moments of :math:`|z|^2/N` and :math:`|\delta|^2`, each averaged over the inputs
    and tops of a network first, because those are not independent. ``log_gradient`` and ``quantiles`` describe the law of
    :math:`|\delta|^2` itself, by the first input and top of each network.

    A relu network of finite width dies with positive probability, and then :math:`\log |\delta|^2` is minus infinity. The
    mean of :math:`|\delta|^2` counts dead networks as 0; the moments of the logarithm are conditioned on survival, and
    ``survivors`` says of how many networks they are taken.
    """

    variance: Moments = field(default_factory=Moments)
    gradient: Moments = field(default_factory=Moments)
    log_gradient: Moments = field(default_factory=Moments)
    quantiles: QuantileSketch = field(default_factory=QuantileSketch)

    def __add__(self, other: "LayerStatistics") -> "LayerStatistics":
        return LayerStatistics(
            self.variance + other.variance,
            self.gradient + other.gradient,
            self.log_gradient + other.log_gradient,
            self.quantiles + other.quantiles,
        )

    @classmethod
    def of(cls, variances: np.ndarray, gradients: np.ndarray) -> "LayerStatistics":
        """Return the statistics of some networks.    Shapes: (count, inputs) and (count, inputs, tops)."""
        first = gradients[:, 0, 0]
        return cls(
            Moments.of(np.mean(variances, axis=1)),
            Moments.of(np.mean(gradients, axis=(1, 2))),
            Moments.of(np.log(first[first > 0])),
            QuantileSketch.of(first),
        )

    @property
    def survivors(self) -> int:
        """The number of networks whose gradient is not 0 there."""
        return self.log_gradient.n

    def gradient_estimate(self, seed: int | tuple[int, ...]) -> Estimate:
        """Return the mean of the squared gradient with its standard error."""
        return self.gradient.estimate(seed)

    def texts(self) -> dict[str, str]:
        """Return the statistics as columns of text, exactly.

        >>> LayerStatistics.read(LayerStatistics().texts()) == LayerStatistics()
        True
        """
        return {
            "variance": self.variance.text(),
            "gradient": self.gradient.text(),
            "log_gradient": self.log_gradient.text(),
            "quantiles": self.quantiles.text(),
        }

    @classmethod
    def read(cls, texts: Any) -> "LayerStatistics":
        """Return the statistics from their columns."""
        return cls(
            Moments.read(texts["variance"]),
            Moments.read(texts["gradient"]),
            Moments.read(texts["log_gradient"]),
            QuantileSketch.read(texts["quantiles"]),
        )


def sample(
    ensemble: Ensemble,
    networks: Sequence[int] | int,
    seed: int,
    case: int,
    backend: Backend | None = None,
    matmul: Callable[[Any, Any], Any] | None = None,
) -> list[LayerStatistics]:
    """Return the statistics of every layer over the networks of these numbers, or over the first so many.

    Statistics of disjoint sets of networks add up exactly, so the result does not depend on how the work was divided.
    Memory: that of ``ensemble.at_once`` networks, whatever their number.
    Error: in the values, as standard errors.    Cost: a forward and a backward pass of each network.
    Raises ``Invalid`` for no network.

    >>> top = sample(Ensemble("relu", (8, 8), sigma_w=1.0), 160, seed=1, case=0)[-1]
    >>> abs(top.gradient_estimate(seed=1).z_score(1.0)) < 5
    True
    """
    numbers = range(networks) if isinstance(networks, int) else networks
    if not len(numbers):
        raise Invalid("the statistics of an ensemble", "no network", "ask for at least one")
    batches = [numbers[start : start + ensemble.at_once] for start in range(0, len(numbers), ensemble.at_once)]
    progress = tqdm(batches, disable=None, leave=False, unit="batch")
    return reduce(_merged, (_statistics(ensemble, seed, case, batch, backend, matmul) for batch in progress))


def _statistics(
    ensemble: Ensemble,
    seed: int,
    case: int,
    numbers: Sequence[int],
    backend: Backend | None,
    matmul: Callable[[Any, Any], Any] | None,
) -> list[LayerStatistics]:
    squared = lengths(draw(ensemble, seed, case, numbers, backend), backend, matmul)
    layers = range(len(ensemble.widths))
    return [LayerStatistics.of(squared.variances[..., l], squared.gradients[..., l]) for l in layers]


def _merged(left: list[LayerStatistics], right: list[LayerStatistics]) -> list[LayerStatistics]:
    return [a + b for a, b in zip(left, right, strict=True)]
