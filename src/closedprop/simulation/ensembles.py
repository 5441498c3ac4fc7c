r"""Ensembles of random networks, sampled in blocks: the squared gradient at every layer, with its standard error."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from tqdm import tqdm

from closedprop.networks import activation, stream
from closedprop.networks.stacks import gaussian_stack, stacked_backward, stacked_forward
from closedprop.scalars import Estimate, Invalid
from closedprop.simulation.statistics import Moments

#: Networks per block. A block has a stream of its own, so this number is part of the definition of the samples.
BLOCK = 16  # arbitrary: 16 networks of width 256 and depth 40 hold 320 MB


@dataclass(frozen=True)
class Ensemble:
    r"""Random networks :math:`W^{(l)}_{ij} \sim N(0, \sigma_w^2/N_l)`, :math:`b^{(l)}_i \sim N(0, \sigma_b^2)`.

    The input is drawn from :math:`N(0, q_1 I)`, ``input_variance`` being :math:`q_1`, and :math:`\delta^{(L)}` from
    :math:`N(0, I / N_L)`, independent of the network, so that :math:`\mathbb E |\delta^{(L)}|^2 = 1`. If ``tied``, one
    draw serves every layer.
    Raises ``Invalid`` for fewer than one layer, an empty layer, or unequal widths of a tied network.
    """

    activation: str
    widths: tuple[int, ...]
    sigma_w: float
    sigma_b: float = 0.0
    input_variance: float = 1.0
    tied: bool = False

    def __post_init__(self):
        activation(self.activation)
        if not self.widths or min(self.widths) < 1:
            raise Invalid(f"an ensemble of widths {self.widths}", "no layer or an empty one", "give widths >= 1")
        if self.tied and len(set(self.widths)) > 1:
            raise Invalid(f"a tied ensemble of widths {self.widths}", "unequal", "give equal widths")


@dataclass(frozen=True, eq=False)
class Block:
    """The networks of one block, as they were drawn, and their squared lengths per layer.

    Shapes: ``variances`` and ``gradients`` (BLOCK, L) hold ``|z^(l)|^2 / N_l`` and ``|delta^(l)|^2``.
    """

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    x: np.ndarray
    delta_top: np.ndarray
    variances: np.ndarray
    gradients: np.ndarray


@dataclass(frozen=True)
class LayerStatistics:
    r"""One layer of an ensemble: mean of :math:`|z|^2/N`, of :math:`|\delta|^2`, and of :math:`\log |\delta|^2` if alive.

    A relu network of finite width dies with positive probability, and then :math:`\log |\delta|^2` is minus infinity. The
    mean of :math:`|\delta|^2` counts dead networks as 0; that of the logarithm is conditioned on survival, and
    ``survivors`` says of how many networks it is taken (``log_gradient`` is None below 2).
    """

    layer: int
    variance: Estimate
    gradient: Estimate
    log_gradient: Estimate | None
    survivors: int


def sample_block(ensemble: Ensemble, seed: int, case: int, block: int) -> Block:
    r"""Return one block of ``BLOCK`` networks: a function of (ensemble, seed, case, block) and of nothing else.

    Cost: one pass forward and one backward through ``BLOCK`` networks, as stacked matrix products.
    """
    rng = stream(seed, "random", case, block)
    act, widths = activation(ensemble.activation), ensemble.widths
    weights, biases = gaussian_stack(rng, BLOCK, widths, ensemble.sigma_w, ensemble.sigma_b, ensemble.tied)
    x = np.sqrt(ensemble.input_variance) * rng.standard_normal((BLOCK, widths[0]))
    delta_top = rng.standard_normal((BLOCK, widths[-1])) / np.sqrt(widths[-1])
    z = stacked_forward(weights, biases, x, lambda _, values: act(values))
    deltas = stacked_backward(weights, z, delta_top, lambda _, values: act.slope(values))
    variances = np.stack([np.mean(values**2, axis=1) for values in z], axis=1)
    gradients = np.stack([np.sum(delta**2, axis=1) for delta in deltas], axis=1)
    return Block(weights, biases, x, delta_top, variances, gradients)


def sample(
    ensemble: Ensemble, samples: int, seed: int, case: int, blocks: Iterable[int] | None = None
) -> list[LayerStatistics]:
    """Return the statistics of every layer over ``samples`` networks.

    ``blocks`` restricts the sample to some of its blocks, in any order: the moments of disjoint sets of blocks add up
    exactly, so the result does not depend on how the work was divided.
    Error: in the values, as standard errors.    Cost: ``samples`` forward and backward passes.
    Raises ``Invalid`` unless ``samples`` is a positive multiple of ``BLOCK``.

    >>> top = sample(Ensemble("relu", (8, 8), sigma_w=1.0), samples=160, seed=1, case=0)[-1]
    >>> abs(top.gradient.z_score(1.0)) < 5
    True
    """
    if samples < BLOCK or samples % BLOCK:
        raise Invalid(f"{samples} sampled networks", f"not a multiple of {BLOCK}", f"draw whole blocks of {BLOCK}")
    chosen = list(blocks) if blocks is not None else list(range(samples // BLOCK))
    merged = reduce(
        _merged, (_moments(ensemble, seed, case, block) for block in tqdm(chosen, disable=None, leave=False))
    )
    return [
        LayerStatistics(
            layer,
            variance.estimate((seed, case)),
            gradient.estimate((seed, case)),
            logs.estimate((seed, case)) if logs.n > 1 else None,
            logs.n,
        )
        for layer, (variance, gradient, logs) in enumerate(merged, start=1)
    ]


_Layers = list[tuple[Moments, Moments, Moments]]


def _moments(ensemble: Ensemble, seed: int, case: int, block: int) -> _Layers:
    drawn = sample_block(ensemble, seed, case, block)
    return [
        (Moments.of(variance), Moments.of(gradient), Moments.of(np.log(gradient[gradient > 0])))
        for variance, gradient in zip(drawn.variances.T, drawn.gradients.T, strict=True)
    ]


def _merged(left: _Layers, right: _Layers) -> _Layers:
    return [(a + d, b + e, c + f) for (a, b, c), (d, e, f) in zip(left, right, strict=True)]
