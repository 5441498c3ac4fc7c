r"""Ensembles of random networks: many drawn at once, as stacks of arrays, and passed through forward and backward."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from closedprop.networks import activation, stream
from closedprop.scalars import Invalid
from closedprop.simulation.backend import Array, Backend

#: What the weights of the networks that are drawn at once may hold.
MEMORY = 2**27  # arbitrary: bytes; a thousand networks of width 20 and depth 40, twelve of width 200 and depth 30


@dataclass(frozen=True)
class Ensemble:
    r"""Random networks :math:`W^{(l)}_{ij} \sim N(0, \sigma_w^2/N_l)`, :math:`b^{(l)}_i \sim N(0, \sigma_b^2)`.

    Each network is passed through at ``inputs`` inputs, drawn from :math:`N(0, q_1 I)`, ``input_variance`` being
    :math:`q_1`, and at each of them backward for the same ``tops`` random :math:`\delta^{(L)}`, drawn from
    :math:`N(0, I / N_L)`, independent of the network, so that :math:`\mathbb E |\delta^{(L)}|^2 = 1`. If ``tied``, one draw
    serves every layer.
    Raises ``Invalid`` for fewer than one layer, an empty layer, unequal widths of a tied network, or no input.
    """

    activation: str
    widths: tuple[int, ...]
    sigma_w: float
    sigma_b: float = 0.0
    input_variance: float = 1.0
    tied: bool = False
    inputs: int = 1
    tops: int = 1

    def __post_init__(self):
        activation(self.activation)
        if not self.widths or min(self.widths) < 1:
            raise Invalid(f"an ensemble of widths {self.widths}", "no layer or an empty one", "give widths >= 1")
        if self.tied and len(set(self.widths)) > 1:
            raise Invalid(f"a tied ensemble of widths {self.widths}", "unequal", "give equal widths")
        if min(self.inputs, self.tops) < 1:
            raise Invalid(f"{self.inputs} inputs with {self.tops} tops", "fewer than one", "give at least 1 of each")

    @property
    def layers(self) -> list[tuple[int, int]]:
        """The shapes of the weights that are drawn: one if tied."""
        shapes = list(zip(self.widths[1:], self.widths[:-1], strict=True))
        return shapes[:1] if self.tied else shapes

    @property
    def at_once(self) -> int:
        """How many networks are drawn at once: as many as fit into ``MEMORY``, at least one, and at most 1024."""
        columns = 2 * self.inputs * self.tops * max(self.widths) + self.inputs * sum(self.widths)
        numbers = sum(rows * fan_in for rows, fan_in in self.layers) + columns
        return max(1, min(1024, MEMORY // (8 * numbers)))


@dataclass(frozen=True, eq=False)
class Stack:
    r"""Networks as they were drawn, in standard units: weights and biases are standard normal numbers.

    Shapes, for ``count`` networks: each of ``weights`` (count, N_{l+1}, N_l), each of ``biases`` (count, N_{l+1}); ``x``
    (count, inputs, N_1); ``delta_top`` (count, tops, N_L).
    """

    ensemble: Ensemble
    weights: Sequence[Array]
    biases: Sequence[Array]
    x: Array
    delta_top: Array


@dataclass(frozen=True, eq=False)
class Lengths:
    """Squared lengths per layer: ``variances`` (count, inputs, L) of z over N_l, ``gradients`` (count, inputs, tops, L)."""

    variances: np.ndarray
    gradients: np.ndarray


def draw(ensemble: Ensemble, seed: int, case: int, numbers: Sequence[int], backend: Backend | None = None) -> Stack:
    r"""Return the networks of these numbers.

    Each network has a stream of its own, ``SeedSequence(seed, spawn_key=(stage, case, number))``, and takes from it weights,
    biases, inputs and tops in this order: it is a function of (ensemble, seed, case, number) and of nothing else.
    """
    streams = [stream(seed, "random", case, number) for number in numbers]
    library = backend or Backend()

    def normal(*shape: int, variance: float = 1.0) -> Array:
        values = np.empty((len(streams), *shape))
        for rng, network in zip(streams, values, strict=True):
            rng.standard_normal(out=network)
        if variance != 1:
            values *= sqrt(variance)
        return library.array(values)

    weights = [normal(*shape) for shape in ensemble.layers]
    biases = [normal(fan_out) for fan_out, _ in ensemble.layers]
    x = normal(ensemble.inputs, ensemble.widths[0], variance=ensemble.input_variance)
    delta_top = normal(ensemble.tops, ensemble.widths[-1], variance=1 / ensemble.widths[-1])
    if ensemble.tied:
        weights, biases = (drawn * (len(ensemble.widths) - 1) for drawn in (weights, biases))
    return Stack(ensemble, weights, biases, x, delta_top)


def lengths(stack: Stack, backend: Backend | None = None, matmul: Callable[[Any, Any], Any] | None = None) -> Lengths:
    r"""Return the squared lengths of all preactivations and deltas, by one pass forward and one backward.

    Rows are vectors, so that both passes are products of stacked matrices, :math:`f(z) W^\top` and :math:`\delta W`; the
    standard deviation of the weights multiplies the vectors, which are fewer. ``matmul`` replaces that of the library.
    Shapes: see :class:`Lengths`.    Error: rounding.
    """
    library, ensemble = backend or Backend(), stack.ensemble
    xp = library.namespace
    product, (value, slope) = matmul or xp.matmul, library.elementwise(activation(ensemble.activation))

    def squared(rows: Array) -> Array:
        # One product without an array of squares, where the library has it.
        return xp.vecdot(rows, rows) if hasattr(xp, "vecdot") else xp.sum(rows * rows, axis=-1)

    z, variances, slopes = stack.x, [squared(stack.x) / ensemble.widths[0]], []
    for weight, bias, fan_in in zip(stack.weights, stack.biases, ensemble.widths, strict=False):
        scale = ensemble.sigma_w / sqrt(fan_in)
        slopes.append(scale * slope(z))
        z = product(scale * value(z), weight.mT) + ensemble.sigma_b * bias[:, None, :]
        variances.append(squared(z) / z.shape[-1])
    pulled = xp.reshape(stack.delta_top, (len(z), 1, ensemble.tops, ensemble.widths[-1]))
    top = squared(stack.delta_top)[:, None, :]
    gradients = [xp.broadcast_to(top, (len(z), ensemble.inputs, ensemble.tops))]
    for weight, factors in zip(reversed(stack.weights), reversed(slopes), strict=True):
        # Up to the first slopes the inputs share their deltas; from there on each has its own.
        count, inputs, _, fan_out = pulled.shape
        rows = product(xp.reshape(pulled, (count, inputs * ensemble.tops, fan_out)), weight)
        pulled = xp.reshape(rows, (count, inputs, ensemble.tops, -1)) * factors[:, :, None, :]
        gradients.append(squared(pulled))
    return Lengths(
        np.stack([library.numpy(layer) for layer in variances], axis=-1),
        np.stack([library.numpy(layer) for layer in reversed(gradients)], axis=-1),
    )
