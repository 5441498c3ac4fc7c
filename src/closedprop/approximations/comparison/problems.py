r"""The random networks on which the approximations are compared, centered so that every method has a chance."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from closedprop.networks import Activation, Network, stream
from closedprop.networks.residual import ResidualNetwork
from closedprop.networks.stacks import gaussian_stack, stacked_forward

_STEPS = 500  # arbitrary: layers in which an orbit must have settled for its limit to be the center
_FAR = 1e3  # arbitrary: a preactivation beyond it has run away, and its network is not compared
_SETTLED = 1e-9  # tuned: an orbit at spectral radius 0.95 moves less than this after 500 layers, a critical one more


@dataclass(frozen=True)
class Kind:
    r"""A kind of network: tied or not, its width, and its scales :math:`\sigma_w, \sigma_b`.

    Weights are Gaussian. Tied ones are scaled so that the spectral radius of :math:`W f'(c)` is :math:`\sigma_w`, untied ones
    have entries :math:`N(0, (\sigma_w / f'(c))^2 / N)`: so 1 is critical for every activation. The point c is 0, or 1/2 where
    :math:`f'(0) = 0`. A tied weight of one neuron is positive. Biases are :math:`b = c - W f(c) + \sigma_b N(0, I)`, so that
    without the noise c is a fixed point of every layer map, whatever the activation. ``residual`` networks add these layers to the
    identity, with step 1/(L - 1).
    """

    tied: bool
    width: int
    sigma_w: float
    sigma_b: float = 0.0
    residual: bool = False


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Some networks of one kind; for each a center, a direction from it, and a delta at the top.

    The center is c without noise in the biases; with it, a fixed point of the tied layer map where the orbit of c settles at
    one, else c.
    Shapes: a weight (count, N, N), one for all layers if tied; biases, centers, directions and tops (count, N).
    """

    act: Activation
    kind: Kind
    weights: list[np.ndarray]
    biases: list[np.ndarray]
    directions: np.ndarray
    tops: np.ndarray

    @cached_property
    def centers(self) -> np.ndarray:
        """The center of each network."""
        start = np.full_like(self.directions, _point(self.act))
        if not self.kind.tied or self.kind.sigma_b == 0:
            return start
        layers = self.weights * _STEPS, self.biases * _STEPS
        with np.errstate(over="ignore"):
            *_, before, last = stacked_forward(*layers, start, lambda _, values: np.clip(self.act(values), -_FAR, _FAR))
        settled = np.abs(last - before).max(axis=1, keepdims=True) < _SETTLED
        return np.where(settled, last, start)

    def inputs(self, amplitude: float | np.ndarray) -> np.ndarray:
        """Return the inputs at that amplitude: center + amplitude * direction, directions uniform in the cube."""
        return self.centers + amplitude * self.directions

    def network(self, index: int, depth: int) -> Network | ResidualNetwork:
        """Return one of the networks at a depth."""
        weights, biases = ([stack[index] for stack in stacks] for stacks in (self.weights, self.biases))
        if self.kind.tied:
            network = Network.tied(weights[0], depth, biases[0], self.act)
        else:
            network = Network(weights[: depth - 1], biases[: depth - 1], self.act)
        return ResidualNetwork(network) if self.kind.residual else network

    def layers(self, depth: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Return the stacks of weights and of biases of all layers at a depth."""
        if self.kind.tied:
            return self.weights * (depth - 1), self.biases * (depth - 1)
        return self.weights[: depth - 1], self.biases[: depth - 1]

    def truths(self, x: np.ndarray, depth: int) -> np.ndarray:
        """Return delta^(1) of every network at its input, by the recursion.

        Shapes: ``x`` (count, N); result the same.
        Error: rounding; a network that runs away, to preactivations above 1000, gives NaN.
        """
        weights, biases = self.layers(depth)
        step = 1 / len(weights) if self.kind.residual else None
        path = [x]
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            for weight, bias in zip(weights, biases, strict=True):
                moved = np.matmul(weight, self.act(path[-1])[..., None])[..., 0] + bias
                z = moved if step is None else path[-1] + step * moved
                # What has run away goes on from there, because an activation refuses NaN.
                path.append(np.clip(np.where(np.isnan(z), np.inf, z), -2 * _FAR, 2 * _FAR))
            delta = self.tops
            for weight, z in zip(weights[::-1], path[-2::-1], strict=True):
                pulled = np.matmul(delta[..., None, :], weight)[..., 0, :] * self.act.slope(z)
                delta = pulled if step is None else delta + step * pulled
        away = np.any([np.abs(z).max(axis=1) > _FAR for z in path], axis=0)
        return np.where(away[:, None], np.nan, delta)


def draw(act: Activation, kind: Kind, depth: int, count: int, seed: int) -> Ensemble:
    """Return ``count`` networks of a kind, the same for every activation up to the scale; untied ones up to ``depth``."""
    case = (kind.width, round(1000 * kind.sigma_w), round(1000 * kind.sigma_b), int(kind.tied), int(kind.residual))
    rng = stream(seed, "approximations", *case)
    directions = rng.uniform(-1.0, 1.0, (count, kind.width))
    tops = rng.standard_normal((count, kind.width)) / np.sqrt(kind.width)
    layers = 2 if kind.tied else depth
    weights, noise = gaussian_stack(rng, count, [kind.width] * layers, kind.sigma_w, kind.sigma_b)
    point = _point(act)
    slope, value = (float(found[0]) for found in (act.slope(np.array([point])), act(np.array([point]))))
    if kind.tied:
        radius = np.abs(np.linalg.eigvals(weights[0])).max(axis=1)[:, None, None]
        weights = [kind.sigma_w * (np.abs(weights[0]) if kind.width == 1 else weights[0]) / radius]
    weights = [weight / abs(slope) for weight in weights]
    biases = [point + shift - value * weight.sum(axis=2) for weight, shift in zip(weights, noise, strict=True)]
    return Ensemble(act, kind, weights, biases, directions, tops)


def _point(act: Activation) -> float:
    """Return c, at which the layers are arranged: 0, or 1/2 where the slope at 0 vanishes."""
    return 0.0 if act.slope(np.zeros(1))[0] else 0.5
